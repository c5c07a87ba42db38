import { type LongTable, type ReferralColumn, referralColumns } from "./long-table.ts";

/** What the rows say of referrals, read once for each distinct text. */
export type HeadFacts = {
  /** The referrer role in lower case; blank is `unknown`. */
  readonly role: (head: number) => string;
  /** A covariate's level; blank is `unknown`. */
  readonly level: (head: number, column: ReferralColumn) => string;
  /** A text as it is. */
  readonly text: (head: number, column: ReferralColumn) => string;
  /** The number of a text among those of its column: equal numbers, equal texts. */
  readonly code: (head: number, column: ReferralColumn) => number;
};

/** Reads heads of a table. */
export function headFacts({ heads, texts }: LongTable): HeadFacts {
  const all = Object.fromEntries(
    referralColumns.map((column, place) => [column, { place, texts: isLong(column) ? null : texts[column].texts() }]),
  ) as Record<ReferralColumn, { place: number; texts: readonly string[] | null }>;
  const roles = texts.referrer_role.texts().map((text) => text.toLowerCase() || "unknown");
  const code = (head: number, column: ReferralColumn) => heads.at(head, all[column].place);
  const text = (head: number, column: ReferralColumn) => all[column].texts?.[code(head, column)] ?? texts[column].text(code(head, column));
  return {
    role: (head) => roles[code(head, "referrer_role")] ?? "unknown",
    level: (head, column) => text(head, column) || "unknown",
    text,
    code,
  };
}

// one text a person: made when asked for
function isLong(column: ReferralColumn): boolean {
  return column === "referral_id" || column === "patient";
}
