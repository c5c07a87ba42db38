/** A finding on one line: where it is, which rule was broken, and what to do. */
export function findingLine(finding: {
  readonly file: string;
  readonly row?: number | undefined;
  readonly column?: string | undefined;
  readonly index?: number | undefined;
  readonly field?: string | undefined;
  readonly rule?: string | undefined;
  readonly fix?: string | undefined;
}): string {
  const { file, row, column, index, field = "", rule = "", fix = "" } = finding;
  const place = row === undefined ? (index === undefined ? "" : `:event ${index}`) : `:${row}`;
  const name = column ?? field;
  return `${file}${place}${name === "" ? "" : `:${name}`}: ${rule}: ${fix}`;
}
