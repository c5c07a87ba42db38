import * as z from "zod";
import { canonicalJson } from "../canonical-json.ts";
import type { Month } from "../civil-date.ts";
import { eachCounted, mergeStatistics, parseStatistic, type Statistic, statisticText } from "../statistic.ts";
import { lessText, sumTexts } from "../statistic-texts.ts";
import { flowFamily } from "./family.ts";
import { inOrder, type Monthly, type splitMonths } from "./monthly.ts";
import type { Release } from "./release.ts";

/** What is seen of a place, by family: what its pages are drawn from. */
export type SeenTables = ReadonlyMap<string, Monthly>;

/** The same, as each family's text: sums are made of these. */
export type SeenTexts = ReadonlyMap<string, string>;

/** What is kept of a practice: what is seen of it, and the steps by which it came there; `null` for what holds nothing. */
export type ReleaseTexts = { readonly table: string | null; readonly history: string | null };

const texts = z.record(z.string(), z.string());
const steps = z.record(z.string(), z.array(z.string()));

/** One text for what is seen: equal tables are equal texts. A place that shows nobody as referred shows nothing. */
export function tableText(tables: SeenTables): string | null {
  return seenText(new Map([...tables].map(([family, table]) => [family, statisticText(table)] as const)));
}

/** The same of texts. */
export function seenText(tables: SeenTexts): string | null {
  const seen = [...tables].filter(([, table]) => table !== "");
  return seen.some(([family]) => family === flowFamily) ? canonicalJson(Object.fromEntries(seen)) : null;
}

/** What a text of {@link tableText} shows. */
export function parseTable(text: string | null): SeenTables {
  return new Map([...seenTexts(text)].map(([family, of]) => [family, parseStatistic(of)]));
}

/** The inverse of {@link seenText}. */
export function seenTexts(text: string | null): SeenTexts {
  return new Map(text === null ? [] : Object.entries(texts.parse(JSON.parse(text))));
}

/**
 * The months of a text of {@link tableText} in which somebody is counted, in order, all families together, and which families those are. What is told of a month without
 * anybody, who is gone from it, names its month itself and is kept with the first: it counts in every sum, and makes no month of a chart.
 */
export function parseMonths(text: string): { readonly months: ReturnType<typeof splitMonths>; readonly families: ReadonlySet<string> } {
  const tables = texts.parse(JSON.parse(text));
  const months = new Map<Month, Map<string, number>>();
  for (const table of Object.values(tables))
    eachCounted(table, (begin, tab, n) => {
      const bar = table.indexOf("|", begin);
      const month = table.slice(begin, bar);
      const statistic = months.get(month) ?? new Map<string, number>();
      if (statistic.size === 0) months.set(month, statistic);
      const key = table.slice(bar + 1, tab);
      statistic.set(key, (statistic.get(key) ?? 0) + n);
    });
  return { months: withPeople(inOrder(months)), families: new Set(Object.keys(tables)) };
}

function withPeople(months: ReturnType<typeof splitMonths>): ReturnType<typeof splitMonths> {
  const counted = months.filter(({ statistic }) => hasPeople(statistic));
  const [first, ...others] = counted;
  if (first === undefined || counted.length === months.length) return counted;
  const rest = months.filter(({ statistic }) => !hasPeople(statistic)).map(({ statistic }) => statistic);
  return [{ month: first.month, statistic: mergeStatistics([first.statistic, ...rest]) }, ...others];
}

function hasPeople(statistic: Statistic): boolean {
  for (const key of statistic.keys()) if (!key.startsWith("ledger|")) return true;
  return false;
}

/** The texts that a release is kept as: tables apart from their history, so that equal tables are one object whatever was seen before them. */
export function releaseTexts(release: Release): ReleaseTexts {
  const table = tableText(new Map([...release].map(([family, seen]) => [family, seen.table] as const)));
  // where the place shows nothing, what it would show of other families is remembered as its last step
  const held = table === null ? [...release].filter(([, seen]) => seen.table.size > 0) : [];
  const tables = Object.fromEntries(held.map(([family, seen]) => [family, statisticText(seen.table)]));
  const earlier = Object.fromEntries(
    [...release].filter(([, seen]) => seen.earlier.length > 0).map(([family, seen]) => [family, seen.earlier.map(statisticText)]),
  );
  const isEmpty = Object.keys(earlier).length === 0 && held.length === 0;
  return { table, history: isEmpty ? null : canonicalJson({ earlier, tables }) };
}

/** The inverse of {@link releaseTexts}. */
export function parseRelease({ table, history }: ReleaseTexts): Release {
  const { earlier = {}, tables = {} } = history === null ? {} : historySchema.parse(JSON.parse(history));
  const seen = new Map([...parseTable(table), ...Object.entries(tables).map(([family, text]) => [family, parseStatistic(text)] as const)]);
  const families = [...new Set([...seen.keys(), ...Object.keys(earlier)])].sort();
  return new Map(
    families.map((family) => [family, { table: seen.get(family) ?? new Map(), earlier: (earlier[family] ?? []).map(parseStatistic) }]),
  );
}

const historySchema = z.object({ earlier: steps, tables: texts });

/** What is seen of a place above: family by family, the sum of what is seen of those below it. */
export function sumOfSeen(below: Iterable<SeenTexts>): SeenTexts {
  const families = new Map<string, string[]>();
  for (const tables of below) for (const [family, table] of tables) families.set(family, [...(families.get(family) ?? []), table]);
  return new Map([...families].map(([family, all]) => [family, sumTexts(all)]));
}

/** A sum of {@link sumOfSeen} when some of those below have come and others have left: what it would be of all that are below now. */
export function movedBy(from: SeenTexts, came: readonly SeenTexts[], left: readonly SeenTexts[]): SeenTexts {
  const less = sumOfSeen(left);
  return new Map([...sumOfSeen([from, ...came])].map(([family, more]) => [family, lessText(more, less.get(family) ?? "")]));
}
