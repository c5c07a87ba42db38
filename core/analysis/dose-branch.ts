import { type CombinedColumn, combinedProducts } from "../statistics/combined-products.ts";
import { packedIndex } from "../statistics/packed.ts";
import { entry } from "../statistics/vectors.ts";
import type { Branch } from "./describe-pairs.ts";
import { columnBranch, fittedOn } from "./fitted-column.ts";
import { pairedProducts } from "./model-design.ts";
import type { ModelRows } from "./model-rows.ts";
import { reasons } from "./reasons.ts";

/**
 * The difference at follow-up that goes with one more session attended, all else of the model being equal, from rows that are adjusted for
 * `sessions` last. People choose how often they come, and may come more often because they get better: it is no dose-response of a trial.
 */
export function doseBranch(rows: ModelRows): Branch {
  const columns = rows.columns.map((_, column) => column);
  const levels = columns.filter((column) => rows.columns[column]?.startsWith("sessions"));
  const reference = sessionsOf(rows.references.at(-1) ?? "");
  if (reference === null || levels.length === 0) return { reason: reasons.noSessions };
  const products = pairedProducts(rows, columns);
  const known = levels.flatMap((column) => {
    const sessions = sessionsOf((rows.columns[column] ?? "").slice("sessions".length));
    return sessions === null ? [] : [[column, sessions - reference] as const];
  });
  const unknown = levels.filter((column) => !known.some(([other]) => other === column));
  const count = (column: number) => entry(products.total, packedIndex(columns.length + 1, 0, column));
  const without = unknown.reduce((sum, column) => sum + count(column), 0);
  const combined: CombinedColumn[] = [
    ...columns
      .filter((column) => !levels.includes(column))
      .map((column) => ({ name: rows.columns[column] ?? "", parts: [[column, 1] as const] })),
    ...(without > 0 ? [{ name: "sessions unknown", parts: unknown.map((column) => [column, 1] as const) }] : []),
    { name: "sessions", parts: known },
  ];
  const fitted = known.length === 0 ? null : fittedOn(combinedProducts(products, combined));
  const counts = { n: entry(products.total, 0) - without, n_sessions_unknown: without };
  return { ...counts, ...(fitted === null ? { reason: reasons.notEstimable } : columnBranch(fitted, "sessions")) };
}

function sessionsOf(level: string): number | null {
  return /^\d{1,4}$/.test(level) ? Number(level) : null;
}
