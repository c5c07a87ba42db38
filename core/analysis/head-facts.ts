import { compareTexts } from "./compare-texts.ts";
import { type LongTable, type ReferralColumn, referralColumns } from "./long-table.ts";

/** What the rows say of referrals. A head's text in a column is a number; equal numbers, equal texts. */
export type HeadFacts = {
  readonly code: (head: number, column: ReferralColumn) => number;
  readonly text: (head: number, column: ReferralColumn) => string;
  /** The referrer's role in lower case, blank as `unknown`, as a level. */
  readonly roles: Levels;
  /** A column's texts as levels, blank as `unknown`. */
  readonly levels: (column: ReferralColumn) => Levels;
  /** A column's texts as they are, blank ones included. */
  readonly texts: (column: ReferralColumn) => Levels;
};

/** Distinct texts in byte order with `unknown` last, and each text number's place among them. */
export type Levels = { readonly names: readonly string[]; readonly ofCode: Int32Array };

/** Reads heads of a table, each distinct text once. */
export function headFacts({ heads, texts }: LongTable): HeadFacts {
  const places = Object.fromEntries(referralColumns.map((column, place) => [column, place])) as Record<ReferralColumn, number>;
  const code = (head: number, column: ReferralColumn) => heads.at(head, places[column]);
  return {
    code,
    text: (head, column) => texts[column].text(code(head, column)),
    roles: levelsOf(texts.referrer_role.texts().map((text) => text.toLowerCase() || "unknown")),
    levels: (column) => levelsOf(texts[column].texts().map((text) => text || "unknown")),
    texts: (column) => levelsOf(texts[column].texts()),
  };
}

function levelsOf(named: readonly string[]): Levels {
  const names = [...new Set(named)].sort((a, b) => Number(a === "unknown") - Number(b === "unknown") || compareTexts(a, b));
  const places = new Map(names.map((name, place) => [name, place]));
  return { names, ofCode: Int32Array.from(named, (name) => places.get(name) ?? -1) };
}
