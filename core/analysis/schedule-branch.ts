import { type CivilDate, daysBetween } from "../civil-date.ts";
import type { Deviation } from "../deviation.ts";
import { normalTails } from "../statistics/normal.ts";
import { sequentialLooks } from "../statistics/spending.ts";
import { studentQuantile } from "../statistics/student-t.ts";
import type { Branch } from "./describe-pairs.ts";
import type { Evaluation } from "./evaluation.ts";
import { reasons } from "./reasons.ts";

/** The primary estimate with its error and degrees of freedom; `null` where it has none. */
export type ScheduledEstimate = { readonly estimate: number; readonly standardError: number; readonly df: number } | null;

/** A look is held to have been on its day if the data end within so many days after it. */
const daysLate = 31;

/**
 * The declared look that the data have come to, with the interval that its share of the error rate allows: by the significance level of the look,
 * at the t of the estimate's degrees of freedom (Jennison and Turnbull 2000, 3.8 and 9.1). Before the first look nothing may be concluded; long
 * after one, what is seen was no declared look, and the deviation says so.
 */
export function scheduleBranch(
  { schedule }: { schedule: NonNullable<Evaluation["schedule"]> },
  measured: ScheduledEstimate,
  lastDay: CivilDate | null,
): Branch {
  const looks = sequentialLooks(schedule.map(({ fraction }) => fraction));
  const place = schedule.findLastIndex(({ on }) => lastDay !== null && on <= lastDay);
  const [declared, look] = [schedule[place], looks[place]];
  if (declared === undefined || look === undefined) {
    return { look: 0, of: looks.length, next: schedule[0]?.on, ci_at_look: [null, null], reason: reasons.noLookYet };
  }
  const nominal = 2 * normalTails(look.bound).upper;
  const late = lastDay === null ? 0 : daysBetween(declared.on, lastDay);
  const isLast = place === looks.length - 1;
  return {
    ...{ look: place + 1, of: looks.length, on: declared.on, fraction: look.fraction, alpha_spent: look.spent },
    ...{ z_bound: look.bound, nominal_alpha: nominal, ...intervalAt(measured, nominal), next: schedule[place + 1]?.on ?? null },
    ...(late > daysLate && !isLast ? { deviation: { kind: "no-declared-look", on: declared.on, daysLate: late } satisfies Deviation } : {}),
  };
}

function intervalAt(measured: ScheduledEstimate, nominal: number): Branch {
  if (measured === null) return { ci_at_look: [null, null], crosses: null, reason: reasons.noErrorToLook };
  const half = studentQuantile(1 - nominal / 2, measured.df) * measured.standardError;
  return { ci_at_look: [measured.estimate - half, measured.estimate + half], crosses: Math.abs(measured.estimate) > half };
}
