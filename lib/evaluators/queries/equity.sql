-- Change by deprivation, ethnic category, age and sex: who has both scores, and how they changed.
SELECT measure, 'imd' AS dimension, coalesce(CAST(imd_quintile AS varchar), 'unknown') AS level,
  count(*) AS people_with_baseline, count(follow_up) AS people_with_both, avg(follow_up - baseline) AS mean_change
FROM outcomes GROUP BY measure, imd_quintile
UNION ALL
SELECT measure, 'ethnicity' AS dimension, ethnicity AS level,
  count(*) AS people_with_baseline, count(follow_up) AS people_with_both, avg(follow_up - baseline) AS mean_change
FROM outcomes GROUP BY measure, ethnicity
UNION ALL
SELECT measure, 'age' AS dimension, age_band AS level,
  count(*) AS people_with_baseline, count(follow_up) AS people_with_both, avg(follow_up - baseline) AS mean_change
FROM outcomes GROUP BY measure, age_band
UNION ALL
SELECT measure, 'sex' AS dimension, sex AS level,
  count(*) AS people_with_baseline, count(follow_up) AS people_with_both, avg(follow_up - baseline) AS mean_change
FROM outcomes GROUP BY measure, sex
ORDER BY measure, dimension, level
