import { randomUUID } from "node:crypto";
import { StateMachine } from "aws-local-stepfunctions";
import * as z from "zod";
import { asTask, causeOf, runDistributedMap } from "./distributed-map.ts";
import { FunctionError } from "./function-pool.ts";
import type { Functions } from "./functions.ts";
import { partition } from "./place.ts";
import { plainlyAsked } from "./policy/asked-actions.ts";
import { isAllowed, type Statement } from "./policy/policy.ts";
import {
  isDistributed,
  isLambdaInvoke,
  type Machine,
  type MachineState,
  machine,
  requireInterpretable,
  statesOf,
} from "./state-language-guard.ts";
import type { Resource } from "./template.ts";

/** A state machine of the app. */
export type LocalMachine = { arn: string; name: string; run(input: unknown): Promise<unknown>; stop(): void };

type Handlers = NonNullable<NonNullable<NonNullable<Parameters<StateMachine["run"]>[1]>["overrides"]>["taskResourceLocalHandlers"]>;
type Json = Parameters<StateMachine["run"]>[0];

const invokeParameters = z.object({ FunctionName: z.string(), Payload: z.unknown() });

/** What a machine needs besides the functions that it calls. */
export type MachineSurroundings = {
  /** The text of an object, from which a Distributed Map reads its list. */
  readObject(bucket: string, key: string): Promise<string>;
  /** What the machine's role allows. */
  policy: readonly Statement[];
};

/**
 * Interprets the definition that is deployed, step for step; each task invokes the function that it names, and each Distributed Map reads its list from the store. What the
 * machine's role does not allow fails here as well.
 *
 * @throws {Error} for a definition that would run differently here
 */
export function localMachine(resource: Resource, functions: Pick<Functions, "invoke">, surroundings: MachineSurroundings): LocalMachine {
  const declared = machine.parse(JSON.parse(String(resource.properties.DefinitionString)));
  requireInterpretable(declared);
  const definition = patient(declared);
  const allowed = onlyAllowed(resource, functions, surroundings);
  const handlers = { ...taskHandlers(definition, allowed), ...mapHandlers(definition, allowed) };
  const interpreter = new StateMachine(interpreted(definition) as unknown as ConstructorParameters<typeof StateMachine>[0]);
  const running = new Set<() => void>();
  return {
    arn: resource.ref,
    name: resource.name,
    async run(input) {
      const context = { Execution: { Id: `${resource.ref}:${randomUUID()}`, Name: randomUUID(), StartTime: new Date().toISOString() } };
      const execution = interpreter.run(input as Json, { overrides: { taskResourceLocalHandlers: handlers }, context });
      running.add(execution.abort);
      try {
        return await execution.result;
      } catch (error) {
        throw causeOf(error);
      } finally {
        running.delete(execution.abort);
      }
    },
    stop: () => running.forEach((abort) => void abort()),
  };
}

type Allowed = Pick<Functions, "invoke"> & Pick<MachineSurroundings, "readObject"> & { startChild(): void };

/** The same, each held against the machine's role before it is done. */
function onlyAllowed({ ref }: Resource, { invoke }: Pick<Functions, "invoke">, { readObject, policy }: MachineSurroundings): Allowed {
  const require = (action: string, on: string) => {
    if (!isAllowed(policy, plainlyAsked(action, on)))
      throw new FunctionError("States.Runtime", `the role of the machine does not allow ${action} on ${on}`);
  };
  return {
    async invoke(name, event) {
      require("lambda:InvokeFunction", name);
      return invoke(name, event);
    },
    async readObject(bucket, key) {
      require("s3:GetObject", `arn:${partition}:s3:::${bucket}/${key}`);
      return readObject(bucket, key);
    },
    startChild: () => require("states:StartExecution", ref),
  };
}

function interpreted(definition: Machine): Machine {
  const states = Object.entries(definition.States).map(([name, state]) => [name, isDistributed(state) ? untilDone(asTask(state)) : state]);
  return { ...definition, States: Object.fromEntries(states) };
}

/** The interpreter gives a task a minute where nothing is said; AWS waits for it, within the time of the whole execution and that of the function. */
const longestTaskSeconds = 6 * 3600;

function patient(definition: Machine): Machine {
  const states = Object.entries(definition.States).map(([name, state]) => [
    name,
    {
      ...(state.Type === "Task" ? untilDone(state) : state),
      ...(state.Branches === undefined ? {} : { Branches: state.Branches.map(patient) }),
      ...(state.Iterator === undefined ? {} : { Iterator: patient(state.Iterator) }),
      ...(state.ItemProcessor === undefined ? {} : { ItemProcessor: patient(state.ItemProcessor) }),
    },
  ]);
  return { ...definition, States: Object.fromEntries(states) };
}

function untilDone(task: MachineState): MachineState {
  return { TimeoutSeconds: longestTaskSeconds, ...task };
}

function mapHandlers(definition: Machine, allowed: Allowed): Handlers {
  const maps = Object.entries(definition.States).filter(([, state]) => isDistributed(state));
  const handlers = maps.map(([name, state]) => {
    const overrides = { taskResourceLocalHandlers: taskHandlers(state.ItemProcessor ?? definition, allowed) };
    const run = async (input: Json) => {
      allowed.startChild();
      return runDistributedMap(state, input, { readObject: allowed.readObject, children: { overrides } });
    };
    return [name, run];
  });
  return Object.fromEntries(handlers);
}

function taskHandlers(definition: Machine, functions: Pick<Functions, "invoke">): Handlers {
  const tasks = statesOf(definition).filter(([, { Type }]) => Type === "Task");
  return Object.fromEntries(tasks.map(([name, task]) => [name, taskHandler(task, functions)]));
}

function taskHandler({ Resource = "" }: MachineState, { invoke }: Pick<Functions, "invoke">): (input: Json) => Promise<Json> {
  if (!isLambdaInvoke(Resource)) return async (input) => (await invoke(Resource, input)) as Json;
  return async (input) => {
    const { FunctionName, Payload } = invokeParameters.parse(input);
    return { StatusCode: 200, ExecutedVersion: "$LATEST", Payload: (await invoke(FunctionName, Payload)) as Json };
  };
}
