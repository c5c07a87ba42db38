import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { type Resource, templateResources } from "../../lib/review/template-resources.ts";
import type { Stage } from "../../lib/stages.ts";

const template = z.object({
  stack: z.string(),
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}), DeletionPolicy: z.string().optional() }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() })).default({}),
});

const synthesis = z.object({ templates: z.unknown(), findings: z.array(z.object({ rule: z.string(), resource: z.string() })) });

export type { Resource } from "../../lib/review/template-resources.ts";

/** Everything that a stage synthesizes to, apart from the bundles: references are readable, and imports between stacks are followed. */
export async function synthesized(stage: Stage): Promise<readonly Resource[]> {
  return templateResources(z.array(template).parse((await synthesisOf(stage)).templates));
}

/** What the packs of rules find in a stage. */
export async function findingsIn(stage: Stage): Promise<z.infer<typeof synthesis>["findings"]> {
  return (await synthesisOf(stage)).findings;
}

const root = join(import.meta.dirname, "..", "..");
const inputs = ["names.ts", "package-lock.json", "lib/**/*.{ts,sql}", "test/lib/synthesize-stage.ts"];

/** Loading the CDK takes seconds and its answer depends on its sources alone, so each state of them is synthesized once for all test files. */
async function synthesisOf(stage: Stage): Promise<z.infer<typeof synthesis>> {
  const hash = createHash("sha256").update(JSON.stringify(stage));
  for (const path of globSync(inputs, { cwd: root }).sort()) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  const kept = join(root, ".build", "templates", `${hash.digest("hex")}.json`);
  if (!existsSync(kept)) {
    const { synthesizeStage } = await import("./synthesize-stage.ts");
    mkdirSync(join(root, ".build", "templates"), { recursive: true });
    writeFileSync(`${kept}.${process.pid}`, JSON.stringify(synthesizeStage(stage)));
    renameSync(`${kept}.${process.pid}`, kept);
  }
  return synthesis.parse(JSON.parse(readFileSync(kept, "utf8")));
}

/** The one resource of a type, or of a type and an id; any other number of them is a mistake in the test. */
export function only(resources: readonly Resource[], type: string, id?: string): Resource {
  const [found, ...others] = resources.filter((each) => each.type === type && (id === undefined || each.id === id));
  if (found === undefined || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} resources are ${type} ${id ?? ""}`);
  return found;
}

export function ofType(resources: readonly Resource[], type: string): readonly Resource[] {
  return resources.filter((each) => each.type === type);
}

/** The functions of a stage by the name of their folder. */
export function functionsOf(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  return new Map(
    ofType(resources, "AWS::Lambda::Function").map((each) => [String(each.properties.Description).replace("functions/", ""), each]),
  );
}
