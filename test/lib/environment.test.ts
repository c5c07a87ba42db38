import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { declarationOf, functionNames } from "../../lib/functions.ts";
import type { PlaceName } from "../../lib/places.ts";
import { stages } from "../../lib/stages.ts";
import { env } from "../../names.ts";
import { functionsOf, type Resource, synthesized } from "./synthesized.ts";

const root = join(import.meta.dirname, "..", "..");
const functions = functionsOf(await synthesized(stages.test));
const surroundings = process.env;
const names = new Set<string>(Object.values(env));

describe("the environment of every function", () => {
  it.each([...functions])("%s is given exactly the variables that its handler asks for on a cold start", async (name, { properties }) => {
    expect(variablesGiven(properties)).toEqual(await variablesAskedForBy(name));
  });

  it("uses the names that code and infrastructure share", () => {
    const given = [...functions.values()].flatMap(({ properties }) => variablesGiven(properties));

    expect(given.filter((name) => !names.has(name))).toEqual([]);
  });

  it.each(functionNames)("%s is told where everything is that it may touch", (name) => {
    const { env: told, grants } = declarationOf(name);
    const needed = grants.map(({ on }) => variableOf[on]).filter((key) => key !== undefined);

    expect(needed.filter((key) => !told.includes(key))).toEqual([]);
  });
});

/** How a function learns where a place is; whom Lambda feeds from a queue need not know its address. */
const variableOf: Record<PlaceName, (typeof env)[keyof typeof env] | undefined> = {
  source: env.sourceTable,
  "source/organisationsByParent": env.sourceTable,
  derived: env.derivedTable,
  raw: env.rawBucket,
  "raw/files": env.rawBucket,
  "raw/parts": env.rawBucket,
  "raw/exclusions": env.rawBucket,
  "raw/acknowledgements": env.rawBucket,
  "reports/objects": env.reportsBucket,
  "reports/released": env.reportsBucket,
  "reports/runs": env.reportsBucket,
  "reports/trouble": env.reportsBucket,
  "reports/pointer": env.reportsBucket,
  reports: env.reportsBucket,
  lake: env.lakeBucket,
  "lake/tables": env.lakeBucket,
  "lake/ledger": env.lakeBucket,
  parts: undefined,
  files: undefined,
  "referral-key": env.referralKeyId,
  "person-key": env.personKeyId,
};

function variablesGiven({ Environment }: Resource["properties"]): string[] {
  const { Variables } = z.object({ Variables: z.record(z.string(), z.string()) }).parse(Environment ?? { Variables: {} });
  return Object.keys(Variables).sort();
}

/** Starts the handler in an environment that answers everything and remembers what it was asked. */
async function variablesAskedForBy(name: string): Promise<string[]> {
  const asked = new Set<string>();
  process.env = new Proxy(surroundings, {
    has: (target, key) => names.has(String(key)) || Reflect.has(target, key),
    get(target, key) {
      if (typeof key !== "string" || !names.has(key)) return Reflect.get(target, key);
      asked.add(key);
      return /URL|ISSUER/.test(key) ? "https://hearten.example" : "given";
    },
  });
  const path = pathToFileURL(join(root, "functions", name, "handler.ts")).href;
  const started: { handler?: unknown } = await import(path).finally(() => {
    process.env = surroundings;
  });
  expect(started.handler).toBeTypeOf("function");
  return [...asked].sort();
}
