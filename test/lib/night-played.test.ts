import { StateMachine } from "aws-local-stepfunctions";
import { describe, expect, it } from "vitest";
import { stages } from "../../lib/stages.ts";
import { only, synthesized } from "./synthesized.ts";

type Definition = ConstructorParameters<typeof StateMachine>[0];
type Input = Parameters<StateMachine["run"]>[0];

const machine = only(await synthesized(stages.test), "AWS::StepFunctions::StateMachine");
// The interpreter wants ARNs that look like AWS's, where the readable template has names.
const text = String(machine.properties.DefinitionString).replaceAll(/"(\w+)\.Arn"/g, '"arn:aws:lambda:eu-west-2:111122223333:function:$1"');
const definition: Definition = JSON.parse(text);

const wholeNight = [
  "PlanNight",
  "RollUpPcn",
  "RollUpIcb",
  "RollUpEngland",
  "PlanPages",
  "RenderBatch",
  "VerifyGeneration",
  "PublishGeneration",
];

describe("a night, played by the interpreter that the laptop uses", () => {
  it("hands every batch to its function once, by its key, and ends with what was published", async () => {
    const { calls, result } = await played({ batches: ["work/0.json", "work/1.json"] });

    expect(calls.filter(([name]) => name.endsWith("Batch"))).toEqual([
      ["RefreshBatch", { gen: 7, key: "work/0.json", correlationId }],
      ["RefreshBatch", { gen: 7, key: "work/1.json", correlationId }],
      ["RenderBatch", { gen: 7, key: "pages/0.json", correlationId }],
    ]);
    expect(calls.find(([name]) => name === "RollUpIcb")).toEqual(["RollUpIcb", { gen: 7, level: "icb", correlationId }]);
    expect(result).toEqual({ gen: 7, published: true });
  });

  it("rolls up, plans pages and publishes as well when no practice changed", async () => {
    const { calls } = await played({ batches: [] });

    expect(calls.map(([name]) => name)).toEqual(wholeNight);
  });

  it("passes the scheduled time and a date given by hand to planning as they came", async () => {
    const { calls } = await played({ batches: [], input: { civilDate: "2026-11-22" } });

    expect(calls[0]).toEqual(["PlanNight", { civilDate: "2026-11-22" }]);
  });

  it("tries a step again while the stores are busy, and goes on from there", async () => {
    const { calls, result } = await played({ batches: [], failing: { RollUpIcb: ["Busy", "Busy"] } });

    expect(calls.map(([name]) => name).filter((name) => name === "RollUpIcb")).toHaveLength(3);
    expect(result).toEqual({ gen: 7, published: true });
  });

  it("stops before anything is published when a generation must not be shown", async () => {
    const { calls, result } = await played({ batches: [], failing: { VerifyGeneration: ["VerificationError"] } });

    expect(calls.map(([name]) => name)).toEqual(wholeNight.slice(0, -1));
    expect(result).toMatch(/nothing was published, and readers keep the last generation/);
  });
});

const correlationId = "0f8fad5b-d9cb-469f-a165-70867728950e";

type Night = { batches: readonly string[]; input?: Input; failing?: Record<string, string[]> };

/** Runs a night with functions that answer as they are told, each failing with the errors named before it answers. */
async function played({ batches, input = { scheduledTime: "2026-11-22T03:15:00Z" }, failing = {} }: Night) {
  const answers: Record<string, Input> = {
    PlanNight: { gen: 7, correlationId, batches: batches.map((key) => ({ key })), nothingToDo: batches.length === 0 },
    PlanPages: { batches: [{ key: "pages/0.json" }] },
    PublishGeneration: { gen: 7, published: true },
  };
  const calls: [name: string, input: Input][] = [];
  const call = (name: string) => async (given: Input) => {
    calls.push([name, given]);
    const failure = failing[name]?.shift();
    if (failure !== undefined) throw Object.assign(new Error("as told"), { name: failure });
    return answers[name] ?? {};
  };
  const handlers = Object.fromEntries([...wholeNight, "RefreshBatch"].map((name) => [name, call(name)]));
  const intervals = Object.fromEntries([...wholeNight, "RefreshBatch"].map((name) => [name, 0]));
  const overrides = { taskResourceLocalHandlers: handlers, retryIntervalOverrides: intervals };
  const result = await new StateMachine(definition).run(input, { overrides }).result.catch((error: Error) => error.message);
  return { calls, result };
}
