/** A value of a template with its references written out: `source.Arn/index/gsi1` instead of a join of a get of an import. */
export function readable(value: unknown, exports: ReadonlyMap<string | undefined, unknown>): unknown {
  if (Array.isArray(value)) return value.map((each) => readable(each, exports));
  if (typeof value !== "object" || value === null) return value;
  const [[kind, body] = ["", undefined], ...rest] = Object.entries(value);
  if (rest.length === 0) {
    if (kind === "Ref") return readableId(String(body));
    if (kind === "Fn::Sub") return body;
    if (kind === "Fn::ImportValue") return readable(exports.get(String(body)), exports);
    if (kind === "Fn::GetAtt" && Array.isArray(body)) return `${readableId(String(body[0]))}.${body[1]}`;
    if (kind === "Fn::Join" && Array.isArray(body)) return [readable(body[1], exports)].flat().join(String(body[0]));
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each, exports)]));
}

/** A logical id without the hash that the CDK ends it with. */
export function readableId(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, "");
}
