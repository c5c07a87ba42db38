import type { ComparisonTable } from "../../core/comparison-table.ts";
import type { EvaluationReport } from "../../core/evaluation-report.ts";
import type { Dimension, OutcomeReport } from "../../core/place-report.ts";
import { capital } from "./capital.ts";
import { activityNames } from "./construct-words.ts";
import { equityDimensions, groupName } from "./equity-words.ts";
import { countText, decimalText, numberOf, shownText } from "./numbers.ts";

/** Beyond so many standard deviations two groups are called unlike (Austin 2009). */
export const unlikeFrom = 0.1;

/** Dimensions of the figure in its order, with their headings. */
export const balanceDimensions: readonly (readonly [dimension: Dimension, title: string])[] = [
  ...equityDimensions.map(([dimension, title]) => [dimension, title] as const),
  ...Object.entries({ activity: "Activity" } as const).map(([dimension, title]) => [dimension as Dimension, title] as const),
];

/** What a row is called. */
export function balanceRow(dimension: Dimension, group: string, isShort = false): string {
  if (dimension === "activity") return activityNames[group] ?? group;
  return groupName(dimension, group, isShort);
}

export const balanceLabels = {
  scoresTitle: "At the start",
  firstScore: "First score",
  axis: "Nurse less others, in standard deviations",
  axisShort: "Standard deviations",
  alike: "alike",
  treated: "Nurse",
  others: "Others",
  difference: "Apart",
  columns: ["People referred by", "Referred by a nurse", "Referred by others", "Standardised difference"],
} as const;

/** A difference in standard deviations as text. */
export function apartText(value: number): string {
  const text = decimalText(value, 2);
  return value > 0 ? `+${text}` : text;
}

/** Whether the comparison is the one that the table counts: nurses beside everybody else. */
export function isCounted({ treated }: Pick<EvaluationReport, "treated">): boolean {
  return treated.length === 1 && treated[0] === "nurse";
}

type Beside = Pick<OutcomeReport, "measure"> & { readonly comparison: ComparisonTable };

function differencesOf({ firstScore, groups }: ComparisonTable): readonly number[] {
  return [firstScore, ...groups.flatMap(({ rows }) => rows.map(({ difference }) => difference))].flatMap((shown) => numberOf(shown) ?? []);
}

/** The title, in 15 words or fewer. */
export function balanceTitle({ comparison }: Beside): string {
  const shown = differencesOf(comparison);
  const unlike = shown.filter((value) => Math.abs(value) > unlikeFrom).length;
  if (shown.length === 0) return "How alike the groups were is confidential here, or too few to say";
  if (unlike === 0) return `The groups were alike at the start in all ${shown.length} characteristics shown`;
  return `The groups were unlike at the start in ${unlike} of ${shown.length} characteristics`;
}

/** Measure, whom and period. */
export function balanceSubtitle({ measure, comparison }: Beside, period: string): string {
  return `Standardised difference between people referred by a nurse (${shownText(comparison.treated, countText)}) and by others (${shownText(comparison.others, countText)}), of those with both ${measure.name} scores, ${period}`;
}

export const howToReadBalance =
  "Each dot is how far apart the two groups were in one characteristic, before any adjustment. Dots inside the grey band are alike.";

/** The method, what is allowed for, and what needs each person's record. */
export const weightedNeeds =
  "After weighting: this needs each person’s record. “hearten analyse FILE.csv --spec SPECIFICATION.json --json” gives it from the de-identified dataset, as ipw.balance, and the fitted chances of referral as ipw.propensities.";

export function balanceNotes(allowed: string): readonly string[] {
  return [
    `Difference of shares (of means, for the first score) divided by the pooled standard deviation; below ${unlikeFrom} either way is alike (Austin 2009). Shares come from the counts as they are shown. Small groups lie apart by chance alone.`,
    `The main comparison allows for ${allowed}. What is not recorded cannot be shown here, and may differ more.`,
    weightedNeeds,
  ];
}

/** The figure for a reader who cannot see it. */
export function balanceAlt({ comparison }: Beside): string {
  const told = comparison.groups.flatMap(({ dimension, rows }) =>
    rows.map(({ group, difference }) => [balanceRow(dimension, group), numberOf(difference)] as const),
  );
  const far = told.flatMap(([name, value]) => (value !== null && Math.abs(value) > unlikeFrom ? [`${name}: ${apartText(value)}`] : []));
  const first = shownText(comparison.firstScore, apartText);
  return `Dot plot of standardised differences between people referred by a nurse and by others. First score: ${first}. ${far.length === 0 ? "No characteristic shown lies outside 0.1 either way." : `Outside 0.1: ${far.join("; ")}.`}`;
}

/** Why there is no figure. */
export function comparisonEmpty(report: Pick<EvaluationReport, "treated">): string {
  if (!isCounted(report))
    return "The night counts nurses beside everybody else; the declared comparison is another one. “hearten analyse” answers it from the de-identified dataset.";
  return "How many people one of the groups has is confidential here, or fewer than 30 of them have scores before and after. The figure appears when 30 in each can be shown.";
}

/** The figure of first scores: its title, in 15 words or fewer. */
export function overlapTitle({ comparison }: Beside): string {
  const known = comparison.bands.filter(({ treated, others }) => treated.kind === "value" && others.kind === "value");
  const both = known.filter(({ treated, others }) => (numberOf(treated) ?? 0) > 0 && (numberOf(others) ?? 0) > 0);
  if (known.length < 2) return "How first scores of the groups overlap is confidential here";
  if (both.length === comparison.bands.length) return `Both groups began in all ${comparison.bands.length} severity bands`;
  return `Both groups began in ${both.length} of ${comparison.bands.length} severity bands`;
}

export function overlapSubtitle({ measure, comparison }: Beside, period: string): string {
  return `${measure.name} band at the start, per cent of people referred by a nurse (${shownText(comparison.treated, countText)}) and by others (${shownText(comparison.others, countText)}) with both scores, ${period}`;
}

export const howToReadOverlap =
  "Each pair of bars is one severity band: how many in 100 of each group began in it. Where one group has nobody, nobody there can be compared.";

export const overlapNotes = [
  "Percentages come from the counts as they are shown. First scores are one thing that could decide who refers; the fitted chance of referral by everything recorded needs each person’s record: “hearten analyse FILE.csv --spec SPECIFICATION.json --json” gives its distribution in both groups as ipw.propensities.",
] as const;

export const overlapColumns = ["Band at the start", "Referred by a nurse", "Per cent", "Referred by others", "Per cent"] as const;

export function bandName({ label, from, to }: ComparisonTable["bands"][number]): string {
  return `${capital(label)} (${from}–${to})`;
}

export function overlapAlt({ comparison }: Beside): string {
  const percent = (value: number) => `${value}%`;
  const told = comparison.bands.map(
    (band) =>
      `${bandName(band)}: ${shownText(band.treatedPercent, percent)} of nurses’ referrals, ${shownText(band.othersPercent, percent)} of others’`,
  );
  return `Bars of first scores by who referred. ${told.join(". ")}.`;
}

export const overlapEmpty = "This measure has no published severity bands, so first scores are not set side by side.";
