import { keyParts, keysUnder, type Statistic } from "../statistic.ts";
import type { ClusterProducts } from "../statistics/cluster-products.ts";
import { packedIndex, packedSize } from "../statistics/packed.ts";
import { entry } from "../statistics/vectors.ts";
import { compareTexts } from "./compare-texts.ts";
import type { factors } from "./head-facts.ts";
import { narrowed } from "./model-design.ts";

type Factor = (typeof factors)[number];

/** The statistics of one practice, whatever the months they are of. */
export type PracticeStatistics = { readonly practice: string; readonly statistics: readonly Statistic[] };

/** What is compared and adjusted for, as a declaration has it; `others` absent means every other role that is known. */
export type Comparison = {
  readonly measure: string;
  readonly treated: readonly string[];
  readonly others?: readonly string[] | undefined;
  readonly covariates: readonly Factor[];
};

/** Cross-products by practice of everybody with both scores, and of the treated among them; and what there is of those without a follow-up. */
export type StatisticProducts = {
  readonly everybody: ClusterProducts;
  readonly treated: ClusterProducts;
  /** The level of each covariate that has no column. */
  readonly references: readonly string[];
  /** Those without a follow-up, over the columns of `everybody`. */
  readonly missing: Float64Array;
  /** How many of those have a level that nobody was followed up with, counted once for each such level. */
  readonly unseenLevels: number;
};

/** What a covariate is called in the keys of a statistic. */
const covariateOf: Readonly<Record<string, Factor>> = { age: "age_band", sex: "sex", imd: "imd_quintile", activity: "activity" };

/** Scores have three decimals at most: sums are taken of whole thousandths, and are exact. */
const unit = 1000;

/**
 * The cross-products X'X, X'y and y'y of the ANCOVA of a measure, practice by practice, from what a night stores: equal to the bit to those of the
 * rows themselves (R: `crossprod(cbind(model.matrix(~ baseline + nurse + ...), y))` for each practice). The joint tables hold the entries with a
 * score, and the `cross` keys those of two covariates. Columns are those of `hearten analyse`: each level but the first that occurs.
 */
export function statisticProducts(practices: readonly PracticeStatistics[], comparison: Comparison): StatisticProducts {
  return joinedProducts(
    practices.map((practice) => practiceProducts(practice, comparison)),
    comparison,
  );
}

/**
 * The cross-products of one practice over the columns of its own levels: all that a comparison needs of it, some kilobytes whatever the years, so that
 * practices can be read one after another and a nation's fit into memory. Of those whom nobody compares nothing is kept.
 */
export type PracticeProducts = Sums & { readonly practice: string; readonly columns: readonly string[] };

/** What one practice adds to a comparison: for {@link joinedProducts}. */
export function practiceProducts({ practice, statistics }: PracticeStatistics, comparison: Comparison): PracticeProducts {
  const columns = ["(Intercept)", "baseline", "nurse", ...ownLevels(statistics, comparison)];
  const places = new Map(columns.map((column, place) => [column, place]));
  return { practice, columns, ...practiceSums(statistics, places, comparison) };
}

/** {@link statisticProducts} of practices that were read one by one, in any order. */
export function joinedProducts(practices: readonly PracticeProducts[], comparison: Pick<Comparison, "covariates">): StatisticProducts {
  const columns = everyColumn(practices, comparison);
  const places = new Map(columns.map((column, place) => [column, place]));
  const sums = practices.toSorted((a, b) => compareTexts(a.practice, b.practice));
  const paired = sums.filter(({ everybody }) => entry(everybody, 0) > 0);
  const everybody = widened(paired, places, "everybody");
  const treated = widened(paired, places, "treated");
  const missing = widened(sums, places, "missing");
  const count = ({ total }: ClusterProducts, column: number) => entry(total, packedIndex(columns.length + 1, 0, column));
  const levels = comparison.covariates.map((covariate) => columnsOf(columns, covariate).filter((column) => count(everybody, column) > 0));
  const unseen = comparison.covariates
    .flatMap((covariate) => columnsOf(columns, covariate))
    .filter((column) => count(everybody, column) === 0);
  const kept = [0, 1, 2, ...levels.flatMap((seen) => seen.slice(1))];
  return {
    everybody: narrowed(everybody, kept),
    treated: narrowed(treated, kept),
    references: levels.map(([first = -1], index) => (columns[first] ?? "").slice(comparison.covariates[index]?.length)),
    missing: narrowed(missing, kept).total,
    unseenLevels: unseen.reduce((sum, column) => sum + count(missing, column), 0),
  };
}

/** A practice's own cross-products among those of all, over the columns of all: both lists of columns are in the same order. */
function widened(practices: readonly PracticeProducts[], places: ReadonlyMap<string, number>, whose: keyof Sums): ClusterProducts {
  const q = places.size + 1;
  const scratch = new Float64Array(packedSize(q));
  const addOf = (target: Float64Array, { columns, ...sums }: PracticeProducts) => {
    const wide = [...columns.map((column) => places.get(column) ?? 0), q - 1];
    const own = sums[whose];
    let place = 0;
    for (const [a, i] of wide.entries())
      for (const j of wide.slice(a)) {
        const at = packedIndex(q, i, j);
        target[at] = entry(target, at) + entry(own, place++);
      }
    return target;
  };
  const total = new Float64Array(packedSize(q));
  for (const practice of practices) addOf(total, practice);
  const at = (cluster: number) => {
    const practice = practices[cluster];
    return practice === undefined ? total : addOf(scratch.fill(0), practice);
  };
  return { columns: [...places.keys()], clusters: practices.map(({ practice }) => practice), total, at };
}

/** The columns of the levels of one practice: by covariate, each in the order of {@link ordered}. */
function ownLevels(statistics: readonly Statistic[], { measure, covariates }: Comparison): readonly string[] {
  const levels = new Map<Factor, Set<string>>(covariates.map((covariate) => [covariate, new Set()]));
  for (const statistic of statistics) {
    for (const [key] of ["pair", "single", "equity"].flatMap((each) => keysUnder(statistic, each, measure))) {
      const [kind, , third = "", fourth = ""] = keyParts(key);
      if (kind === "pair" || kind === "single") levels.get("activity")?.add(fourth);
      const covariate = kind === "equity" ? covariateOf[third] : undefined;
      if (covariate !== undefined) levels.get(covariate)?.add(fourth);
    }
  }
  return [...levels].flatMap(([covariate, names]) => ordered(names).map((name) => covariate + name));
}

/** In byte order, unknown last. */
function ordered(names: Iterable<string>): readonly string[] {
  return [...names].sort((a, b) => Number(a === "unknown") - Number(b === "unknown") || compareTexts(a, b));
}

/** Intercept, baseline, treatment, and a column for every level that any practice has. */
function everyColumn(practices: readonly PracticeProducts[], { covariates }: Pick<Comparison, "covariates">): readonly string[] {
  const seen = [...new Set(practices.flatMap(({ columns }) => columns.slice(3)))];
  const levels = covariates.flatMap((covariate) => {
    const names = seen.filter((column) => column.startsWith(covariate)).map((column) => column.slice(covariate.length));
    return ordered(names).map((name) => covariate + name);
  });
  return ["(Intercept)", "baseline", "nurse", ...levels];
}

function columnsOf(columns: readonly string[], covariate: string): readonly number[] {
  return columns.flatMap((column, place) => (column.startsWith(covariate) ? [place] : []));
}

type Sums = { readonly everybody: Float64Array; readonly treated: Float64Array; readonly missing: Float64Array };

function practiceSums(statistics: readonly Statistic[], places: ReadonlyMap<string, number>, comparison: Comparison): Sums {
  const q = places.size + 1;
  const empty = () => new Float64Array(packedSize(q));
  const sums = { everybody: empty(), treated: empty(), missing: empty() };
  for (const statistic of statistics) {
    for (const [key, n] of ["pair", "single", "equity", "cross"].flatMap((kind) => keysUnder(statistic, kind, comparison.measure))) {
      const cell = cellOf(keyParts(key), places);
      if (cell === null) continue;
      const arm = armOf(cell.role, comparison);
      if (arm < 0) continue;
      const targets = cell.isMissing ? [sums.missing] : arm === 1 ? [sums.everybody, sums.treated] : [sums.everybody];
      for (const target of targets) addCell(target, q, { ...cell, n, arm });
    }
  }
  for (const sum of Object.values(sums)) inPoints(sum, q);
  return sums;
}

/** What one key adds: to the entries of two columns, of a column with the scores, or of the scores with one another. */
type Cell = {
  readonly role: string;
  readonly isMissing: boolean;
  /** The columns that it is about, upwards; none for the scores themselves. */
  readonly columns: readonly number[];
  /** In whole units; absent where the key has none. */
  readonly scores?: { readonly baseline: number; readonly followUp: number };
  /** Whether it counts the people themselves too: each has one such key. */
  readonly countsPeople?: true;
};

function cellOf(parts: readonly string[], places: ReadonlyMap<string, number>): Cell | null {
  const [kind, , third = "", fourth = "", fifth = "", sixth = "", seventh = ""] = parts;
  if (kind === "pair" || kind === "single") {
    const isMissing = kind === "single";
    const columns = [places.get(`activity${fourth}`) ?? []].flat();
    return { role: third, isMissing, columns, scores: scoresOf(fifth, isMissing ? "-" : sixth), countsPeople: true };
  }
  if (kind === "equity") {
    const column = places.get(`${covariateOf[third] ?? "-"}${fourth}`);
    return column === undefined ? null : { role: seventh, isMissing: sixth === "-", columns: [column], scores: scoresOf(fifth, sixth) };
  }
  if (kind !== "cross") return null;
  const columns = [fifth, sixth].flatMap((level) => columnOfLevel(level, places) ?? []);
  return columns.length < 2 ? null : { role: third, isMissing: fourth === "-", columns: columns.sort((a, b) => a - b) };
}

function columnOfLevel(text: string, places: ReadonlyMap<string, number>): number | undefined {
  const [dimension = "", level = ""] = text.split("=");
  return places.get(`${covariateOf[dimension] ?? "-"}${level}`);
}

function scoresOf(baseline: string, followUp: string): { readonly baseline: number; readonly followUp: number } {
  return { baseline: Math.round(Number(baseline) * unit), followUp: followUp === "-" ? 0 : Math.round(Number(followUp) * unit) };
}

/** 1 for the treated, 0 for those they are compared with, −1 for everybody else. */
function armOf(role: string, { treated, others }: Comparison): number {
  if (treated.includes(role)) return 1;
  return (others === undefined ? role !== "unknown" : others.includes(role)) ? 0 : -1;
}

function addCell(
  sums: Float64Array,
  q: number,
  { columns, scores, countsPeople, n, arm }: Cell & { readonly n: number; readonly arm: number },
): void {
  const add = (i: number, j: number, value: number) => {
    const place = packedIndex(q, i, j);
    sums[place] = entry(sums, place) + value;
  };
  if (scores === undefined) {
    add(columns[0] ?? 0, columns[1] ?? 0, n);
    return;
  }
  const { baseline, followUp } = scores;
  const before = [...(countsPeople ? [0] : []), ...(countsPeople && arm === 1 ? [2] : [])];
  for (const column of before) {
    add(0, column, n);
    add(1, column, n * baseline);
    add(column, q - 1, n * followUp);
  }
  if (countsPeople && arm === 1) add(2, 2, n);
  if (countsPeople) {
    add(1, 1, n * baseline * baseline);
    add(1, q - 1, n * baseline * followUp);
    add(q - 1, q - 1, n * followUp * followUp);
  }
  for (const column of columns) {
    add(0, column, n);
    add(1, column, n * baseline);
    add(column, column, n);
    add(column, q - 1, n * followUp);
    if (arm === 1) add(2, column, n);
  }
}

/** Entries with a score once are in thousandths, those with two in millionths: one division each, exact where points are whole. */
function inPoints(sums: Float64Array, q: number): void {
  const isScore = (column: number) => column === 1 || column === q - 1;
  for (let i = 0; i < q; i++) {
    for (let j = i; j < q; j++) {
      const place = packedIndex(q, i, j);
      const scores = Number(isScore(i)) + Number(isScore(j));
      if (scores > 0) sums[place] = entry(sums, place) / unit ** scores;
    }
  }
}
