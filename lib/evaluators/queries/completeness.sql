-- Of the people with a baseline, how many have a follow-up, by the month of referral: what is missing before anything is concluded from the rest.
SELECT
  measure,
  month,
  count(*) AS people_with_baseline,
  count(follow_up) AS people_with_both,
  count(*) - count(follow_up) AS people_without_follow_up
FROM outcomes
GROUP BY measure, month
ORDER BY measure, month
