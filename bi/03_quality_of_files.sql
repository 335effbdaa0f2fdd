/* How good are the files?
   Seberapa baik berkas yang diterima? */
SELECT period, village_name, dataset, rows_of_data, loaded, quarantined, rows_accepted_percent, quality_score, findings_by_rule
FROM mart.data_quality
ORDER BY period DESC, quality_score, village_name, dataset;
