/**
 * Why something was not taken: the rule it broke, where, and how to put it right.
 * A refusal never holds the offending value: values may identify a person.
 */
export type Refusal = {
  /** Stable id of the rule, such as `score-out-of-range`: the same online, offline (`hearten check`) and in the receipts. */
  readonly rule: string;
  /** Dotted path of the field, or `""` for the record as a whole. */
  readonly field: string;
  /** What the sender should do, in one plain sentence that names the requirement. */
  readonly fix: string;
};

/** What reading data gives: the value, or every reason why there is none. Data errors are values; only bugs throw. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** A value that was read. */
export function taken<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** One reason why nothing could be read. */
export function refused<T>(rule: string, field: string, fix: string): Parsed<T> {
  return { ok: false, refusals: [{ rule, field, fix }] };
}
