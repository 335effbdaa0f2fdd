/* Do village registers agree with BP2MI?
   Apakah register desa sesuai dengan BP2MI? */
SELECT regency_name, period_type, period, basis, register_departures, bp2mi_placements, difference, coverage, published_on
FROM mart.register_vs_bp2mi
ORDER BY regency_name, period DESC, basis;
