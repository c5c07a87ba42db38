import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import * as z from "zod";
import { hearten } from "../../lib/hearten.ts";
import { libraryFlags } from "../../lib/library-flags.ts";
import type { Stage } from "../../lib/stages.ts";
import { readable, readableId } from "./readable.ts";

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}), DeletionPolicy: z.string().optional() }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() })).default({}),
});

export type Resource = { id: string; stack: string; type: string; properties: Record<string, unknown>; deletionPolicy: string | undefined };

/** Everything that a stage synthesizes to, apart from the bundles: references are readable, and imports between stacks are followed. */
export function synthesized(stage: Stage): readonly Resource[] {
  const stacks = templatesOf(stage);
  const exports = new Map(stacks.flatMap(({ Outputs }) => Object.values(Outputs)).map((each) => [each.Export?.Name, each.Value]));
  return stacks.flatMap(({ stack, Resources }) =>
    Object.entries(Resources).map(([id, { Type, Properties, DeletionPolicy }]) => ({
      id: readableId(id),
      stack,
      type: Type,
      properties: z.record(z.string(), z.unknown()).parse(readable(Properties, exports)),
      deletionPolicy: DeletionPolicy,
    })),
  );
}

function templatesOf(stage: Stage) {
  const scratch = mkdtempSync(join(tmpdir(), "hearten-synth-"));
  try {
    const nothing = join(scratch, "nothing");
    mkdirSync(nothing);
    const app = new App({ outdir: join(scratch, "cdk.out"), analyticsReporting: false, context: libraryFlags });
    hearten(app, { stage, codeVersion: "the hash of the sources", codeOf: () => Code.fromAsset(nothing) });
    return app.synth().stacks.map((stack) => ({ stack: stack.stackName, ...template.parse(stack.template) }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
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
