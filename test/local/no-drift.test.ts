import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { declarationOf, functionNames } from "../../lib/functions.ts";
import { readAssembly } from "../../local/assembly.ts";
import { policyOf } from "../../local/policy/role-policies.ts";
import { synthesize } from "../../local/synthesis.ts";
import { type App, type Resource, resolveApp } from "../../local/template.ts";

const root = join(import.meta.dirname, "..", "..");
const variables = z.object({ Variables: z.record(z.string(), z.string()) });
let app: App;

beforeAll(async () => {
  app = resolveApp(readAssembly(await synthesize(root)), { queues: "http://127.0.0.1:9", publicUrl: "http://127.0.0.1:8" });
});

function resourceOf(name: string): Resource {
  const found = app.ofType("AWS::Lambda::Function").find(({ properties }) => properties.Description === `functions/${name}`);
  if (found === undefined) throw new Error(`the synthesized app has no function ${name}`);
  return found;
}

/** What a function may do here, without its log, its traces and the keys of its data. */
function allowedHere(name: string): string[] {
  const statements = policyOf(app, resourceOf(name)).filter(({ effect }) => effect === "Allow");
  const lines = statements.flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((on) => `${action} ${on}`)));
  return lines.filter((line) => !/^(logs|xray):|^kms:(Decrypt|Encrypt|GenerateDataKey) /.test(line));
}

describe("what this machine runs is what is deployed", () => {
  it.each(functionNames)("%s has the time, the memory, the limit and the variables of its declaration", (name) => {
    const { memoryMb, timeoutSeconds, atOnce, env } = declarationOf(name);
    const { properties } = resourceOf(name);
    const { Variables } = variables.parse(properties.Environment ?? { Variables: {} });

    expect(properties).toMatchObject({ MemorySize: memoryMb, Timeout: timeoutSeconds, ReservedConcurrentExecutions: atOnce });
    expect(Object.keys(Variables).sort()).toEqual([...env].sort());
    for (const value of Object.values(Variables)) expect(value).not.toBe("");
  });

  it.each(functionNames)("%s is held to the grants of its declaration, each on something that this machine has", (name) => {
    const { grants } = declarationOf(name);
    const allowed = allowedHere(name);
    const arns = new Set(app.resources.map(({ attributes }) => attributes.Arn));
    const places = allowed.map((line) =>
      line
        .split(" ")[1]
        ?.replace(/\/index\/\w+$/, "")
        .replace(/^(arn:aws:s3:::[^/]+)\/.*$/, "$1"),
    );

    expect(allowed.map((line) => line.split(" ")[0]).sort()).toEqual(grants.flatMap(({ may }) => [...may]).sort());
    expect(places.filter((place) => !arns.has(place))).toEqual([]);
  });

  it("feeds from queues, with their retries, and starts from schedules what the templates say", () => {
    const mappings = app.ofType("AWS::Lambda::EventSourceMapping").map(({ properties }) => properties);
    const [schedule] = app.ofType("AWS::Scheduler::Schedule");
    const queues = new Map(app.ofType("AWS::SQS::Queue").map((queue) => [queue.attributes.Arn, queue.properties]));

    expect(mappings.map(({ FunctionName }) => FunctionName).sort()).toEqual(
      [resourceOf("split-file").ref, resourceOf("store-part").ref].sort(),
    );
    for (const { EventSourceArn } of mappings)
      expect(queues.get(String(EventSourceArn))).toMatchObject({ RedrivePolicy: { maxReceiveCount: 5 } });
    expect(app.ofType("AWS::StepFunctions::StateMachine").map(({ ref }) => ref)).toEqual([
      z.object({ Target: z.object({ Arn: z.string() }) }).parse(schedule?.properties).Target.Arn,
    ]);
  });
});
