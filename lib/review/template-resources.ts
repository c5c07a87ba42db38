import { readable, readableId } from "./readable.ts";

/** One resource of the synthesized app, its references written out so that people and rules can read them. */
export type Resource = { id: string; stack: string; type: string; properties: Record<string, unknown>; deletionPolicy: string | undefined };

/** As much of a synthesized template as tells what is in it. */
export type SynthesizedStack = {
  stack: string;
  Resources: Record<string, { Type: string; Properties: Record<string, unknown>; DeletionPolicy?: string | undefined }>;
  Outputs: Record<string, { Value?: unknown; Export?: { Name: unknown } | undefined }>;
};

/** Every resource of every stack; what one stack takes from another is followed to where it is. */
export function templateResources(stacks: readonly SynthesizedStack[]): readonly Resource[] {
  const outputs = stacks.flatMap(({ Outputs }) => Object.values(Outputs));
  const exports = new Map(
    outputs.flatMap(({ Export, Value }) => (typeof Export?.Name === "string" ? [[Export.Name, Value] as const] : [])),
  );
  return stacks.flatMap(({ stack, Resources }) =>
    Object.entries(Resources).map(([id, { Type, Properties, DeletionPolicy }]) => ({
      id: readableId(id),
      stack,
      type: Type,
      properties: readable(Properties, exports) as Record<string, unknown>,
      deletionPolicy: DeletionPolicy,
    })),
  );
}
