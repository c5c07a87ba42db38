import { createHash } from "node:crypto";
import type { CivilDate, Month } from "../core/civil-date.ts";
import type { Unit } from "../core/night/unit.ts";
import { type Level, levels } from "../core/organisations/organisation.ts";
import type { Mark } from "../core/ports/derived.ts";
import { runsPartition } from "../names.ts";

/** A primary key of the derived table. */
export type Key = { readonly pk: string; readonly sk: string };

/** How each level is written in keys. */
const levelWords: Record<Level, string> = { practice: "PR", pcn: "PCN", icb: "ICB", england: "ENG" };

/** The level that a word in a key stands for. */
export function levelFromWord(word: string): Level {
  const found = levels.find((level) => levelWords[level] === word);
  if (found === undefined) throw new TypeError("levelFromWord requires a word that stands for a level");
  return found;
}

const shardCount = 16;

/** A month in a key: `202603`. */
export function monthKey(month: Month): string {
  return month.replace("-", "");
}

/** The month a key stands for. */
export function monthFromKey(text: string): Month {
  return `${text.slice(0, 4)}-${text.slice(4, 6)}`;
}

/** The partition of a practice-month's episode summaries. */
export function summariesKey({ code, month }: Pick<Unit, "code" | "month">): string {
  return `PC#${code}#${monthKey(month)}`;
}

/** The sixteen partitions over which a level's marks are spread. */
export function markPartitions(level: Level): readonly string[] {
  return Array.from({ length: shardCount }, (_, shard) => markPartition(level, shard));
}

function markPartition(level: Level, shard: number): string {
  return `DM#${levelWords[level]}#${String(shard).padStart(2, "0")}`;
}

/** The partition and the beginning of the sort key of all marks of a unit. */
export function marksKey({ level, code, month }: Unit): Key {
  const unit = `${code}#${monthKey(month)}`;
  const firstNibble = Number.parseInt(createHash("sha256").update(unit).digest("hex").slice(0, 1), 16);
  return { pk: markPartition(level, firstNibble), sk: `${unit}#` };
}

/** The key of one mark. */
export function markKey(mark: Mark): Key {
  const { pk, sk } = marksKey(mark);
  return { pk, sk: `${sk}${mark.id}` };
}

/** The mark that a sort key names, in a partition of that level. */
export function markFromKey(level: Level, sk: string): Mark {
  const [code = "", month = "", ...id] = sk.split("#");
  return { level, code, month: monthFromKey(month), id: id.join("#") };
}

/** Where a unit's statistic stands: under its parent, so that a roll-up is one query. */
export function statisticRowKey({ level, code, month }: Unit, parent: string): Key {
  const pk = `CH#${parent === "" ? "ROOT" : parent}#${monthKey(month)}`;
  return { pk, sk: level === "england" ? levelWords.england : `${levelWords[level]}#${code}` };
}

/** The place that a statistic's sort key names. */
export function codeFromStatisticKey(sk: string): string {
  return sk.slice(sk.indexOf("#") + 1);
}

/** The partition of what stands under a place in a month. */
export function childrenKey({ code, month }: Pick<Unit, "code" | "month">): string {
  return `CH#${code}#${monthKey(month)}`;
}

/** The row that holds a unit's version and says under which parent its statistic stands. */
export function standingKey({ code, month }: Pick<Unit, "code" | "month">): Key {
  return { pk: `UN#${code}`, sk: monthKey(month) };
}

/** The partition of a practice's referrals that owe a follow-up, by the last day on which one would count. */
export function followUpsPartition(practice: string): string {
  return `DUE#${practice}`;
}

/** One of them. */
export function followUpsKey({ practice, until }: { practice: string; until: CivilDate }, refKey: string): Key {
  return { pk: followUpsPartition(practice), sk: `${until}#${refKey}` };
}

/** A referral of a practice that somebody must look at. */
export function attentionKey({ practice }: { practice: string }, refKey: string): Key {
  return { pk: attentionPartition(practice), sk: `EP#${refKey}` };
}

/** The partition of such referrals. */
export function attentionPartition(practice: string): string {
  return `ATT#${practice}`;
}

/** The partition of a practice's withdrawals that wait for what they withdraw. */
export function waitingPartition(practice: string): string {
  return `WAI#${practice}`;
}

/** The list of places that may have a statistic. */
export const placesKey = "PLACES";

/** The partition of runs, and the row that holds the newest generation number. */
export const runsKey = runsPartition;
export const leaseKey: Key = { pk: runsKey, sk: "LEASE" };

/** The row of one run. Numbers are padded so that they sort. */
export function runKey(gen: number): Key {
  return { pk: runsKey, sk: `R#${String(gen).padStart(9, "0")}` };
}
