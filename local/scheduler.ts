import { randomUUID } from "node:crypto";
import * as z from "zod";
import { dailySchedule, keepSchedule, type ScheduleMemory } from "./schedule.ts";
import type { App } from "./template.ts";

const declared = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default("UTC"),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Target: z.object({ Arn: z.string(), Input: z.string().default("{}") }),
});

type Options = { app: App; memory: ScheduleMemory; now(): Date; start(targetArn: string, input: unknown): Promise<unknown> };

/** Keeps every schedule of the app. */
export function startScheduler({ app, memory, now, start }: Options): { stop(): void } {
  const kept = app.ofType("AWS::Scheduler::Schedule").flatMap((resource) => {
    const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = declared.parse(resource.properties);
    if (State === "DISABLED") return [];
    const schedule = dailySchedule(resource.name, ScheduleExpression, ScheduleExpressionTimezone);
    const work = ({ scheduledTime }: { scheduledTime: Date }) =>
      start(Target.Arn, scheduledInput(Target.Input, resource.name, scheduledTime));
    return [keepSchedule({ schedule, memory, now, work })];
  });
  return { stop: () => kept.forEach((one) => void one.stop()) };
}

/** A target's input, with what EventBridge Scheduler puts in the place of its keywords. */
export function scheduledInput(input: string, name: string, scheduledTime: Date): unknown {
  const values: Record<string, string> = {
    "<aws.scheduler.scheduled-time>": scheduledTime.toISOString().replace(".000Z", "Z"),
    "<aws.scheduler.execution-id>": randomUUID(),
    "<aws.scheduler.attempt-number>": "1",
    "<aws.scheduler.schedule-arn>": name,
  };
  return JSON.parse(input.replace(/<aws\.scheduler\.[a-z-]+>/g, (keyword) => values[keyword] ?? keyword));
}
