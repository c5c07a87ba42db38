import * as z from "zod";

/** The part of a state that this file and its neighbours look at. */
export type MachineState = {
  Type: string;
  Resource?: string | undefined;
  Branches?: readonly Machine[] | undefined;
  Iterator?: Machine | undefined;
  ItemProcessor?: Machine | undefined;
  [field: string]: unknown;
};
export type Machine = { StartAt: string; States: Record<string, MachineState>; [field: string]: unknown };

export const machine: z.ZodType<Machine> = z.lazy(() => z.looseObject({ StartAt: z.string(), States: z.record(z.string(), state) }));
const state: z.ZodType<MachineState> = z.lazy(() =>
  z.looseObject({
    Type: z.string(),
    Resource: z.string().optional(),
    Branches: z.array(machine).optional(),
    Iterator: machine.optional(),
    ItemProcessor: machine.optional(),
  }),
);

const unsupportedFields: Record<string, string> = {
  Assign: "assigns variables",
  Arguments: "is written in JSONata",
  Output: "is written in JSONata",
  ItemReader: "reads its items from a store (Distributed Map)",
  ItemBatcher: "batches its items (Distributed Map)",
  ResultWriter: "writes its results to a store (Distributed Map)",
  ToleratedFailureCount: "tolerates failures (Distributed Map)",
  ToleratedFailurePercentage: "tolerates failures (Distributed Map)",
  ToleratedFailureCountPath: "tolerates failures (Distributed Map)",
  ToleratedFailurePercentagePath: "tolerates failures (Distributed Map)",
  HeartbeatSeconds: "expects a heartbeat",
};

/** Every state of a machine, those inside its maps and branches included. */
export function statesOf(definition: Machine): readonly (readonly [string, MachineState])[] {
  return Object.entries(definition.States).flatMap(([name, one]) => {
    const inner = [...(one.Branches ?? []), one.Iterator, one.ItemProcessor].filter((nested) => nested !== undefined);
    return [[name, one] as const, ...inner.flatMap(statesOf)];
  });
}

/**
 * Refuses a state machine that the interpreter on this machine would run differently from AWS, most often without a word.
 *
 * @throws {Error} naming every state and what it does that cannot be done here
 */
export function requireInterpretable(definition: Machine): void {
  const states = statesOf(definition);
  const distributed = new Set(Object.values(definition.States).filter(isDistributed));
  const reasons = [
    ...reasonsOfMachine("the machine", definition),
    ...states.flatMap(([name, one]) => (distributed.has(one) ? reasonsOfMap(name, one) : reasonsOfState(name, one))),
  ];
  const tasks = states.filter(([, { Type }]) => Type === "Task").map(([name]) => name);
  reasons.push(...tasks.filter((name, at) => tasks.indexOf(name) !== at).map((name) => `two tasks are called ${name}`));
  if (reasons.length > 0) throw new Error(`this state machine cannot be run on one machine as AWS would run it: ${reasons.join("; ")}`);
}

function reasonsOfState(name: string, one: MachineState): readonly string[] {
  const fields = Object.keys(unsupportedFields).filter((field) => one[field] !== undefined);
  const inner = [...(one.Branches ?? []), one.Iterator, one.ItemProcessor].filter((nested) => nested !== undefined);
  return [
    ...fields.map((field) => `${name} ${unsupportedFields[field]}`),
    ...reasonsOfMachine(name, one),
    ...inner.flatMap((nested) => reasonsOfMachine(name, nested)),
    ...(one.Type === "Task" ? reasonsOfTask(name, one.Resource ?? "") : []),
  ];
}

/** All that `distributed-map.ts` does. Whatever else a map of the machine says, it would not do. */
const doneByMap = z
  .strictObject({
    ...{ Type: z.string(), Comment: z.string(), Label: z.string(), Next: z.string(), End: z.boolean() },
    ...{
      InputPath: z.unknown(),
      OutputPath: z.unknown(),
      ResultPath: z.unknown(),
      ResultSelector: z.unknown(),
      Retry: z.unknown(),
      Catch: z.unknown(),
    },
    ...{ ItemSelector: z.unknown(), MaxConcurrency: z.number(), ToleratedFailurePercentage: z.number(), ToleratedFailureCount: z.number() },
    ItemReader: z.strictObject({
      Resource: z.string().endsWith(":states:::s3:getObject"),
      ReaderConfig: z.strictObject({ InputType: z.literal("JSON") }),
      Parameters: z.partialRecord(z.enum(["Bucket", "Bucket.$", "Key", "Key.$"]), z.string()),
    }),
    ItemProcessor: z.looseObject({
      ProcessorConfig: z.strictObject({ Mode: z.literal("DISTRIBUTED"), ExecutionType: z.literal("STANDARD") }),
    }),
  })
  .partial()
  .required({ ItemReader: true, ItemProcessor: true });

function reasonsOfMap(name: string, one: MachineState): readonly string[] {
  const issues = doneByMap.safeParse(one).error?.issues ?? [];
  const named = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  );
  return [
    ...named.map((path) => `${name} is a Distributed Map whose ${path.join(".")} is not known here`),
    ...reasonsOfMachine(name, { ...one.ItemProcessor, ProcessorConfig: undefined }),
  ];
}

function reasonsOfMachine(name: string, { QueryLanguage, ProcessorConfig }: Readonly<Record<string, unknown>>): readonly string[] {
  const mode = (ProcessorConfig as { Mode?: unknown } | undefined)?.Mode;
  return [
    ...(QueryLanguage === "JSONata" ? [`${name} is written in JSONata`] : []),
    ...(mode === "DISTRIBUTED" ? [`${name} is a Distributed Map`] : []),
  ];
}

function reasonsOfTask(name: string, resource: string): readonly string[] {
  if (resource.endsWith(".waitForTaskToken")) return [`${name} waits for a task token`];
  return isLambdaArn(resource) || isLambdaInvoke(resource) ? [] : [`${name} calls a service other than Lambda`];
}

/** Whether a state gives each item an execution of its own. */
export function isDistributed({ Type, ItemProcessor }: MachineState): boolean {
  const { Mode } = (ItemProcessor?.ProcessorConfig ?? {}) as { Mode?: unknown };
  return Type === "Map" && Mode === "DISTRIBUTED";
}

export function isLambdaArn(resource: string): boolean {
  return /^arn:[^:]+:lambda:/.test(resource);
}

export function isLambdaInvoke(resource: string): boolean {
  return /:states:::lambda:invoke$/.test(resource);
}
