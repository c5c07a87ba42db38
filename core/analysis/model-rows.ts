import type { HeadFacts, Levels } from "./head-facts.ts";
import type { ReferralColumn } from "./long-table.ts";
import { type Baselines, type FollowUpRule, noFollowUp } from "./pair-surveys.ts";
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
  readonly profiles: readonly Int32Array[];
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

/** What is compared and adjusted for. */
export type ModelChoice = {
  readonly rule: FollowUpRule;
  readonly covariates: readonly (typeof factors)[number][];
  /** Roles in lower case; `others` absent means every other role that is known. */
  readonly treated: readonly string[];
  readonly others?: readonly string[] | undefined;
};

/** The rule of the conformance cases: nurse referrals against all others, by the primary follow-up rule, adjusted for everything. */
export const conformanceChoice: ModelChoice = { rule: "last", covariates: factors, treated: ["nurse"] };

/** The rows that models are made of: referrals whose referrer's role is known. The column `nurse` is 1 for the treated. */
export function modelRows(baselines: Baselines, facts: HeadFacts, choice: ModelChoice = conformanceChoice): ModelRows {
  const followUp = baselines[choice.rule].score;
  const roleOf = placeReader(baselines, facts, "referrer_role", facts.roles);
  const arms = armsOf(facts.roles.names, choice);
  const known = rowsWhere(baselines.count, (row) => (arms[roleOf(row)] ?? -1) >= 0);
  const paired = known.filter((row) => followUp[row] !== noFollowUp);
  const missing = known.filter((row) => followUp[row] === noFollowUp);
  const levels = choice.covariates.map((factor) =>
    seenLevels(paired, placeReader(baselines, facts, factor, facts.levels(factor)), facts.levels(factor).names),
  );
  const practices = practiceLevels(baselines, facts, paired);
  const profiles = profilesOf(known, levels);
  const span = profiles.list.length * scoreRoom * 2;
  const keyOf = (row: number) =>
    ((profiles.rank[row] ?? 0) * scoreRoom + (baselines.score[row] ?? 0) + scoreShift) * 2 + (arms[roleOf(row)] ?? 0);
  const pairKey = (row: number) => (practices.at(row) * span + keyOf(row)) * scoreRoom + (followUp[row] ?? 0) + scoreShift;
  const imputable = missing.filter((row) => (profiles.rank[row] ?? -1) >= 0);
  return {
    clusters: practices.names,
    ...pairedRows(Float64Array.from(paired, pairKey), span, practices.names.length),
    columns: [
      "(Intercept)",
      "baseline",
      "nurse",
      ...levels.flatMap(({ names }, factor) => names.slice(1).map((name) => `${choice.covariates[factor]}${name}`)),
    ],
    profiles: profiles.list.map((profile) => profileColumns(profile, levels)),
    missing: countedRows(counted(Float64Array.from(imputable, keyOf))),
    unseenLevels: missing.length - imputable.length,
  };
}

// 1 for the treated, 0 for those they are compared with, −1 for everybody else
function armsOf(roles: readonly string[], { treated, others }: ModelChoice): readonly number[] {
  return roles.map((role) => {
    if (treated.includes(role)) return 1;
    return (others === undefined ? role !== "unknown" : others.includes(role)) ? 0 : -1;
  });
}

function rowsWhere(count: number, holds: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(count);
  let used = 0;
  for (let row = 0; row < count; row++) if (holds(row)) rows[used++] = row;
  return rows.slice(0, used);
}

function placeReader({ head }: Baselines, { code }: HeadFacts, column: ReferralColumn, { ofCode }: Levels): (row: number) => number {
  return (row) => ofCode[code(head[row] ?? 0, column)] ?? -1;
}

/** The levels that occur among the paired, and each row's place among them; −1 for a level that does not occur. */
type SeenLevels = { readonly names: readonly string[]; readonly at: (row: number) => number };

function seenLevels(paired: Int32Array, placeOf: (row: number) => number, names: readonly string[]): SeenLevels {
  const seen = new Uint8Array(names.length);
  for (const row of paired) seen[placeOf(row)] = 1;
  const places = new Int32Array(names.length).fill(-1);
  let used = 0;
  for (const [place, isSeen] of seen.entries()) if (isSeen) places[place] = used++;
  return { names: names.filter((_, place) => seen[place] === 1), at: (row) => places[placeOf(row)] ?? -1 };
}

// a blank practice is a practice of its own, so its name is taken as it is
function practiceLevels(baselines: Baselines, facts: HeadFacts, paired: Int32Array): SeenLevels {
  const { names, ofCode } = facts.texts("practice");
  return seenLevels(paired, placeReader(baselines, facts, "practice", { names, ofCode }), names);
}

type Profiles = { readonly list: readonly (readonly number[])[]; readonly rank: Int32Array };

/** The distinct combinations of levels, in the order of their levels; rows with an unseen level have rank −1. */
function profilesOf(rows: Int32Array, levels: readonly SeenLevels[]): Profiles {
  const table = new TupleTable(levels.length);
  const values = new Int32Array(levels.length);
  const rank = new Int32Array((rows.at(-1) ?? -1) + 1).fill(-1);
  for (const row of rows) {
    let isSeen = true;
    for (let factor = 0; factor < levels.length; factor++) {
      const place = levels[factor]?.at(row) ?? -1;
      values[factor] = place;
      if (place < 0) isSeen = false;
    }
    if (isSeen) rank[row] = table.intern(values);
  }
  const list = Array.from({ length: table.size }, (_, code) => levels.map((_, factor) => table.at(code, factor)));
  const order = list.map((_, code) => code).sort((a, b) => compareLevels(list[a] ?? [], list[b] ?? []));
  const places = new Int32Array(order.length);
  for (const [place, code] of order.entries()) places[code] = place;
  for (const row of rows) if ((rank[row] ?? -1) >= 0) rank[row] = places[rank[row] ?? 0] ?? 0;
  return { list: order.map((code) => list[code] ?? []), rank };
}

function compareLevels(a: readonly number[], b: readonly number[]): number {
  for (const [index, level] of a.entries()) if (level !== b[index]) return level - (b[index] ?? 0);
  return 0;
}

function profileColumns(profile: readonly number[], levels: readonly SeenLevels[]): Int32Array {
  const columns: number[] = [];
  let start = 3;
  for (const [factor, level] of profile.entries()) {
    if (level > 0) columns.push(start + level - 1);
    start += (levels[factor]?.names.length ?? 1) - 1;
  }
  return Int32Array.from(columns);
}

type Counted = { readonly keys: Float64Array; readonly people: Int32Array };

function counted(unsorted: Float64Array): Counted {
  const sorted = unsorted.sort();
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
  const n = keys.length;
  const rows = { profile: new Int32Array(n), baseline: new Int16Array(n), nurse: new Uint8Array(n), people };
  for (let row = 0; row < n; row++) {
    const profile = Math.floor((keys[row] ?? 0) / (2 * scoreRoom));
    const rest = (keys[row] ?? 0) - profile * 2 * scoreRoom;
    rows.profile[row] = profile;
    rows.baseline[row] = (rest >> 1) - scoreShift;
    rows.nurse[row] = rest & 1;
  }
  return rows;
}

function pairedRows(unsorted: Float64Array, span: number, practices: number): Pick<ModelRows, "paired" | "clusterStarts"> {
  const { keys, people } = counted(unsorted);
  const whole = new Float64Array(keys.length);
  const followUp = new Int16Array(keys.length);
  const clusterStarts = new Int32Array(practices + 1);
  for (let row = 0; row < keys.length; row++) {
    const withoutScore = Math.floor((keys[row] ?? 0) / scoreRoom);
    const practice = Math.floor(withoutScore / span);
    followUp[row] = (keys[row] ?? 0) - withoutScore * scoreRoom - scoreShift;
    whole[row] = withoutScore - practice * span;
    clusterStarts[practice + 1] = row + 1;
  }
  return { paired: { ...countedRows({ keys: whole, people }), followUp }, clusterStarts };
}
