import { holmAdjusted } from "../statistics/holm.ts";
import { interactedProducts, type WithTreated } from "../statistics/interacted-products.ts";
import { type JointTest, jointTest } from "../statistics/joint-test.ts";
import { packedIndex } from "../statistics/packed.ts";
import { entry } from "../statistics/vectors.ts";
import type { Branch } from "./describe-pairs.ts";
import { type Fitted, fittedOn } from "./fitted-column.ts";
import { pairedProducts } from "./model-design.ts";
import type { ModelRows } from "./model-rows.ts";
import { reasons } from "./reasons.ts";

/** Rows adjusted for a grouping among other things, and where its left-out level is named. */
export type GroupedRows = { readonly grouping: string; readonly rows: ModelRows; readonly reference: string };

/** The same as cross-products of everybody and of the treated among them. */
export type GroupedProducts = WithTreated & { readonly grouping: string; readonly reference: string };

/** The cross-products of grouped rows. */
export function groupedProducts({ grouping, rows, reference }: GroupedRows): GroupedProducts {
  const columns = rows.columns.map((_, column) => column);
  const people = rows.paired.people.map((n, row) => n * (rows.paired.nurse[row] ?? 0));
  const treated = pairedProducts({ ...rows, paired: { ...rows.paired, people } }, columns);
  return { grouping, reference, treated, everybody: pairedProducts(rows, columns) };
}

/**
 * Whether the difference between nurse referrals and others differs between groups of people: for each declared grouping one joint test of all
 * its interactions, and Holm's adjustment over the groupings. Between groups nothing is said unless the test is passed.
 */
export function heterogeneityBranch(declared: readonly GroupedProducts[]): Branch {
  const found = declared.map((grouped) => oneGrouping(grouped));
  const adjusted = holmAdjusted(found.map(({ test }) => test?.p ?? null));
  return Object.fromEntries(
    found.map(({ grouping, branch, test }, index) => [
      grouping,
      { ...branch, ...testKeys(test), p_holm: adjusted[index] ?? null, differs: isBelow(adjusted[index] ?? null) },
    ]),
  );
}

function oneGrouping({ grouping, everybody, treated, reference }: GroupedProducts): {
  grouping: string;
  branch: Branch;
  test: JointTest | null;
} {
  const { columns } = everybody;
  const levels = columns.flatMap((name, column) => (name.startsWith(grouping) ? [column] : []));
  const fitted = levels.length === 0 ? null : fittedOn(interactedProducts({ everybody, treated }, levels));
  const names = levels.map((column) => columns[column] ?? "");
  const test = fitted === null ? null : jointTest(fitted.products, fitted.fit, placesOf(fitted, names));
  const counts = (packed: Float64Array) => levels.map((column) => entry(packed, packedIndex(columns.length + 1, 0, column)));
  const [pairs, nurses] = [counts(everybody.total), counts(treated.total)];
  const first = (packed: Float64Array, others: readonly number[]) => others.reduce((left, n) => left - n, entry(packed, 0));
  const shown = [
    { level: reference, n: first(everybody.total, pairs), n_nurse: first(treated.total, nurses), difference: differenceAt(fitted, null) },
    ...names.map((name, index) => ({
      level: name.slice(grouping.length),
      n: pairs[index] ?? 0,
      n_nurse: nurses[index] ?? 0,
      difference: differenceAt(fitted, name),
    })),
  ];
  return { grouping, branch: { levels: shown }, test };
}

function placesOf({ products }: Fitted, names: readonly string[]): readonly number[] {
  return names.map((name) => products.columns.indexOf(`nurse:${name}`)).filter((place) => place >= 0);
}

// the nurse coefficient of the left-out level, and what a level adds to it
function differenceAt(fitted: Fitted | null, name: string | null): number | null {
  if (fitted === null) return null;
  const at = (column: string) => fitted.fit.beta[fitted.products.columns.indexOf(column)];
  const nurse = at("nurse");
  const added = name === null ? 0 : at(`nurse:${name}`);
  return nurse === undefined || added === undefined ? null : nurse + added;
}

function testKeys(test: JointTest | null): Branch {
  if (test === null) return { f: null, df: [null, null], p: null, reason: reasons.fewDegrees };
  return { f: test.f, df: [test.numerator, test.denominator], p: test.p };
}

function isBelow(p: number | null): boolean | null {
  return p === null ? null : p < 0.05;
}
