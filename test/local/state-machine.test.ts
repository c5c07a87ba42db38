import { describe, expect, it } from "vitest";
import { FunctionError } from "../../local/function-pool.ts";
import type { Statement } from "../../local/policy/policy.ts";
import { localMachine } from "../../local/state-machine.ts";
import type { Resource } from "../../local/template.ts";

const arn = (name: string) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;

const everything = { effect: "Allow", actions: ["*"], resources: ["*"], conditions: {} } as const;

type Around = { policy?: readonly Statement[]; objects?: Record<string, string | undefined> };

function machineOf(
  definition: object,
  invoke: (name: string, event: unknown) => Promise<unknown> = async () => null,
  { policy = [everything], objects = {} }: Around = {},
) {
  const readObject = async (bucket: string, key: string) => objects[`${bucket}/${key}`] ?? Promise.reject(new Error("NoSuchKey"));
  const properties = { DefinitionString: JSON.stringify(definition) };
  const place = { type: "AWS::StepFunctions::StateMachine", id: "M", stack: "s", directory: ".", metadata: {}, attributes: {} };
  return localMachine({ ...place, name: "m", ref: "arn:m", properties } satisfies Resource, { invoke }, { policy, readObject });
}

const task = (name: string, more: object = {}) => ({ Type: "Task", Resource: arn(name), End: true, ...more });

const distributed = { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" };
const reader = {
  Resource: "arn:aws:states:::s3:getObject",
  ReaderConfig: { InputType: "JSON" },
  Parameters: { Bucket: "reports", "Key.$": "States.Format('runs/{}/work.json', $.gen)" },
};

/** A Distributed Map over the list of a run, as the night has it. */
function spread(more: object = {}, config: object = distributed) {
  return {
    Type: "Map",
    ItemReader: reader,
    ItemSelector: { "gen.$": "$.gen", "key.$": "$$.Map.Item.Value.key", "at.$": "$$.Map.Item.Index" },
    ItemProcessor: { ProcessorConfig: config, StartAt: "Refresh", States: { Refresh: task("refresh") } },
    End: true,
    ...more,
  };
}

const listOf = (count: number) => ({
  "reports/runs/7/work.json": JSON.stringify(Array.from({ length: count }, (_, at) => ({ key: `k${at}` }))),
});

describe("a Distributed Map", () => {
  it("reads its list from the store, gives each item an execution of its own, no more at once than it may, and answers in their order", async () => {
    const seen: unknown[] = [];
    let [running, most] = [0, 0];
    const invoke = async (_name: string, event: unknown) => {
      seen.push(event);
      running += 1;
      most = Math.max(most, running);
      await new Promise((wake) => setTimeout(wake, 5 - (seen.length % 5)));
      running -= 1;
      return (event as { key: string }).key;
    };
    const machine = machineOf({ StartAt: "A", States: { A: spread({ MaxConcurrency: 3 }) } }, invoke, { objects: listOf(8) });

    expect(await machine.run({ gen: 7 })).toEqual(["k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"]);
    expect(seen).toContainEqual({ gen: 7, key: "k5", at: 5 });
    expect(most).toBe(3);
  });

  it("does all the others when no more fail than it tolerates, and lets what they answered go where it is told to", async () => {
    const done: unknown[] = [];
    const invoke = async (_name: string, event: unknown) => {
      const { key } = event as { key: string };
      if (key === "k1") throw new FunctionError("Broken", "as told");
      done.push(key);
      return key;
    };
    const after = { Type: "Pass", End: true };
    const map = { ...spread({ ToleratedFailurePercentage: 10, ResultPath: null, MaxConcurrency: 1 }), End: undefined, Next: "After" };
    const machine = machineOf({ StartAt: "A", States: { A: map, After: after } }, invoke, { objects: listOf(10) });

    expect(await machine.run({ gen: 7, kept: true })).toEqual({ gen: 7, kept: true });
    expect(done).toHaveLength(9);
  });

  it("fails as AWS names it, and begins no more, when more fail than it tolerates", async () => {
    const begun: unknown[] = [];
    const invoke = async (_name: string, event: unknown) => {
      begun.push(event);
      throw new FunctionError("Broken", "as told");
    };
    const machine = machineOf({ StartAt: "A", States: { A: spread({ ToleratedFailurePercentage: 10, MaxConcurrency: 1 }) } }, invoke, {
      objects: listOf(20),
    });

    await expect(machine.run({ gen: 7 })).rejects.toMatchObject({ name: "States.ExceedToleratedFailureThreshold" });
    expect(begun).toHaveLength(3);
  });

  it("tolerates nothing where nothing is said, and can be tried again when its list cannot be read", async () => {
    const failing = async () => Promise.reject(new FunctionError("Broken", "as told"));
    const objects = listOf(2);
    const retried = spread({ Retry: [{ ErrorEquals: ["States.ItemReaderFailed"], IntervalSeconds: 0, MaxAttempts: 1 }] });
    let asked = 0;
    const late = {
      get "reports/runs/7/work.json"() {
        return asked++ === 0 ? undefined : objects["reports/runs/7/work.json"];
      },
    };

    await expect(machineOf({ StartAt: "A", States: { A: spread() } }, failing, { objects }).run({ gen: 7 })).rejects.toMatchObject({
      name: "States.ExceedToleratedFailureThreshold",
    });
    await expect(machineOf({ StartAt: "A", States: { A: spread() } }, failing).run({ gen: 7 })).rejects.toMatchObject({
      name: "States.ItemReaderFailed",
    });
    expect(await machineOf({ StartAt: "A", States: { A: retried } }, async () => 1, { objects: late }).run({ gen: 7 })).toEqual([1, 1]);
  });

  it.each([
    ["s3:GetObject", "States.ItemReaderFailed"],
    ["states:StartExecution", "States.Runtime"],
    ["lambda:InvokeFunction", "States.ExceedToleratedFailureThreshold"],
  ])("fails where the machine's role does not allow %s, as it would on AWS", async (action, name) => {
    const deny = { effect: "Deny", actions: [action], resources: ["*"], conditions: {} } as const;
    const around = { policy: [everything, deny], objects: listOf(2) };

    await expect(machineOf({ StartAt: "A", States: { A: spread() } }, async () => 1, around).run({ gen: 7 })).rejects.toMatchObject({
      name,
    });
  });
});

it("runs a map over a list, each item with what its selector takes from the state and from the item, no more at once than it may", async () => {
  const seen: unknown[] = [];
  let [running, most] = [0, 0];
  const definition = {
    StartAt: "Spread",
    States: {
      Spread: {
        Type: "Map",
        ItemsPath: "$.batches",
        ItemSelector: { "gen.$": "$.gen", "key.$": "$$.Map.Item.Value.key" },
        MaxConcurrency: 2,
        ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: "Refresh", States: { Refresh: task("refresh") } },
        ResultPath: null,
        Next: "Publish",
      },
      Publish: task("publish", { Parameters: { "gen.$": "$.gen", fixed: true } }),
    },
  };
  const invoke = async (name: string, event: unknown) => {
    seen.push([name.split(":").at(-1), event]);
    running += 1;
    most = Math.max(most, running);
    await new Promise((wake) => setTimeout(wake, 5));
    running -= 1;
    return { published: true };
  };

  const result = await machineOf(definition, invoke).run({ gen: 7, batches: [{ key: "a" }, { key: "b" }, { key: "c" }, { key: "d" }] });

  expect(result).toEqual({ published: true });
  expect(seen).toContainEqual(["refresh", { gen: 7, key: "c" }]);
  expect(seen.at(-1)).toEqual(["publish", { gen: 7, fixed: true }]);
  expect(most).toBe(2);
});

it("takes either form of invoking a function", async () => {
  const Parameters = { FunctionName: arn("work"), "Payload.$": "$" };
  const definition = {
    StartAt: "A",
    States: { A: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters, OutputPath: "$.Payload", End: true } },
  };

  expect(await machineOf(definition, async (name, event) => [name, event]).run({ n: 1 })).toEqual([arn("work"), { n: 1 }]);
});

it("tries again what names a passing fault, and no other, and ends with the fault's own name", async () => {
  const Retry = [{ ErrorEquals: ["Busy"], IntervalSeconds: 0, MaxAttempts: 3, BackoffRate: 1 }];
  const definition = { StartAt: "A", States: { A: task("work", { Retry }) } };
  let tries = 0;
  const failing = (name: string) => async () => {
    tries += 1;
    if (tries < 3) throw new FunctionError(name, "not now");
    return "done";
  };

  expect(await machineOf(definition, failing("Busy")).run({})).toBe("done");
  tries = 0;
  await expect(machineOf(definition, failing("Broken")).run({})).rejects.toThrow("not now");
  expect(tries).toBe(1);
});

it("catches a fault by its name", async () => {
  const Catch = [{ ErrorEquals: ["NothingToDo"], Next: "Quiet" }];
  const definition = { StartAt: "A", States: { A: task("work", { Catch }), Quiet: { Type: "Pass", Result: "quiet", End: true } } };
  const invoke = async () => {
    throw new FunctionError("NothingToDo", "no units");
  };

  expect(await machineOf(definition, invoke).run({})).toBe("quiet");
});

it.each([
  [
    "JSONata in the whole",
    { QueryLanguage: "JSONata", StartAt: "A", States: { A: { Type: "Pass", End: true } } },
    "the machine is written in JSONata",
  ],
  [
    "JSONata in one state",
    { StartAt: "A", States: { A: { Type: "Pass", QueryLanguage: "JSONata", End: true } } },
    "A is written in JSONata",
  ],
  ["JSONata output", { StartAt: "A", States: { A: { Type: "Pass", Output: "{% 1 %}", End: true } } }, "A is written in JSONata"],
  ["variables", { StartAt: "A", States: { A: { Type: "Pass", Assign: { x: 1 }, End: true } } }, "A assigns variables"],
  [
    "a Distributed Map within another map",
    { StartAt: "A", States: { A: { Type: "Map", ItemProcessor: { StartAt: "B", States: { B: spread() } }, End: true } } },
    "B reads its items from a store",
  ],
  [
    "a Distributed Map that batches its items",
    { StartAt: "A", States: { A: spread({ ItemBatcher: { MaxItemsPerBatch: 2 } }) } },
    "A is a Distributed Map whose ItemBatcher is not known here",
  ],
  [
    "a Distributed Map that writes its results",
    { StartAt: "A", States: { A: spread({ ResultWriter: {} }) } },
    "A is a Distributed Map whose ResultWriter is not known here",
  ],
  [
    "a Distributed Map that reads a table",
    { StartAt: "A", States: { A: spread({ ItemReader: { ...reader, ReaderConfig: { InputType: "CSV" } } }) } },
    "A is a Distributed Map whose ItemReader.ReaderConfig.InputType is not known here",
  ],
  [
    "a Distributed Map whose tolerance is worked out",
    { StartAt: "A", States: { A: spread({ ToleratedFailurePercentagePath: "$.p" }) } },
    "A is a Distributed Map whose ToleratedFailurePercentagePath is not known here",
  ],
  [
    "a Distributed Map of express executions",
    { StartAt: "A", States: { A: spread({}, { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" }) } },
    "A is a Distributed Map whose ItemProcessor.ProcessorConfig.ExecutionType is not known here",
  ],
  [
    "a Distributed Map whose steps are written in JSONata",
    {
      StartAt: "A",
      States: {
        A: {
          ...spread(),
          ItemProcessor: { QueryLanguage: "JSONata", ProcessorConfig: distributed, StartAt: "B", States: { B: task("b") } },
        },
      },
    },
    "A is written in JSONata",
  ],
  [
    "a list that is read from a store",
    { StartAt: "A", States: { A: { Type: "Map", ItemReader: {}, End: true } } },
    "A reads its items from a store",
  ],
  [
    "a task token",
    { StartAt: "A", States: { A: { ...task("a"), Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken" } } },
    "A waits for a task token",
  ],
  [
    "a service other than Lambda",
    { StartAt: "A", States: { A: { ...task("a"), Resource: "arn:aws:states:::sqs:sendMessage" } } },
    "A calls a service other than Lambda",
  ],
  [
    "something deep inside",
    {
      StartAt: "A",
      States: { A: { Type: "Parallel", Branches: [{ StartAt: "B", States: { B: { Type: "Pass", Assign: {}, End: true } } }], End: true } },
    },
    "B assigns variables",
  ],
])("refuses %s, which it would run differently from AWS", (_, definition, reason) => {
  expect(() => machineOf(definition)).toThrow(`cannot be run on one machine as AWS would run it: ${reason}`);
});
