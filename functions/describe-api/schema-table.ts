import * as z from "zod";
import { code, escaped, table } from "./html.ts";
import { describeApi } from "./openapi.ts";

/** As much of JSON Schema as the description uses. */
const field = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  description: z.string().optional(),
  get items() {
    return field.optional();
  },
  get anyOf(): z.ZodOptional<z.ZodArray<typeof field>> {
    return z.array(field).optional();
  },
  oneOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});
type Field = z.infer<typeof field>;

const described = z.object({
  description: z.string().default(""),
  properties: z.record(z.string(), field),
  required: z.array(z.string()).default([]),
});

/** A schema of the API as a paragraph and a table of its fields: name, whether it must be there, and what it holds. */
export function schemaTable(name: string, caption: string): string {
  const { description, properties, required } = described.parse(describeApi().components?.schemas?.[name]);
  const rows = Object.entries(properties).map(([property, holds]) => ({
    cells: [code(property), required.includes(property) ? "yes" : "no", holdsWhat(property, holds)],
  }));
  return `<p>${withCode(description)}</p>${table({ caption, head: ["Field", "Always there", "Holds"], rows })}`;
}

function holdsWhat(name: string, holds: Field): string {
  const kind = /(?:^o|O)n$/.test(name) ? "a date, YYYY-MM-DD" : kindOf(holds);
  return [kind, withCode(holds.description ?? "")].filter((part) => part !== "").join(". ");
}

/** A description, in which what stands between backticks is code. */
function withCode(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

/** What a field holds, in words. */
function kindOf(schema: Field): string {
  if (schema.$ref !== undefined) return code(schema.$ref.split("/").at(-1) ?? "");
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return `one of ${schema.enum.map((value) => code(String(value))).join(", ")}`;
  if (schema.anyOf !== undefined) return schema.anyOf.map(kindOf).join(" or ");
  if (schema.oneOf !== undefined) return "one of the events that tell what happened, whole";
  return plainKind(schema, Array.isArray(schema.type) ? schema.type : [schema.type ?? "object"]);
}

function plainKind(schema: Field, types: readonly string[]): string {
  const kinds: Readonly<Record<string, () => string>> = {
    null: () => code("null"),
    boolean: () => `${code("true")} or ${code("false")}`,
    string: () => textKind(schema),
    number: () => `a number${rangeOf(schema)}`,
    integer: () => `a whole number${rangeOf(schema)}`,
    array: () => (schema.items === undefined ? "a list" : `a list of ${kindOf(schema.items)}`),
    object: () => code(`{ ${Object.keys(schema.properties ?? {}).join(", ")} }`),
  };
  return types.map((type) => kinds[type]?.() ?? escaped(type)).join(" or ");
}

function rangeOf({ minimum, maximum }: Field): string {
  const isBounded = minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  return isBounded ? ` from ${minimum} to ${maximum}` : "";
}

function textKind({ format, pattern, maxLength }: Field): string {
  if (format === "date-time") return "a moment with its offset (RFC 3339)";
  if (pattern?.includes("[0-9]{5}")) return "an ODS code: a letter and five digits";
  if (pattern?.startsWith("^E01")) return "a lower layer super output area: E01 and six digits";
  if (pattern !== undefined) return `an id of 1 to 64 letters, digits and ${escaped(". _ : / -")}`;
  return maxLength === undefined ? "a text" : `a text of at most ${maxLength} characters`;
}
