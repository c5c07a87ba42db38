/** A statement of a policy as the template has it, everything in it worked out. */
export type Statement = {
  effect: "Allow" | "Deny";
  actions: readonly string[];
  resources: readonly string[];
  conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** One thing that a call asks to do: the action, on what, and what else policies may ask about it. */
export type Asked = { action: string; resource: string; context: Readonly<Record<string, string | undefined>> };

/** Whether the statements allow it: something must allow it and nothing may deny it, as IAM has it. */
export function isAllowed(statements: readonly Statement[], asked: Asked): boolean {
  const speaking = statements.filter((statement) => speaksOf(statement, asked));
  return speaking.some(({ effect }) => effect === "Allow") && !speaking.some(({ effect }) => effect === "Deny");
}

function speaksOf({ actions, resources, conditions }: Statement, { action, resource, context }: Asked): boolean {
  return (
    actions.some((pattern) => fits(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => fits(pattern, resource)) &&
    Object.entries(conditions).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, context[key], wanted)),
    )
  );
}

/** `*` stands for any text, a slash among it, and `?` for one character. */
function fits(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

/** @throws {Error} for a condition that is not known here: a policy that is not understood must not look as if it were enforced */
function holds(operator: string, given: string | undefined, wanted: unknown): boolean {
  const values = (Array.isArray(wanted) ? wanted : [wanted]).map(String);
  switch (operator) {
    case "Null":
      return (given === undefined) === (values[0] === "true");
    case "Bool":
    case "StringEquals":
    // A call that names no key at all would pass on AWS; none that is granted in partitions does.
    case "ForAllValues:StringEquals":
      return given !== undefined && values.includes(given);
    case "NumericLessThan":
      return given !== undefined && Number(given) < Number(values[0]);
    default:
      throw new Error(`the policies use the condition ${operator}, which is not enforced on this machine`);
  }
}
