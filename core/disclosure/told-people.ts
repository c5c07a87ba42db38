import type { EvaluationAnswer } from "../evaluation-report.ts";
import { type Dimension, type OutcomeReport, primaryInstrument } from "../place-report.ts";
import type { Shown } from "../shown.ts";
import { comparedRole } from "./compared-cells.ts";
import { rounded, suppressed } from "./show.ts";

/**
 * How many people an evaluation is about, as the page of their outcome tells them: the cells of its table and sums of them, so that one number has one state
 * on all pages, and what follows from a hidden one is hidden.
 */
export type ToldPeople = {
  readonly treated: Shown;
  readonly others: Shown;
  readonly asked: Shown;
  readonly paired: Shown;
  /** Per cent of people with a first score who have no follow-up score. */
  readonly treatedMissing: Shown;
  readonly othersMissing: Shown;
  /** The people of both arms in one group of a covariate. */
  readonly groupOf: (covariate: string, level: string) => Shown;
};

/** Of an evaluation of some of a place's people, or by other arms than the place's pages tell of, no number is told: less what stands there it could tell of a few. */
export const untoldPeople: ToldPeople = {
  treated: suppressed,
  others: suppressed,
  asked: suppressed,
  paired: suppressed,
  treatedMissing: suppressed,
  othersMissing: suppressed,
  groupOf: () => suppressed,
};

/** What the outcomes of a place tell of the people of an evaluation. */
export function toldPeople(
  { instrument, isPart }: Pick<EvaluationAnswer, "instrument" | "isPart">,
  outcomes: readonly OutcomeReport[],
): ToldPeople {
  const report = outcomes.find(({ outcome }) => primaryInstrument[outcome] === instrument);
  const { comparison, unfollowed, flow } = report ?? {};
  if (isPart || flow === undefined || !comparison || !unfollowed) return untoldPeople;
  const { treated, others } = comparison;
  if (treated.kind !== "value" || others.kind !== "value")
    return { ...untoldPeople, treated, others, asked: flow.baseline, paired: flow.followedUp };
  const roles = unfollowed.groups.find(({ dimension }) => dimension === "role")?.rows ?? [];
  const missingOf = (isOwn: (role: string) => boolean) => sumOf(roles.filter(({ group }) => isOwn(group)).map(({ n }) => n));
  return {
    treated,
    others,
    asked: flow.baseline,
    paired: flow.followedUp,
    treatedMissing: shareOf(
      missingOf((role) => role === comparedRole),
      treated.value,
    ),
    othersMissing: shareOf(
      missingOf((role) => role !== comparedRole && role !== "unknown"),
      others.value,
    ),
    groupOf: (covariate, level) => {
      const rows = comparison.groups.find(({ dimension }) => dimension === dimensionOf[covariate])?.rows;
      const row = rows?.find(({ group }) => group === level);
      return row === undefined ? suppressed : sumOf([row.treated, row.others]);
    },
  };
}

/** What a covariate of an analysis is called on a place's pages. */
const dimensionOf: Readonly<Record<string, Dimension>> = { age_band: "age", sex: "sex", imd_quintile: "imd", activity: "activity" };

function sumOf(parts: readonly Shown[]): Shown {
  const known = parts.flatMap((part) => (part.kind === "value" ? [part.value] : []));
  return known.length < parts.length ? suppressed : { kind: "value", value: known.reduce((sum, n) => sum + n, 0) };
}

/** Of counts as they are shown. */
function shareOf(missing: Shown, paired: number): Shown {
  if (missing.kind !== "value" || missing.value + paired === 0) return suppressed;
  return { kind: "value", value: rounded((100 * missing.value) / (missing.value + paired), 0) };
}
