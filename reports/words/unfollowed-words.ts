import type { UnfollowedTable } from "../../core/comparison-table.ts";
import type { OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { activityNames, periodText, roleNames } from "./construct-words.ts";
import { equityDimensions, groupName } from "./equity-words.ts";
import { countText, intervalText, monthText, numberOf, percentText, shownText } from "./numbers.ts";

/** Months needed before the figure is drawn. */
export const fewestMonths = 3;

type Months = UnfollowedTable["months"];

function percentsOf(months: Months): readonly number[] {
  return months.flatMap(({ percent }) => numberOf(percent) ?? []);
}

/** The title, in 15 words or fewer. */
export function missingMonthsTitle(months: Months): string {
  const shown = percentsOf(months);
  if (shown.length < fewestMonths) return "Too few months can be shown to see when follow-ups are missing";
  const [low, high] = [Math.min(...shown), Math.max(...shown)].map(percentText);
  return low === high
    ? `${low} had no follow-up score in every month of referral shown`
    : `Between ${low} and ${high} had no follow-up score, by month of referral`;
}

export function missingMonthsSubtitle({ measure }: OutcomeReport, months: Months): string {
  const [first, last] = [months[0]?.month, months.at(-1)?.month];
  const period = first === undefined || last === undefined ? "" : `, referred ${monthText(first)} to ${monthText(last)}`;
  return `Per cent of people with a first ${measure.name} score and no follow-up, by month of referral${period}`;
}

export const howToReadMissingMonths = "Each dot is the people referred in one month; the upright line is its uncertainty.";

export const missingMonthsNotes = [
  "Only months after which every follow-up is due (118 days). Lines: 95% confidence intervals (Wilson), from the counts as they are shown.",
  "A month in which more are missing than in others may be a practice that stopped sending, or people who left: these data do not say which.",
] as const;

export function missingMonthsAlt(months: Months): string {
  const told = months.map(({ month, percent }) => `${monthText(month)}: ${shownText(percent, percentText)}`);
  return `Per cent without a follow-up score by month of referral. ${told.join("; ")}.`;
}

export const missingMonthsEmpty = `Fewer than ${fewestMonths} months hold enough people to be shown. The figure appears when ${fewestMonths} months do.`;
export const missingMonthsColumns = ["Month of referral", "Both scores", "No follow-up", "Per cent without", "95% interval"] as const;

/** One row of its table. */
export function missingMonthRow({ month, followedUp, overdue, percent }: Months[number]): readonly string[] {
  return [
    monthText(month),
    shownText(followedUp, countText),
    shownText(overdue, countText),
    shownText(percent, percentText),
    intervalText(percent, percentText),
  ];
}

type Groups = UnfollowedTable["groups"];
type GroupDimension = Groups[number]["dimension"];

/** What people without a follow-up are told apart by, in the order of the figure: in full, and for a phone. */
export const unfollowedDimensions: readonly (readonly [dimension: GroupDimension, title: string, short: string])[] = [
  ["role", "Who referred", "Who referred"],
  ...equityDimensions,
  ["activity", "Activity", "Activity"],
];

/** What a group is called. */
export function unfollowedGroupName(dimension: GroupDimension, group: string, isShort = false): string {
  if (dimension === "role") return roleNames[group] ?? group;
  return dimension === "activity" ? (activityNames[group] ?? group) : groupName(dimension, group, isShort);
}

/** Groups needed under one heading before the figure is drawn: there is nothing to compare one with. */
export const fewestGroups = 2;

/** The title, in 15 words or fewer: a range, and nothing of single groups, for differences are not tested. */
export function missingGroupsTitle(groups: Groups): string {
  const shown = groups.flatMap(({ rows }) => rows.flatMap(({ percent }) => numberOf(percent) ?? []));
  if (shown.length < fewestGroups) return "Too few groups can be shown to see whose follow-ups are missing";
  const [low, high] = [Math.min(...shown), Math.max(...shown)].map(percentText);
  return low === high
    ? `${low} had no follow-up score in every group shown`
    : `Between ${low} and ${high} had no follow-up score, by group`;
}

/** Measure, people and period. */
export function missingGroupsSubtitle({ measure }: OutcomeReport, period: PlaceFrame["period"]): string {
  return `Per cent of people with a first ${measure.name} score and no follow-up yet, due or not, by group, ${periodText(period)}`;
}

export const howToReadMissingGroups =
  "Each dot is the share of a group who have no follow-up score; its line is the uncertainty. Where there is room, the last column counts them.";

export const missingGroupsNotes = [
  "People who are not due a follow-up yet are among them. Lines: 95% confidence intervals (Wilson), from the counts as they are shown.",
  "Differences between groups were not tested, and some arise by chance where there are so many groups. Why a group has fewer follow-ups these data do not say.",
] as const;

/** The figure for a reader who cannot see it: the lowest and the highest under each heading; the tables have the rest. */
export function missingGroupsAlt(groups: Groups): string {
  const told = unfollowedDimensions.flatMap(([dimension, title]) => {
    const rows = groups.find((one) => one.dimension === dimension)?.rows ?? [];
    return rows.length === 0 ? [] : [`${title}: ${endsText(dimension, rows)}`];
  });
  return `Dot plot of the share without a follow-up score. ${told.join(". ")}.`;
}

function endsText(dimension: GroupDimension, rows: Groups[number]["rows"]): string {
  const shown = rows.flatMap(({ group, percent }) => (percent.kind === "value" ? [{ group, value: percent.value }] : []));
  const [low, ...others] = shown.toSorted((one, other) => one.value - other.value);
  const hidden = rows.length - shown.length;
  const rest = hidden === 0 ? "" : `; ${hidden} of ${rows.length} groups not shown`;
  if (low === undefined) return `none of ${rows.length} groups shown`;
  const high = others.at(-1);
  const named = ({ group, value }: typeof low) => `${unfollowedGroupName(dimension, group)} (${percentText(value)})`;
  return `${high === undefined ? named(low) : `from ${named(low)} to ${named(high)}`}${rest}`;
}

export const missingGroupsEmpty = "Under no heading are there two groups whose shares may be shown. The figure appears when there are.";

/** What the picture calls its column of people, and the tables their columns. */
export const missingGroupsPeople = "Without";
export const missingGroupsColumns = ["Group", "No follow-up score", "Per cent of those with a first score", "95% interval"] as const;
export const missingGroupsCaption = (title: string) => `${title}: people with a first score and no follow-up score yet`;

/** One row of its tables. */
export function missingGroupRow(dimension: GroupDimension, { group, n, percent }: Groups[number]["rows"][number]): readonly string[] {
  return [
    unfollowedGroupName(dimension, group),
    shownText(n, countText),
    shownText(percent, percentText),
    intervalText(percent, percentText),
  ];
}
