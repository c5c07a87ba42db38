import { type Dimension, dimensions, type OutcomeReport, type PlaceFrame } from "../../core/place-report.ts";
import { sentenceFrom } from "./change-words.ts";
import { classWords, constructs, periodText } from "./construct-words.ts";
import { countText, decimalText, percentText, shownText } from "./numbers.ts";

/** What people are compared by in the figure of groups, in its order: in full, and for a phone. Activity has a figure of its own. */
const dimensionTitles = {
  imd: ["Deprivation (IMD quintile)", "Deprivation (IMD)"],
  ethnicity: ["Ethnic group", "Ethnic group"],
  age: ["Age", "Age"],
  sex: ["Sex", "Sex"],
} as const;

/** The same as a list. */
export const equityDimensions = Object.entries(dimensionTitles).map(
  ([dimension, [title, short]]) => [dimension as keyof typeof dimensionTitles, title, short] as const,
);

/** What the picture prints beside rows and bars. */
export const equityLabels = { everybody: (share: string) => `everybody ${share}`, people: "People" } as const;

/** The groups of each dimension as rows name them: in full, and for a phone. */
export const groupNames: Readonly<Record<string, Readonly<Record<string, readonly [full: string, short: string]>>>> = {
  imd: {
    1: ["1 (most deprived)", "1 (most)"],
    2: ["2", "2"],
    3: ["3", "3"],
    4: ["4", "4"],
    5: ["5 (least deprived)", "5 (least)"],
    unknown: ["Not known", "Not known"],
  },
  ethnicity: {
    white: ["White", "White"],
    mixed: ["Mixed or multiple", "Mixed"],
    asian: ["Asian or Asian British", "Asian"],
    black: ["Black or Black British", "Black"],
    other: ["Chinese or other", "Chinese or other"],
    unknown: ["Not stated or recorded", "Not stated"],
  },
  sex: { F: ["Female", "Female"], M: ["Male", "Male"], X: ["Indeterminate", "Indeterminate"], unknown: ["Not recorded", "Not recorded"] },
};

/** What a row is called. */
export function groupName(dimension: Dimension, group: string, isShort = false): string {
  const names = groupNames[dimension]?.[group];
  if (names !== undefined) return names[isShort ? 1 : 0];
  if (group === "unknown") return "Not recorded";
  return group.endsWith("+") ? `${group.slice(0, -1)} and over` : group.replace("-", " to ");
}

/** The title of the figure of groups: of a gap between most and least deprived areas only where test and interval both find one. */
export function equityTitle(report: OutcomeReport): string {
  const { n, threshold } = report.reliable;
  if (n.kind === "suppressed") return `How ${constructs[report.outcome].scores} differ between groups is confidential here [c]`;
  if (n.kind !== "value" || n.value < sentenceFrom) return `Too few people to compare ${constructs[report.outcome].scores} between groups`;
  const table = report.groups.find(({ dimension }) => dimension === "imd");
  const [most, least] = [shareOf(report, "1"), shareOf(report, "5")];
  if (most === null || least === null || table?.differ == null || report.deprivationGap.kind !== "value") {
    return "Too few people in the most or least deprived areas to compare them";
  }
  const { lower, upper } = report.deprivationGap;
  if (!table.differ || (lower <= 0 && upper >= 0)) return "No clear gap between the most and least deprived areas";
  const what = threshold === null ? "had better scores" : "improved reliably";
  return `${most < least ? "Fewer" : "More"} ${what} in the most deprived areas: ${percentText(most)}, against ${percentText(least)} in the least`;
}

function shareOf({ groups }: OutcomeReport, quintile: string): number | null {
  const row = groups.find(({ dimension }) => dimension === "imd")?.rows.find(({ group }) => group === quintile);
  return row === undefined || row.unreliable || row.improved.kind !== "value" ? null : row.improved.value;
}

/** The gap with its interval, and deterioration beside it. */
export function gapSentence(report: OutcomeReport): string {
  const { deprivationGap: gap, groups } = report;
  if (gap.kind !== "value") return "The gap between the most and least deprived areas is not shown here.";
  const rows = groups.find(({ dimension }) => dimension === "imd")?.rows ?? [];
  const worse = ["1", "5"].map((quintile) => rows.find(({ group }) => group === quintile)?.deteriorated ?? ({ kind: "missing" } as const));
  const [most, least] = worse.map((share) => shownText(share, percentText));
  const interval = `${decimalText(gap.lower, 0)} to ${decimalText(gap.upper, 0)}`;
  return (
    `Gap in improvement, least minus most deprived: ${decimalText(gap.value, 0)} percentage points (95% interval ${interval}). ` +
    `${report.reliable.threshold === null ? "Worse scores" : "Reliable deterioration"}: ${most} in the most deprived areas, ${least} in the least.`
  );
}

/** How it was found which groups differ. */
export function equityTest({ groups }: OutcomeReport): string {
  if (!equityDimensions.some(([one]) => groups.some(({ dimension, differ }) => dimension === one && differ !== null))) {
    return "Under no heading are there two groups of 30 people or more whose numbers may be shown, so groups are not compared.";
  }
  const apart = dimensions.filter((one) => groups.some(({ dimension, differ }) => dimension === one && differ === true));
  const told = equityDimensions
    .filter(([dimension]) => apart.includes(dimension))
    .map(([, title]) => title.toLowerCase().replace("(imd", "(IMD"));
  const rule =
    "Differences were tested within each heading across groups of 30 people or more (chi-squared, from the counts shown, p below 0.01): ";
  return `${rule}${told.length === 0 ? "none is larger than can come about by chance" : `beyond chance by ${told.join(", ")}`}.`;
}

/** How the figure of groups is read. */
export const howToReadGroups =
  "Each dot is the share of a group who improved; its line is the uncertainty. The dashed line is everybody. " +
  "Hollow dots rest on fewer than 30 people and are unreliable.";

/** Measure, people and period. */
export function equitySubtitle(report: OutcomeReport, place: PlaceFrame): string {
  const { reliable, measure } = report;
  const what = classWords(report).isReliable ? `whose ${measure.name} score improved reliably` : `with a better ${measure.name} score`;
  return `Per cent of people ${what}, by group, ${shownText(reliable.n, countText)} people with both scores, ${periodText(place.period)}`;
}

/** Intervals, the gap, the tests, and who is counted. */
export function equityNotes(report: OutcomeReport): readonly string[] {
  return [
    `Lines: 95% confidence intervals (Wilson). ${gapSentence(report)} ${equityTest(report)}`,
    "Only people with both scores are counted, and groups may differ in how many have them. Groups also differ in what brought people here.",
  ];
}

/** What the first column of the tables is called. */
export const equityHead = "Group";

/** The figure of groups for a reader who cannot see it. */
export function equityAlt(report: OutcomeReport): string {
  const told = equityDimensions.map(([dimension, title]) => {
    const rows = (report.groups.find((table) => table.dimension === dimension)?.rows ?? []).map(
      ({ group, improved }) => `${groupName(dimension, group)} ${shownText(improved, percentText)}`,
    );
    return `${title}: ${rows.join(", ")}`;
  });
  return `Dot plot of the share who improved, overall ${shownText(report.reliable.improved.percent, percentText)}. ${told.join(". ")}.`;
}
