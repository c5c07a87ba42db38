import { branchAt } from "../../core/analysis/branch-reader.ts";
import type { Branch } from "../../core/analysis/describe-pairs.ts";
import { shown, shownInterval } from "./analysis-numbers.ts";
import { reasonWords } from "./reason-words.ts";

/** The declared questions beside the primary one, a line or two each, under their evaluation. */
export function tellQuestions(evaluation: Branch): readonly string[] {
  const at = (key: string) => (evaluation[key] === undefined ? undefined : branchAt(evaluation, key));
  return [
    ...tell(at("negative_control"), tellControl),
    ...tell(at("heterogeneity"), tellHeterogeneity),
    ...tell(at("dose"), tellDose),
    ...tell(at("looks"), tellLooks),
    ...tell(at("schedule"), tellSchedule),
    ...tell(at("missing_data"), tellMissing),
    ...tell(at("power"), tellPower),
    ...tell(at("wellby"), tellWellby),
  ].map((line) => `  ${line}`);
}

function tell(branch: Branch | undefined, words: (branch: Branch) => readonly string[]): readonly string[] {
  return branch === undefined ? [] : words(branch);
}

function tellControl({ instrument, estimate, ci95, passed, reason }: Branch): readonly string[] {
  if (passed === null) return [`negative control ${String(instrument)}: not checked (${reasonWords(reason)})`];
  const found = `negative control ${String(instrument)}: ${shown(estimate)} (95% CI ${shownInterval(ci95)})`;
  return [passed === true ? `${found}, as it should be` : `${found}: the comparison fails its own check, so we do not interpret it`];
}

function tellHeterogeneity(groupings: Branch): readonly string[] {
  return Object.keys(groupings).map((grouping) => {
    const { p, p_holm, differs, reason } = branchAt(groupings, grouping);
    const name = `by ${grouping.replaceAll("_", " ")}`;
    if (p === null) return `${name}: not tested (${reasonWords(reason)})`;
    return `${name}: ${differs === true ? "the difference varies between groups" : "no group stands out"} (p ${shown(p, 3)}, ${shown(p_holm, 3)} after Holm)`;
  });
}

function tellDose({ estimate, ci95, n, reason }: Branch): readonly string[] {
  if (ci95 === undefined) return [`dose: not estimated (${reasonWords(reason)})`];
  return [
    `dose: ${shown(estimate)} points with each further session (95% CI ${shownInterval(ci95)}, ${shown(n, 0)} pairs); people choose how often they come`,
  ];
}

function tellLooks({ ci95_always_valid: interval, reason }: Branch): readonly string[] {
  return [reason === undefined ? `at any number of looks: 95% CI ${shownInterval(interval)}` : `looks: ${reasonWords(reason)}`];
}

function tellSchedule({ look, of, on, next, ci_at_look: interval, crosses, reason }: Branch): readonly string[] {
  if (look === 0) return [`declared looks: none of ${shown(of, 0)} has come, the first is on ${String(next)}; nothing may be concluded`];
  const which = `declared look ${shown(look, 0)} of ${shown(of, 0)} (${String(on)})`;
  if (reason !== undefined) return [`${which}: ${reasonWords(reason)}`];
  return [`${which}: interval ${shownInterval(interval)}, which ${crosses === true ? "leaves out" : "holds"} no difference`];
}

function tellMissing({ planned, executed, n_missing, same_sign_at_all, tipping_delta_estimate_zero: tipping }: Branch): readonly string[] {
  const people = n_missing === null ? "" : `, ${shown(n_missing, 0)} without a follow-up`;
  if (planned !== executed) return [`missing data: ${String(planned)} was declared, ${String(executed)} was done${people}`];
  if (planned === "complete-cases")
    return [`missing data: complete cases, as declared${people}; the difference would be 0 at ${shown(tipping)} points beyond prediction`];
  return [
    `missing data: ${String(planned)}, as declared${people}; the difference ${same_sign_at_all === true ? "keeps" : "does not keep"} its sign at every declared distance`,
  ];
}

function tellPower(power: Branch): readonly string[] {
  if (power.reason !== undefined) return [`power: ${reasonWords(power.reason)}`];
  const percent = (value: unknown) => `${shown(Number(value) * 100, 0)}%`;
  return [
    `power for ${shown(power.difference)} points: ${percent(power.power_now)} now, ${percent(power.power_after_next_quarter)} with ${shown(power.pairs_expected_next_quarter, 0)} more pairs next quarter`,
  ];
}

function tellWellby(wellby: Branch): readonly string[] {
  const assumed = branchAt(wellby, "assumed");
  if (wellby.pounds === null) return [`wellbeing value: none (${reasonWords(wellby.reason)})`];
  const pounds = (value: unknown) => `${Number(value) < 0 ? "−" : ""}£${Math.round(Math.abs(Number(value))).toLocaleString("en-GB")}`;
  const percent = (value: unknown) => `${shown(Number(value) * 100, 0)}%`;
  return [
    `wellbeing value: ${pounds(wellby.pounds)} (${pounds(wellby.pounds_lowest)} to ${pounds(wellby.pounds_highest)}), ${shown(assumed.price_year, 0)} prices, if these hold:`,
    `  ${percent(assumed.causal_share)} of the difference caused (${String(assumed.causal_basis)}), ${shown(assumed.people, 0)} people, ${shown(assumed.years, 1)} years, deadweight ${percent(assumed.deadweight)}, others' share ${percent(assumed.attribution_to_others)}, drop-off ${percent(assumed.drop_off_per_year)} a year`,
  ];
}
