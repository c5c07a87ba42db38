import { compareTexts } from "./compare-texts.ts";
import type { HeadFacts } from "./head-facts.ts";
import type { ReferralColumn } from "./long-table.ts";
import { type Baselines, noFollowUp } from "./pair-surveys.ts";
import { TupleTable } from "./tuple-table.ts";

/** The covariates that are groups, in the order in which models take them. */
export const factors = ["age_band", "sex", "imd_quintile", "activity"] as const satisfies readonly ReferralColumn[];

/** People of one instrument as counted rows of small numbers, in an order that their values alone decide. */
export type ModelRows = {
  /** Practices with any pair, in byte order. */
  readonly clusters: readonly string[];
  /** Where each practice's rows start among the paired; one more entry for the end. */
  readonly clusterStarts: Int32Array;
  /** `(Intercept)`, `baseline`, `nurse`, and a column for each level but the first of each factor with more than one. */
  readonly columns: readonly string[];
  /** The factor columns that are 1, for each profile. */
  readonly profiles: readonly (readonly number[])[];
  readonly paired: CountedRows & { readonly followUp: Int16Array };
  /** With a baseline and no follow-up, and no level that is unseen among the paired. */
  readonly missing: CountedRows;
  readonly unseenLevels: number;
};

/** Rows by profile, baseline score and role, with how many people each stands for. */
export type CountedRows = {
  readonly profile: Int32Array;
  readonly baseline: Int16Array;
  readonly nurse: Uint8Array;
  readonly people: Int32Array;
};

const scoreRoom = 1 << 12;
const scoreShift = 1 << 11;

/** The rows that models are made of: referrals whose referrer's role is known, by the primary follow-up rule. */
export function modelRows(baselines: Baselines, facts: HeadFacts): ModelRows {
  const known = Array.from({ length: baselines.count }, (_, row) => row).filter((row) => facts.role(headAt(baselines, row)) !== "unknown");
  const isPaired = (row: number) => baselines.last.score[row] !== noFollowUp;
  const paired = known.filter(isPaired);
  const levels = factors.map((factor) => levelsOf(paired, (row) => facts.level(headAt(baselines, row), factor)));
  const profiles = profilesOf(known, (row, factor) => {
    const level = facts.level(headAt(baselines, row), factors[factor] ?? "sex");
    return levels[factor]?.places.get(level) ?? -1;
  });
  const practices = levelsOf(paired, (row) => facts.text(headAt(baselines, row), "practice"), false);
  const keyOf = (row: number) => {
    const nurse = facts.role(headAt(baselines, row)) === "nurse" ? 1 : 0;
    return ((profiles.rank[row] ?? 0) * scoreRoom + (baselines.score[row] ?? 0) + scoreShift) * 2 + nurse;
  };
  const seen = (row: number) => (profiles.rank[row] ?? -1) >= 0;
  const missing = known.filter((row) => !isPaired(row));
  const span = profiles.list.length * scoreRoom * 2;
  const keys = paired.map((row) => {
    const practice = practices.places.get(facts.text(headAt(baselines, row), "practice")) ?? 0;
    return (practice * span + keyOf(row)) * scoreRoom + (baselines.last.score[row] ?? 0) + scoreShift;
  });
  return {
    clusters: practices.names,
    ...pairedRows(keys, span, practices.names.length),
    columns: [
      "(Intercept)",
      "baseline",
      "nurse",
      ...levels.flatMap(({ names }, factor) => names.slice(1).map((name) => `${factors[factor]}${name}`)),
    ],
    profiles: profiles.list.map((profile) => profileColumns(profile, levels)),
    missing: countedRows(counted(missing.filter(seen).map(keyOf))),
    unseenLevels: missing.length - missing.filter(seen).length,
  };
}

function headAt(baselines: Baselines, row: number): number {
  return baselines.head[row] ?? 0;
}

type Levels = { readonly names: readonly string[]; readonly places: ReadonlyMap<string, number> };

/** Distinct texts in byte order, `unknown` last where it is a level. */
function levelsOf(rows: readonly number[], text: (row: number) => string, unknownLast = true): Levels {
  const names = [...new Set(rows.map(text))].sort(
    (a, b) => (unknownLast ? Number(a === "unknown") - Number(b === "unknown") : 0) || compareTexts(a, b),
  );
  return { names, places: new Map(names.map((name, place) => [name, place])) };
}

type Profiles = { readonly list: readonly (readonly number[])[]; readonly rank: Int32Array };

/** The distinct combinations of levels, in the order of their levels; rows with an unseen level have rank −1. */
function profilesOf(rows: readonly number[], level: (row: number, factor: number) => number): Profiles {
  const table = new TupleTable(factors.length);
  const values = new Int32Array(factors.length);
  const rank = new Int32Array((rows.at(-1) ?? -1) + 1).fill(-1);
  for (const row of rows) {
    for (let factor = 0; factor < factors.length; factor++) values[factor] = level(row, factor);
    if (!values.includes(-1)) rank[row] = table.intern(values);
  }
  const list = Array.from({ length: table.size }, (_, code) => factors.map((_, factor) => table.at(code, factor)));
  const order = list.map((_, code) => code).sort((a, b) => compareLevels(list[a] ?? [], list[b] ?? []));
  const places = new Int32Array(order.length);
  order.forEach((code, place) => {
    places[code] = place;
  });
  for (const row of rows) if ((rank[row] ?? -1) >= 0) rank[row] = places[rank[row] ?? 0] ?? 0;
  return { list: order.map((code) => list[code] ?? []), rank };
}

function compareLevels(a: readonly number[], b: readonly number[]): number {
  for (const [index, level] of a.entries()) if (level !== b[index]) return level - (b[index] ?? 0);
  return 0;
}

function profileColumns(profile: readonly number[], levels: readonly Levels[]): readonly number[] {
  let start = 3;
  return profile.flatMap((level, factor) => {
    const column = start + level - 1;
    start += (levels[factor]?.names.length ?? 1) - 1;
    return level === 0 ? [] : [column];
  });
}

type Counted = { readonly keys: Float64Array; readonly people: Int32Array };

function counted(unsorted: readonly number[]): Counted {
  const sorted = Float64Array.from(unsorted).sort();
  const keys = new Float64Array(sorted.length);
  const people = new Int32Array(sorted.length);
  let used = 0;
  for (const key of sorted) {
    if (used === 0 || keys[used - 1] !== key) keys[used++] = key;
    people[used - 1] = (people[used - 1] ?? 0) + 1;
  }
  return { keys: keys.slice(0, used), people: people.slice(0, used) };
}

function countedRows({ keys, people }: Counted): CountedRows {
  return {
    profile: Int32Array.from(keys, (key) => Math.floor(key / (2 * scoreRoom))),
    baseline: Int16Array.from(keys, (key) => (Math.floor(key / 2) % scoreRoom) - scoreShift),
    nurse: Uint8Array.from(keys, (key) => key % 2),
    people,
  };
}

function pairedRows(unsorted: readonly number[], span: number, practices: number): Pick<ModelRows, "paired" | "clusterStarts"> {
  const { keys, people } = counted(unsorted);
  const whole = keys.map((key) => Math.floor(key / scoreRoom));
  const clusterStarts = new Int32Array(practices + 1);
  for (const key of whole) {
    const practice = Math.floor(key / span);
    clusterStarts[practice + 1] = (clusterStarts[practice + 1] ?? 0) + 1;
  }
  for (let practice = 0; practice < practices; practice++) {
    clusterStarts[practice + 1] = (clusterStarts[practice + 1] ?? 0) + (clusterStarts[practice] ?? 0);
  }
  const rows = countedRows({ keys: whole.map((key) => key % span), people });
  return { paired: { ...rows, followUp: Int16Array.from(keys, (key) => (key % scoreRoom) - scoreShift) }, clusterStarts };
}
