/** A dotted path as it may be repeated to the sender: names that look like field names, and nothing that was made up to be repeated. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.every(isPlain) ? path.join(".") : "";
}

function isPlain(name: PropertyKey): boolean {
  return typeof name === "number" || (typeof name === "string" && /^[A-Za-z][A-Za-z_]{0,39}$/.test(name));
}
