-- From referral to completion, by who referred and what was taken up.
SELECT
  role,
  activity,
  count(*) AS referred,
  sum(accepted) AS accepted,
  sum(declined) AS declined,
  sum(started) AS started,
  sum(completed) AS completed,
  sum(lost) AS lost
FROM episodes
GROUP BY role, activity
ORDER BY role, activity
