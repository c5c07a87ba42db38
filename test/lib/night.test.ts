import { describe, expect, it } from "vitest";
import * as z from "zod";
import { stages } from "../../lib/stages.ts";
import { only, synthesized } from "./synthesized.ts";

const test = await synthesized(stages.test);
const machine = only(test, "AWS::StepFunctions::StateMachine");
const text = z.string().parse(machine.properties.DefinitionString);

const retry = z.object({ ErrorEquals: z.array(z.string()), MaxAttempts: z.number() }).loose();
const common = {
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()), Next: z.string() })).optional(),
};
const task = z.object({
  Type: z.literal("Task"),
  Resource: z.string(),
  Parameters: z.record(z.string(), z.string()).optional(),
  ResultPath: z.string().nullish(),
  Retry: z.array(retry),
  ...common,
});
const map = z.object({
  Type: z.literal("Map"),
  ItemsPath: z.string(),
  ItemSelector: z.record(z.string(), z.string()),
  MaxConcurrency: z.number(),
  ResultPath: z.string().nullable(),
  ItemProcessor: z.object({
    ProcessorConfig: z.strictObject({ Mode: z.literal("INLINE") }),
    StartAt: z.string(),
    States: z.record(z.string(), task),
  }),
  ...common,
});
const fail = z.object({ Type: z.literal("Fail"), Error: z.string(), Cause: z.string(), ...common });
const definition = z
  .strictObject({
    StartAt: z.string(),
    TimeoutSeconds: z.number(),
    States: z.record(z.string(), z.discriminatedUnion("Type", [task, map, fail])),
  })
  .parse(JSON.parse(text));
const states = Object.entries(definition.States);

describe("the night", () => {
  it("starts at a quarter past three in London, every night, summer and winter", () => {
    const { properties } = only(test, "AWS::Scheduler::Schedule");

    expect(properties).toMatchObject({
      ScheduleExpression: "cron(15 3 * * ? *)",
      ScheduleExpressionTimezone: "Europe/London",
      State: "ENABLED",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: "nightmachine",
        Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>","correlationId":"<aws.scheduler.execution-id>"}',
      },
    });
  });

  it("may be started by its schedule, which may do nothing else", () => {
    const { properties } = only(test, "AWS::IAM::ManagedPolicy", "schedulepolicy");

    expect(properties).toMatchObject({
      PolicyDocument: { Statement: [{ Effect: "Allow", Action: "states:StartExecution", Resource: "nightmachine" }] },
    });
  });

  it("plans, refreshes, rolls up, plans pages, renders, verifies and publishes, whatever changed", () => {
    const order: string[] = [];
    for (let name: string | undefined = definition.StartAt; name !== undefined; name = definition.States[name]?.Next) order.push(name);

    expect(order).toEqual([
      "PlanNight",
      "RefreshUnits",
      "RollUpPcn",
      "RollUpIcb",
      "RollUpEngland",
      "PlanPages",
      "RenderPages",
      "VerifyGeneration",
      "PublishGeneration",
    ]);
    expect(states.map(([, { Type }]) => Type)).not.toContain("Choice");
  });

  it("calls each function with the generation, keys of the store and the name of the night alone", () => {
    const tasks = states.flatMap(([name, state]) =>
      state.Type === "Map" ? Object.entries(state.ItemProcessor.States) : [[name, state] as const],
    );
    const night = { "gen.$": "$.gen", "correlationId.$": "$.correlationId" };
    const calls = tasks.flatMap(([name, state]) => (state.Type === "Task" ? [[name, state.Resource, state.Parameters]] : []));

    expect(calls).toEqual([
      ["PlanNight", "plannightfunction.Arn", undefined],
      ["RefreshBatch", "refreshunitsfunction.Arn", { ...night, "key.$": "$.key" }],
      ["RollUpPcn", "rollupfunction.Arn", { ...night, level: "pcn" }],
      ["RollUpIcb", "rollupfunction.Arn", { ...night, level: "icb" }],
      ["RollUpEngland", "rollupfunction.Arn", { ...night, level: "england" }],
      ["PlanPages", "planpagesfunction.Arn", night],
      ["RenderBatch", "renderpagesfunction.Arn", { ...night, "key.$": "$.key" }],
      ["VerifyGeneration", "verifygenerationfunction.Arn", night],
      ["PublishGeneration", "publishgenerationfunction.Arn", night],
    ]);
  });

  it("spreads its batches inside the run, never without a limit, and lets their answers go", () => {
    const maps = states.flatMap(([, state]) => (state.Type === "Map" ? [state] : []));

    expect(maps.map(({ ItemsPath, MaxConcurrency, ResultPath }) => [ItemsPath, MaxConcurrency, ResultPath])).toEqual([
      ["$.batches", 20, null],
      ["$.pages.batches", 10, null],
    ]);
    for (const { ItemSelector } of maps) expect(ItemSelector).toMatchObject({ "gen.$": "$.gen", "key.$": "$$.Map.Item.Value.key" });
  });

  it("speaks JSONPath alone, the language that the laptop's interpreter speaks as well", () => {
    for (const foreign of [
      "QueryLanguage",
      "JSONata",
      "Assign",
      "Arguments",
      "ItemReader",
      "ItemBatcher",
      "ResultWriter",
      "DISTRIBUTED",
      "waitForTaskToken",
    ])
      expect(text).not.toContain(foreign);
  });

  it("tries each call again for faults that pass by themselves and no others, with jitter and an end", () => {
    const tasks = states.flatMap(([, state]) => (state.Type === "Map" ? Object.values(state.ItemProcessor.States) : [state]));

    for (const state of tasks) {
      if (state.Type === "Fail") continue;
      expect(state.Retry).toMatchObject([{ MaxAttempts: 6, JitterStrategy: "FULL", MaxDelaySeconds: 60 }]);
      expect(state.Retry[0]?.ErrorEquals).toEqual(expect.arrayContaining(["Busy", "Lambda.TooManyRequestsException", "Sandbox.Timedout"]));
      expect(state.Retry[0]?.ErrorEquals).not.toContain("States.ALL");
    }
  });

  it("ends as failed, with nothing published, when any step fails", () => {
    for (const [, state] of states)
      if (state.Type !== "Fail") expect(state.Catch).toEqual([{ ErrorEquals: ["States.ALL"], Next: "NightFailed" }]);
    expect(definition.States.NightFailed).toMatchObject({ Type: "Fail", Error: "NightFailed" });
  });

  it("notes every step without what was being worked on", () => {
    expect(machine.properties).toMatchObject({
      StateMachineType: "STANDARD",
      LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
    });
  });
});
