import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  Condition: z.string().optional(),
});
const output = z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() });
const template = z.object({
  Resources: z.record(z.string(), resource).default({}),
  Outputs: z.record(z.string(), output).default({}),
  Parameters: z.record(z.string(), z.object({ Default: z.unknown() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
});
const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({ templateFile: z.string().optional(), stackName: z.string().optional(), directoryName: z.string().optional() })
        .default({}),
    }),
  ),
});

export type Template = z.infer<typeof template>;

/** One stack of the synthesized app; `directory` is where its assets lie. */
export type Stack = { name: string; directory: string; template: Template };

/**
 * Every stack of a synthesized app, those of nested stages included.
 *
 * @throws {Error} when the directory holds no synthesized app, or a template is not one
 */
export function readAssembly(directory: string): readonly Stack[] {
  const { artifacts } = manifest.parse(JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8")));
  return Object.entries(artifacts).flatMap(([name, { type, properties }]) => {
    if (type === "cdk:cloud-assembly") return readAssembly(join(directory, properties.directoryName ?? ""));
    if (type !== "aws:cloudformation:stack") return [];
    const text = readFileSync(join(directory, properties.templateFile ?? ""), "utf8");
    return [{ name: properties.stackName ?? name, directory, template: template.parse(JSON.parse(text)) }];
  });
}
