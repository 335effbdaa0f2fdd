/* Is mandatory information complete?
   Apakah isian wajib lengkap? */
SELECT period, village_name, dataset, required_filled, required_cells,
       round(1.0 * required_filled / nullif(required_cells, 0), 3) AS filled_share
FROM mart.data_quality
WHERE required_cells > 0
ORDER BY period DESC, filled_share, village_name, dataset;
