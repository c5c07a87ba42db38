import { expect, it } from "vitest";
import { FunctionError } from "../../local/function-pool.ts";
import { localMachine } from "../../local/state-machine.ts";
import type { Resource } from "../../local/template.ts";

const arn = (name: string) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;

function machineOf(definition: object, invoke: (name: string, event: unknown) => Promise<unknown> = async () => null) {
  const properties = { DefinitionString: JSON.stringify(definition) };
  const place = { type: "AWS::StepFunctions::StateMachine", id: "M", stack: "s", directory: ".", metadata: {}, attributes: {} };
  return localMachine({ ...place, name: "m", ref: "arn:m", properties } satisfies Resource, { invoke });
}

const task = (name: string, more: object = {}) => ({ Type: "Task", Resource: arn(name), End: true, ...more });

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
    "a Distributed Map",
    {
      StartAt: "A",
      States: {
        A: { Type: "Map", ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, StartAt: "B", States: { B: task("b") } }, End: true },
      },
    },
    "A is a Distributed Map",
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
