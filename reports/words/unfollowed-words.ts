import type { UnfollowedTable } from "../../core/comparison-table.ts";
import type { Dimension, OutcomeReport } from "../../core/place-report.ts";
import { activityNames, roleNames } from "./construct-words.ts";
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

const dimensionNames: Readonly<Record<string, string>> = {
  role: "Who referred",
  ...Object.fromEntries(equityDimensions.map(([dimension, title]) => [dimension, title])),
  activity: "Activity",
};

/** Who has no follow-up, group by group: those who are not due one yet are among them. */
export const unfollowedColumns = [
  "Group",
  "Of what",
  "No follow-up score",
  "Per cent of those with a first score",
  "95% interval",
] as const;
export const unfollowedCaption = "People with a first score and no follow-up score yet";

/** Rows of that table, groups in their fixed order. */
export function unfollowedRows({ groups }: UnfollowedTable): readonly (readonly string[])[] {
  const name = (dimension: "role" | Dimension, group: string) => {
    if (dimension === "role") return roleNames[group] ?? group;
    return dimension === "activity" ? (activityNames[group] ?? group) : groupName(dimension, group);
  };
  return groups.flatMap(({ dimension, rows }) =>
    rows.map(({ group, n, percent }) => [
      name(dimension, group),
      dimensionNames[dimension] ?? dimension,
      shownText(n, countText),
      shownText(percent, percentText),
      intervalText(percent, percentText),
    ]),
  );
}
