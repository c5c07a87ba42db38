import { factors, type Grouping, type HeadFacts } from "./head-facts.ts";
import { type Baselines, type FollowUpRule, noFollowUp } from "./pair-surveys.ts";
import { placesAmong, seenProfiles } from "./seen-profiles.ts";

/** People of one instrument as counted rows of small numbers, in an order that their values alone decide. */
export type ModelRows = {
  /** Practices with any pair, in byte order. */
  readonly clusters: readonly string[];
  /** Where each practice's rows start among the paired; one more entry for the end. */
  readonly clusterStarts: Int32Array;
  /** `(Intercept)`, `baseline`, `nurse`, and a column for each level but the first of each factor with more than one. */
  readonly columns: readonly string[];
  /** The level of each covariate that has no column, in the order of the covariates. */
  readonly references: readonly string[];
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
  readonly covariates: readonly Grouping[];
  /** Roles in lower case; `others` absent means every other role that is known. */
  readonly treated: readonly string[];
  readonly others?: readonly string[] | undefined;
};

/** The rule of the conformance cases: nurse referrals against all others, by the primary follow-up rule, adjusted for everything. */
export const conformanceChoice: ModelChoice = { rule: "last", covariates: factors, treated: ["nurse"] };

/** The rows that models are made of: referrals whose referrer's role is known. The column `nurse` is 1 for the treated. */
export function modelRows(baselines: Baselines, facts: HeadFacts, choice: ModelChoice = conformanceChoice): ModelRows {
  const { head, score, count } = baselines;
  const followUp = baselines[choice.rule].score;
  const arms = armsOf(facts, choice);
  const { paired, missing } = split(count, (row) => arms[head[row] ?? 0] ?? -1, followUp);
  const practices = seenPractices(facts, baselines, paired);
  const profiles = seenProfiles(facts, baselines, paired, choice.covariates);
  const span = profiles.list.length * scoreRoom * 2;
  const keyOf = (row: number) => {
    const place = head[row] ?? 0;
    const profile = profiles.rank[facts.profile[place] ?? 0] ?? 0;
    return (profile * scoreRoom + (score[row] ?? 0) + scoreShift) * 2 + (arms[place] ?? 0);
  };
  const pairKeys = new Float64Array(paired.length);
  for (let index = 0; index < paired.length; index++) {
    const row = paired[index] ?? 0;
    const practice = practices.place[facts.practice[head[row] ?? 0] ?? 0] ?? 0;
    pairKeys[index] = (practice * span + keyOf(row)) * scoreRoom + (followUp[row] ?? 0) + scoreShift;
  }
  const imputable = missing.filter((row) => (profiles.rank[facts.profile[head[row] ?? 0] ?? 0] ?? -1) >= 0);
  return {
    clusters: practices.names,
    ...pairedRows(pairKeys, span, practices.names.length),
    columns: ["(Intercept)", "baseline", "nurse", ...profiles.columns],
    references: profiles.references,
    profiles: profiles.list,
    missing: countedRows(counted(Float64Array.from(imputable, keyOf))),
    unseenLevels: missing.length - imputable.length,
  };
}

/** By head: 1 for the treated, 0 for those they are compared with, −1 for everybody else. */
export function armsOf({ roles, role }: HeadFacts, { treated, others }: Pick<ModelChoice, "treated" | "others">): Int8Array {
  const byRole = roles.names.map((name) => {
    if (treated.includes(name)) return 1;
    return (others === undefined ? name !== "unknown" : others.includes(name)) ? 0 : -1;
  });
  const arms = new Int8Array(role.length);
  for (let head = 0; head < role.length; head++) arms[head] = byRole[role[head] ?? 0] ?? -1;
  return arms;
}

type Split = { readonly paired: Int32Array; readonly missing: Int32Array };

function split(count: number, arm: (row: number) => number, followUp: Int16Array): Split {
  const [paired, missing] = [new Int32Array(count), new Int32Array(count)];
  let [pairs, without] = [0, 0];
  for (let row = 0; row < count; row++) {
    if (arm(row) < 0) continue;
    if (followUp[row] === noFollowUp) missing[without++] = row;
    else paired[pairs++] = row;
  }
  return { paired: paired.subarray(0, pairs), missing: missing.subarray(0, without) };
}

function seenPractices(
  facts: HeadFacts,
  { head }: Baselines,
  paired: Int32Array,
): { readonly names: readonly string[]; readonly place: Int32Array } {
  const seen = new Uint8Array(facts.practices.length);
  for (let index = 0; index < paired.length; index++) seen[facts.practice[head[paired[index] ?? 0] ?? 0] ?? 0] = 1;
  return { names: facts.practices.filter((_, place) => seen[place] === 1), place: placesAmong(seen) };
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
