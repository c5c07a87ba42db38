import type { Month } from "../civil-date.ts";
import type { Level } from "../organisations/organisation.ts";

/** The smallest thing a night recomputes: one place in one cohort month. */
export type Unit = { readonly level: Level; readonly code: string; readonly month: Month };

/** One word for one unit, for sets and messages: `A81001#2026-03`. Codes are unique across levels. */
export function unitName({ code, month }: Pick<Unit, "code" | "month">): string {
  return `${code}#${month}`;
}

/** Each unit once, in the order of code and month. */
export function distinctUnits(units: Iterable<Unit>): readonly Unit[] {
  const byName = new Map([...units].map(({ level, code, month }) => [unitName({ code, month }), { level, code, month }]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, unit]) => unit);
}
