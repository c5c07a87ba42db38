-- Change by integrated care board, for people with both scores. Where few people stand behind a mean, it must not be published.
SELECT
  icb,
  measure,
  count(*) AS people,
  avg(baseline) AS mean_baseline,
  avg(follow_up - baseline) AS mean_change,
  stddev_samp(follow_up - baseline) AS sd_change
FROM outcomes
WHERE follow_up IS NOT NULL
GROUP BY icb, measure
ORDER BY icb, measure
