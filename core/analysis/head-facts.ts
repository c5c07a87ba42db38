import { compareTexts } from "./compare-texts.ts";
import { type LongTable, type ReferralColumn, referralColumns } from "./long-table.ts";
import { TupleTable } from "./tuple-table.ts";

/** What the rows say of referrals. A head's text in a column is a number; equal numbers, equal texts. */
export type HeadFacts = {
  readonly code: (head: number, column: ReferralColumn) => number;
  readonly text: (head: number, column: ReferralColumn) => string;
  /** The referrer's role in lower case, blank as `unknown`, as a level. */
  readonly roles: Levels;
  /** Each head's role among {@link roles}. */
  readonly role: Int32Array;
  /** Practices as they are named, a blank one included, and each head's place among them. */
  readonly practices: readonly string[];
  readonly practice: Int32Array;
  /** The covariates in the order of {@link groupings}: the levels of each, the combinations that occur, and each head's combination. */
  readonly covariates: readonly Levels[];
  readonly profiles: TupleTable;
  readonly profile: Int32Array;
};

/** The covariates that are groups, in the order in which models take them. */
export const factors = ["age_band", "sex", "imd_quintile", "activity"] as const satisfies readonly ReferralColumn[];

/** What people can be told apart by: the covariates, and how many sessions they attended where a file says so. */
export const groupings = [...factors, "sessions"] as const satisfies readonly ReferralColumn[];
export type Grouping = (typeof groupings)[number];

/** Distinct texts in byte order with `unknown` last, and each text number's place among them. */
export type Levels = { readonly names: readonly string[]; readonly ofCode: Int32Array };

/** Reads heads of a table, each distinct text once. */
export function headFacts({ heads, texts }: LongTable): HeadFacts {
  const places = Object.fromEntries(referralColumns.map((column, place) => [column, place])) as Record<ReferralColumn, number>;
  const roles = levelsOf(texts.referrer_role.texts().map((text) => text.toLowerCase() || "unknown"));
  const practices = levelsOf(texts.practice.texts());
  const covariates = groupings.map((factor) => levelsOf(texts[factor].texts().map((text) => text || "unknown")));
  const code = (head: number, column: ReferralColumn) => heads.at(head, places[column]);
  return {
    code,
    text: (head, column) => texts[column].text(code(head, column)),
    roles,
    role: eachHead(heads, places.referrer_role, roles),
    practices: practices.names,
    practice: eachHead(heads, places.practice, practices),
    covariates,
    ...profilesOf(
      heads,
      groupings.map((factor, index) => eachHead(heads, places[factor], covariates[index] ?? roles)),
    ),
  };
}

function eachHead(heads: TupleTable, place: number, { ofCode }: Levels): Int32Array {
  const values = new Int32Array(heads.size);
  for (let head = 0; head < heads.size; head++) values[head] = ofCode[heads.at(head, place)] ?? -1;
  return values;
}

function profilesOf(heads: TupleTable, levels: readonly Int32Array[]): Pick<HeadFacts, "profiles" | "profile"> {
  const profiles = new TupleTable(levels.length);
  const row = new Int32Array(levels.length);
  const profile = new Int32Array(heads.size);
  for (let head = 0; head < heads.size; head++) {
    for (let factor = 0; factor < levels.length; factor++) row[factor] = levels[factor]?.[head] ?? -1;
    profile[head] = profiles.intern(row);
  }
  return { profiles, profile };
}

function levelsOf(named: readonly string[]): Levels {
  const names = [...new Set(named)].sort((a, b) => Number(a === "unknown") - Number(b === "unknown") || compareTexts(a, b));
  const places = new Map(names.map((name, place) => [name, place]));
  return { names, ofCode: Int32Array.from(named, (name) => places.get(name) ?? -1) };
}
