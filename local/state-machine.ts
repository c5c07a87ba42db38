import { randomUUID } from "node:crypto";
import { StateMachine } from "aws-local-stepfunctions";
import * as z from "zod";
import type { Functions } from "./functions.ts";
import { isLambdaInvoke, type Machine, type MachineState, machine, requireInterpretable, statesOf } from "./state-language-guard.ts";
import type { Resource } from "./template.ts";

/** A state machine of the app. */
export type LocalMachine = { arn: string; name: string; run(input: unknown): Promise<unknown>; stop(): void };

type Handlers = NonNullable<NonNullable<NonNullable<Parameters<StateMachine["run"]>[1]>["overrides"]>["taskResourceLocalHandlers"]>;
type Json = Parameters<StateMachine["run"]>[0];

const invokeParameters = z.object({ FunctionName: z.string(), Payload: z.unknown() });

/**
 * Interprets the definition that is deployed, step for step; each task invokes the function that it names.
 *
 * @throws {Error} for a definition that would run differently here
 */
export function localMachine(resource: Resource, functions: Pick<Functions, "invoke">): LocalMachine {
  const definition = machine.parse(JSON.parse(String(resource.properties.DefinitionString)));
  requireInterpretable(definition);
  const handlers = taskHandlers(definition, functions);
  const interpreter = new StateMachine(definition as unknown as ConstructorParameters<typeof StateMachine>[0]);
  const running = new Set<() => void>();
  return {
    arn: resource.ref,
    name: resource.name,
    async run(input) {
      const context = { Execution: { Id: `${resource.ref}:${randomUUID()}`, Name: randomUUID(), StartTime: new Date().toISOString() } };
      const execution = interpreter.run(input as Json, { overrides: { taskResourceLocalHandlers: handlers }, context });
      running.add(execution.abort);
      return execution.result.finally(() => running.delete(execution.abort));
    },
    stop: () => running.forEach((abort) => void abort()),
  };
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
