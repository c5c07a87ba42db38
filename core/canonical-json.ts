/**
 * One text for one value: keys in code-unit order, no white space, no `undefined`. Hashes of stored and published
 * things are taken over this text, so that equal content has equal bytes wherever it was made (RFC 8785 for the values used here).
 *
 * @throws {TypeError} for numbers that JSON cannot carry (`NaN`, infinities)
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return canonicalNumber(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object") return canonicalObject(value);
  throw new TypeError(`canonicalJson requires JSON values, not ${typeof value}`);
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError("canonicalJson requires finite numbers");
  return JSON.stringify(value);
}

/** In one pass, and with the order that sorting has without being told one, which is that of code units: half of what is hashed for an event is spent here. */
function canonicalObject(value: object): string {
  const members = value as Readonly<Record<string, unknown>>;
  let text = "";
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
