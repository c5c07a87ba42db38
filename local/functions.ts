import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { FunctionPool } from "./function-pool.ts";
import { policyOf } from "./policy/role-policies.ts";
import type { App, Resource } from "./template.ts";

/** Every function of the app. A function answers to its folder's name, to its name on AWS and to its ARN. */
export type Functions = {
  names: readonly string[];
  invoke(name: string, event: unknown): Promise<unknown>;
  stop(): Promise<void>;
};

type Options = {
  app: App;
  /** What every function is given besides its own variables: where the engines are, and with which keys. */
  surroundings: Readonly<Record<string, string>>;
  /** Values that take the place of the template's own: what AWS alone could know. */
  replaced: Readonly<Record<string, string>>;
  logs: string;
};

const declared = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Description: z.string().optional(),
  MemorySize: z.number().default(128),
  ReservedConcurrentExecutions: z.number().default(Number.POSITIVE_INFINITY),
  Timeout: z.number().default(3),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).default({ Variables: {} }),
});

/**
 * Functions that need much memory draw or count: two of those keep two cores busy. The others share the cores with the engine that they wait for: each further thread
 * has code of its own to compile and memory of its own to sweep, which on two cores takes a fifth more processor time for each request.
 */
const heavyMb = 2048;
const threadsOfHeavy = 2;
export const threadsOfLight = Math.min(4, Math.max(2, availableParallelism()));
const largestLog = 10_000_000;

/** Makes every function of the app ready to run. Its threads start when it is first invoked. */
export function startFunctions({ app, surroundings, replaced, logs }: Options): Functions {
  mkdirSync(logs, { recursive: true });
  const pools = new Map<string, FunctionPool>();
  const names: string[] = [];
  for (const resource of app.ofType("AWS::Lambda::Function")) {
    const pool = poolOf(resource, { app, surroundings, replaced, logs });
    if (pool === undefined) continue;
    names.push(folderName(resource));
    for (const name of [folderName(resource), resource.name, resource.attributes.Arn ?? ""]) pools.set(name, pool);
  }
  return {
    names,
    async invoke(name, event) {
      const pool = pools.get(unqualified(name));
      if (!pool) throw new Error(`there is no function ${name}: those there are, are ${names.join(", ")}`);
      return pool.invoke(event);
    },
    stop: async () => void (await Promise.all(pools.values().map((pool) => pool.stop()))),
  };
}

function poolOf(resource: Resource, { app, surroundings, replaced, logs }: Options): FunctionPool | undefined {
  const parsed = declared.safeParse(resource.properties);
  // CDK adds functions of its own (to set up notifications, say), whose code is in the template: there is nothing for them to do here.
  if (!parsed.success) return undefined;
  const { Code, Handler, MemorySize, Timeout, Environment, ReservedConcurrentExecutions } = parsed.data;
  const [file = "index"] = Handler.split(".");
  const bundle = join(resource.directory, `asset.${Code.S3Key.replace(/\.zip$/, "")}`, `${file}.mjs`);
  const variables = Object.entries(Environment.Variables).map(([key, value]) => [key, replaced[key] ?? value]);
  const name = folderName(resource);
  return new FunctionPool({
    bundle: pathToFileURL(bundle).href,
    functionName: resource.name,
    functionArn: resource.attributes.Arn ?? "",
    memoryMb: MemorySize,
    timeoutMs: Timeout * 1000,
    policy: policyOf(app, resource),
    environment: {
      ...surroundings,
      ...Object.fromEntries(variables),
      AWS_LAMBDA_FUNCTION_NAME: resource.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    },
    threads: Math.min(MemorySize >= heavyMb ? threadsOfHeavy : threadsOfLight, ReservedConcurrentExecutions),
    logFile: join(logs, `${name}.log`),
    log: logStream(join(logs, `${name}.log`)),
  });
}

/** The folder that the function's code is in, which its description names. */
function folderName({ properties, name }: Resource): string {
  return /^functions\/([a-z0-9-]+)$/.exec(String(properties.Description))?.[1] ?? name;
}

function unqualified(name: string): string {
  return name.replace(/^(arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+):.*$/, "$1");
}

/** What a function prints, in a file that is turned over once when it has grown large. */
function logStream(path: string) {
  if (existsSync(path) && statSync(path).size > largestLog) renameSync(path, `${path}.1`);
  const file = createWriteStream(path, { flags: "a", mode: 0o600 });
  // Several threads write to it at once.
  file.setMaxListeners(0);
  return file;
}
