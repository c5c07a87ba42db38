import { describe, expect, it } from "vitest";
import * as z from "zod";
import { batchLists } from "../../core/night/batch-lists.ts";
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
  Label: z.string(),
  ItemReader: z.strictObject({
    Resource: z.string(),
    ReaderConfig: z.strictObject({ InputType: z.literal("JSON") }),
    Parameters: z.record(z.string(), z.string()),
  }),
  ItemSelector: z.record(z.string(), z.string()),
  MaxConcurrency: z.number(),
  ToleratedFailurePercentage: z.number().optional(),
  ResultPath: z.string().nullable(),
  Retry: z.array(retry),
  ItemProcessor: z.object({
    ProcessorConfig: z.strictObject({ Mode: z.literal("DISTRIBUTED"), ExecutionType: z.literal("STANDARD") }),
    StartAt: z.string(),
    States: z.record(z.string(), task),
  }),
  ...common,
});
const choice = z.object({ Type: z.literal("Choice"), Choices: z.array(z.unknown()), Default: z.string() });
const definition = z
  .strictObject({
    StartAt: z.string(),
    TimeoutSeconds: z.number(),
    States: z.record(z.string(), z.discriminatedUnion("Type", [task, map, choice])),
  })
  .parse(JSON.parse(text));
const states = Object.entries(definition.States);
const maps = states.flatMap(([, state]) => (state.Type === "Map" ? [state] : []));
const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

function after(name: string): string | undefined {
  const state = definition.States[name];
  return state?.Type === "Choice" ? state.Default : state?.Next;
}

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

  it("plans, refreshes, rolls up, plans boards and then pages, renders, checks boards and then everything, publishes and collects; only a night with nothing at all to do goes to its end", () => {
    const order: string[] = [];
    for (let name: string | undefined = definition.StartAt; name !== undefined; name = after(name)) order.push(name);

    expect(order).toEqual([
      "PlanNight",
      "AnythingToDo",
      "RefreshUnits",
      "RollUpPcn",
      "RollUpIcb",
      "RollUpEngland",
      "PlanBoards",
      "PlanPages",
      "RenderPages",
      "CheckBoards",
      "VerifyGeneration",
      "PublishGeneration",
      "CollectGarbage",
      "WriteLake",
    ]);
    expect(definition.States.AnythingToDo).toMatchObject({
      Choices: [{ Variable: "$.nothingToDo", BooleanEquals: true, Next: "PublishGeneration" }],
    });
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
      ["PlanBoard", "planpagesfunction.Arn", { ...night, "key.$": "$.key" }],
      ["PlanPages", "planpagesfunction.Arn", night],
      ["RenderBatch", "renderpagesfunction.Arn", { ...night, "key.$": "$.key" }],
      ["CheckBoard", "verifygenerationfunction.Arn", { ...night, "key.$": "$.key" }],
      ["VerifyGeneration", "verifygenerationfunction.Arn", night],
      ["PublishGeneration", "publishgenerationfunction.Arn", night],
      ["CollectGarbage", "collectgarbagefunction.Arn", night],
      ["WriteLake", "writelakefunction.Arn", night],
    ]);
  });

  it("spreads its batches from lists in the store, each an execution of its own, never without a limit, and lets their answers go", () => {
    expect(maps.map(({ Label, MaxConcurrency, ResultPath }) => [Label, MaxConcurrency, ResultPath])).toEqual([
      ["RefreshUnits", 20, null],
      ["PlanBoards", 8, null],
      ["RenderPages", 10, null],
      ["CheckBoards", 8, null],
    ]);
    expect(maps.map(({ ItemReader }) => ItemReader.Parameters["Key.$"])).toEqual([
      `States.Format('runs/{}/${batchLists.work.file}', $.gen)`,
      `States.Format('runs/{}/${batchLists.boards.file}', $.gen)`,
      `States.Format('runs/{}/${batchLists.pages.file}', $.gen)`,
      `States.Format('runs/{}/${batchLists.checks.file}', $.gen)`,
    ]);
    for (const { ItemSelector, ItemReader } of maps) {
      expect(ItemReader.Resource).toMatch(/:states:::s3:getObject$/);
      expect(ItemSelector).toMatchObject({ "gen.$": "$.gen", "key.$": "$$.Map.Item.Value.key" });
    }
  });

  it("lets one batch in ten fail before the other practices are left undone, and no page at all", () => {
    expect(maps.map(({ ToleratedFailurePercentage }) => ToleratedFailurePercentage)).toEqual([10, undefined, undefined, undefined]);
  });

  it("speaks JSONPath alone, the language that the laptop's interpreter speaks as well", () => {
    for (const foreign of ["QueryLanguage", "JSONata", "Assign", "Arguments", "ItemBatcher", "ResultWriter", "waitForTaskToken"])
      expect(text).not.toContain(foreign);
  });

  it("tries each call again for faults that pass by themselves and no others, with jitter and an end", () => {
    const tasks = states.flatMap(([, state]) => (state.Type === "Map" ? Object.values(state.ItemProcessor.States) : [state]));

    for (const state of tasks) {
      if (state.Type !== "Task") continue;
      expect(state.Retry).toMatchObject([{ MaxAttempts: 6, JitterStrategy: "FULL", MaxDelaySeconds: 60 }]);
      expect(state.Retry[0]?.ErrorEquals).toEqual(expect.arrayContaining(["Busy", "Lambda.TooManyRequestsException", "Sandbox.Timedout"]));
      expect(state.Retry[0]?.ErrorEquals).not.toContain("States.ALL");
    }
    for (const { Retry } of maps) expect(Retry.map(({ ErrorEquals }) => ErrorEquals)).toEqual([["States.ItemReaderFailed"]]);
  });

  it("fails as the step that failed, caught by nothing, so that it can be redriven from there", () => {
    expect(states.map(([, { Type }]) => Type)).not.toContain("Fail");
    expect(text).not.toContain('"Catch"');
  });

  it("may call its functions, read its lists, and start, follow, stop and redrive the executions of its batches; nothing else", () => {
    const { PolicyDocument } = z
      .object({ PolicyDocument: z.object({ Statement: z.array(z.object({ Action: texts, Resource: texts })) }) })
      .parse(only(test, "AWS::IAM::ManagedPolicy", "nightpolicy").properties);
    const may = PolicyDocument.Statement.map(({ Action, Resource }) => [Action.join(" "), Resource] as const);

    expect(may.slice(0, -1)).toEqual([
      ["lambda:InvokeFunction", expect.arrayContaining(["collectgarbagefunction.Arn"])],
      ["states:StartExecution", [expect.stringMatching(/:stateMachine:hearten-test-night$/)]],
      [
        "states:DescribeExecution states:StopExecution",
        [expect.stringMatching(/:execution:hearten-test-night\/\*$/), expect.stringMatching(/:execution:hearten-test-night:\*$/)],
      ],
      ["states:RedriveExecution", [expect.stringMatching(/:execution:hearten-test-night\/\*$/)]],
      [
        "s3:GetObject",
        ["boards", "checks", "pages", "work"].map((list) => expect.stringMatching(new RegExp(`reports.*/runs/\\*/${list}\\.json$`))),
      ],
      ["kms:Decrypt", ["reportsdatakey.Arn"]],
    ]);
    expect(may.at(-1)?.[0]).toMatch(/^(logs|xray):/);
    expect(machine.properties.StateMachineName).toBe("hearten-test-night");
  });

  it("notes every step without what was being worked on", () => {
    expect(machine.properties).toMatchObject({
      StateMachineType: "STANDARD",
      LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
    });
  });
});
