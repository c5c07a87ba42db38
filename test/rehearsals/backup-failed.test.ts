import { describe, expect, it } from "vitest";
import * as z from "zod";
import { stages } from "../../lib/stages.ts";
import { ofType, only, synthesized } from "../lib/synthesized.ts";

const test = await synthesized(stages.test);

const alarmShape = z.looseObject({
  MetricName: z.string(),
  Statistic: z.literal("Sum"),
  Period: z.number(),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.number().optional(),
  Threshold: z.number(),
  ComparisonOperator: z.enum(["GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"]),
  TreatMissingData: z.enum(["breaching", "notBreaching", "ignore", "missing"]),
});

/** Jobs that ended, by how, at hours since the rehearsal began: what AWS Backup would count. */
type Job = { readonly hour: number; readonly ends: "NumberOfBackupJobsFailed" | "NumberOfBackupJobsCompleted" };

/** Whether an alarm is on at an hour, by CloudWatch's rule: so many of the last periods breach, and a period without data counts as it is told to. */
function isOn(name: string, jobs: readonly Job[], atHour: number): boolean {
  const properties = ofType(test, "AWS::CloudWatch::Alarm").find((one) => one.properties.AlarmName === `hearten-test-${name}`)?.properties;
  const alarm = alarmShape.parse(properties);
  const hours = alarm.Period / 3600;
  const periods = Array.from({ length: alarm.EvaluationPeriods }, (_, back) => atHour - back * hours);
  const breaching = periods.filter((end) => {
    const inside = jobs.filter((job) => job.ends === alarm.MetricName && job.hour > end - hours && job.hour <= end);
    return inside.length === 0 ? alarm.TreatMissingData === "breaching" : breaches(alarm, inside.length);
  });
  return breaching.length >= (alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods);
}

function breaches({ ComparisonOperator, Threshold }: z.infer<typeof alarmShape>, sum: number): boolean {
  if (ComparisonOperator === "GreaterThanThreshold") return sum > Threshold;
  if (ComparisonOperator === "GreaterThanOrEqualToThreshold") return sum >= Threshold;
  return ComparisonOperator === "LessThanThreshold" ? sum < Threshold : sum <= Threshold;
}

const done = (hour: number): Job => ({ hour, ends: "NumberOfBackupJobsCompleted" });
const failed = (hour: number): Job => ({ hour, ends: "NumberOfBackupJobsFailed" });

describe("a backup that fails", () => {
  it("wakes somebody within hours, and lets them sleep again once a copy is made by hand", () => {
    const jobs = [done(3), done(27), failed(51)];
    expect(isOn("backup-failed", jobs, 50)).toBe(false);
    expect([51, 52, 53, 54].some((hour) => isOn("backup-failed", jobs, hour))).toBe(true);
    expect(isOn("backup-failed", [...jobs, done(60)], 80)).toBe(false);
  });

  it("is noticed also when it never begins: silence is an alarm after two days at most, and a nightly copy is none", () => {
    const nightly = [3, 27, 51, 75, 99].map(done);
    for (let hour = 76; hour <= 99; hour++) expect([hour, isOn("backup-missing", nightly, hour)]).toEqual([hour, false]);
    expect(isOn("backup-missing", nightly.slice(0, 2), 27 + 48)).toBe(true);
  });

  it("leaves every second of the last 35 days to restore from meanwhile, and copies both tables otherwise", () => {
    const tables = ofType(test, "AWS::DynamoDB::GlobalTable").concat(ofType(test, "AWS::DynamoDB::Table"));
    const recovery = tables.map(({ properties }) => JSON.stringify(properties));
    expect(recovery.length).toBeGreaterThanOrEqual(2);
    for (const text of recovery) expect(text).toMatch(/"PointInTimeRecoveryEnabled":true/);
    const selection = JSON.stringify(only(test, "AWS::Backup::BackupSelection").properties);
    for (const name of ["source", "derived"]) expect(selection).toMatch(new RegExp(name, "i"));
  });
});
