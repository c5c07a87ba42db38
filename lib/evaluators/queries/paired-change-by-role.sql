-- How scores changed, for people with both scores, by who referred them. A negative change is a fall of the score, which is better for some measures and worse for others.
SELECT
  measure,
  role,
  count(*) AS people,
  avg(baseline) AS mean_baseline,
  avg(follow_up) AS mean_follow_up,
  avg(follow_up - baseline) AS mean_change,
  stddev_samp(follow_up - baseline) AS sd_change
FROM outcomes
WHERE follow_up IS NOT NULL
GROUP BY measure, role
ORDER BY measure, role
