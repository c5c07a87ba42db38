import type { FeedRecord } from "../../core/outcomes-feed.ts";

/** What of a figure can be looked at: one statistic across its groups, or everything said of everybody in one unit. */
export function measuresOf(numbers: readonly FeedRecord[]): readonly (readonly [value: string, text: string])[] {
  const across = new Set(numbers.flatMap(({ group, statistic }) => (group === "all" ? [] : [statistic])));
  const units = new Set(numbers.flatMap(({ group, unit }) => (group === "all" ? [unit] : [])));
  return [
    ...[...across].map((statistic) => [`across ${statistic}`, `${capital(statistic)}, by group`] as const),
    ...[...units].map((unit) => [`all ${unit}`, `Everybody, in ${unit}`] as const),
  ];
}

export function isOfEverybody(measure: string): boolean {
  return measure.startsWith("all ");
}

/** The numbers of one measure, those that are not shown among them. */
export function chosenOf(numbers: readonly FeedRecord[], measure: string): readonly FeedRecord[] {
  return numbers.filter(({ group, statistic, unit }) => (group === "all" ? measure === `all ${unit}` : measure === `across ${statistic}`));
}

/** What there is to say of a measure in one sentence or two: how many numbers, and how many of them are not shown. */
export function wordsOf(chosen: readonly FeedRecord[]): string {
  const hidden = chosen.filter(({ value }) => value === null).length;
  const those = hidden === 0 ? "" : ` ${hidden === 1 ? "One is" : `${hidden} are`} not shown here: the page says why.`;
  return `${chosen.length} ${chosen.length === 1 ? "number" : "numbers"}.${those}`;
}

/** What the columns of the table under a picture are called. */
export function tableHead(chosen: readonly FeedRecord[], measure: string): readonly string[] {
  return [isOfEverybody(measure) ? "Number" : "Group", capital(chosen[0]?.unit ?? ""), "95% interval", "Standing"];
}

/** The rows of that table: every number of the picture, and those that are not shown with the sign that the pages give them. */
export function rowsOf(chosen: readonly FeedRecord[], measure: string): readonly (readonly string[])[] {
  return chosen.map(({ value, lower, upper, status, ...about }) => [
    labelOf(about, measure),
    value === null ? (signs[status] ?? "") : inFigures(value),
    lower === null || upper === null ? "" : `${inFigures(lower)} to ${inFigures(upper)}`,
    capital(status.replaceAll("-", " ")),
  ]);
}

/** What a number is called beside its mark and in its row: names in the feed are those of programs, and are told in words. */
export function labelOf({ group, statistic }: Pick<FeedRecord, "group" | "statistic">, measure: string): string {
  return inWords(isOfEverybody(measure) ? statistic : group);
}

export function inWords(name: string): string {
  return capital(
    name
      .replace(/([a-z])([A-Z])/g, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`)
      .replace(/([a-z])-(?=[a-z])/g, "$1 "),
  );
}

const signs: Readonly<Partial<Record<FeedRecord["status"], string>>> = { suppressed: "[c]", missing: "[x]", "not-applicable": "[z]" };

function inFigures(value: number): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: 3 }).replace("-", "−");
}

/** Where a table stands: on its outcome's page, or on one of the evaluators'. */
const evidence: Readonly<Record<string, string>> = {
  forest: "evidence/index.html#fig-forest",
  balance: "evidence/index.html#fig-balance",
  overlap: "evidence/index.html#fig-overlap",
  evaluations: "evidence/index.html#every-outcome",
  "tipping-point": "missing-data/index.html#fig-tipping-point",
  "missing-groups": "missing-data/index.html#fig-missing-groups",
  "missing-months": "missing-data/index.html#fig-missing-months",
};

/** The page of a place that shows a table, below the place's folder. */
export function pageOf(table: string, outcome: string): string {
  return evidence[table] ?? `${outcome}/index.html#fig-${table}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
