import { ExecutionError, StateMachine } from "aws-local-stepfunctions";
import * as z from "zod";
import type { Machine, MachineState } from "./state-language-guard.ts";

type Json = Parameters<StateMachine["run"]>[0];
type Definition = ConstructorParameters<typeof StateMachine>[0];
type RunOptions = NonNullable<Parameters<StateMachine["run"]>[1]>;

/** What a Distributed Map of a machine asks for here. */
export type MapSurroundings = {
  /** The text of an object; it fails as the machine's role would. */
  readObject(bucket: string, key: string): Promise<string>;
  /** How the steps of each child execution are run. */
  children: RunOptions;
};

/** A Distributed Map went over its limit of failures, or could not read its list: named as AWS names it. */
export class MapRunError extends Error {
  constructor(name: "States.ExceedToleratedFailureThreshold" | "States.ItemReaderFailed", message: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
  }
}

const distributedMap = z.object({
  ItemReader: z.object({ Parameters: z.record(z.string(), z.unknown()) }),
  ItemSelector: z.record(z.string(), z.unknown()).optional(),
  MaxConcurrency: z.number().default(0),
  ToleratedFailurePercentage: z.number().default(0),
  ToleratedFailureCount: z.number().default(0),
});

const located = z.object({ Bucket: z.string(), Key: z.string() });
const items = z.array(z.unknown());
/** AWS runs 10,000 beside each other where nothing is said; one machine does not. */
const mostAtOnce = 40;

/** How a state stands in the definition that is interpreted: as a task that this file performs, with all that happens before and after it left as it is. */
export function asTask({ ItemReader, ItemSelector, ItemProcessor, MaxConcurrency, ...state }: MachineState): MachineState {
  const { ToleratedFailurePercentage, ToleratedFailureCount, Label, ...around } = state;
  return { ...around, Type: "Task", Resource: "arn:aws:lambda:eu-west-2:000000000000:function:distributed-map" };
}

/**
 * Runs a Distributed Map: reads the list of its items from the store, gives each to an execution of its own, no more at once than it may, and fails when more of them
 * failed than it tolerates; the results of the others, in the order of the items, are its own.
 */
export async function runDistributedMap(state: MachineState, input: Json, surroundings: MapSurroundings): Promise<Json> {
  const map = distributedMap.parse(state);
  const given = await itemsOf(map.ItemReader.Parameters, input, surroundings);
  const child = childOf(state);
  const failures: unknown[] = [];
  const results: { at: number; result: Json }[] = [];
  const queue = given.entries();
  const work = async () => {
    for (const [at, item] of queue) {
      try {
        const selected = await filled(map.ItemSelector, { input, item, at });
        results.push({ at, result: (await child.run(selected, surroundings.children).result) as Json });
      } catch (error) {
        failures.push(causeOf(error));
      }
      if (isTooMany(failures.length, given.length, map)) throw tooMany(failures, given.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(map.MaxConcurrency || mostAtOnce, mostAtOnce, given.length) }, work));
  return results.sort((a, b) => a.at - b.at).map(({ result }) => result) as Json;
}

/** The error that ended an execution, under the name by which retriers and people know it. */
export function causeOf(error: unknown): unknown {
  return error instanceof ExecutionError ? error.cause : error;
}

function isTooMany(failed: number, all: number, limits: z.infer<typeof distributedMap>): boolean {
  const { ToleratedFailureCount: count, ToleratedFailurePercentage: percentage } = limits;
  if (failed === 0) return false;
  // Where both are given, AWS fails the map when either is exceeded; one that is not given, or 0, allows nothing by itself.
  const limitsGiven = [...(count > 0 ? [failed > count] : []), ...(percentage > 0 ? [(100 * failed) / all > percentage] : [])];
  return limitsGiven.length === 0 || limitsGiven.includes(true);
}

function tooMany(failures: readonly unknown[], all: number): MapRunError {
  const [first] = failures;
  const name = first instanceof Error ? first.name : "an error";
  const message = `${failures.length} of ${all} batches failed, the first with ${name}: more than are tolerated`;
  return new MapRunError("States.ExceedToleratedFailureThreshold", message, first);
}

async function itemsOf(parameters: Record<string, unknown>, input: Json, { readObject }: MapSurroundings): Promise<readonly unknown[]> {
  try {
    const { Bucket, Key } = located.parse(await filled(parameters, { input }));
    return items.parse(JSON.parse(await readObject(Bucket, Key)));
  } catch (error) {
    throw new MapRunError("States.ItemReaderFailed", `the list of items could not be read: ${String(error)}`, error);
  }
}

function childOf({ ItemProcessor }: MachineState): StateMachine {
  const { ProcessorConfig, ...definition } = ItemProcessor ?? nothing();
  return new StateMachine(definition as unknown as Definition);
}

function nothing(): Machine {
  throw new Error("a Distributed Map has a processor");
}

type Filling = { input: Json; item?: unknown; at?: number };

/** A payload template with its paths and functions worked out by the interpreter itself; the item as it is, where there is no template. */
async function filled(template: Record<string, unknown> | undefined, { input, item, at }: Filling): Promise<Json> {
  if (template === undefined) return item as Json;
  const pass = { StartAt: "Fill", States: { Fill: { Type: "Pass", Parameters: template, End: true } } };
  const context = at === undefined ? {} : { Map: { Item: { Index: at, Value: item } } };
  return (await new StateMachine(pass as unknown as Definition).run(input, { context } as RunOptions).result) as Json;
}
