import type { Instrument } from "../instruments/instrument.ts";
import type { ChangeTable, Shown } from "../place-report.ts";
import { type PairCount, type PairedChange, pairedChange } from "../statistics/paired-change.ts";
import { leastSpread } from "./least-spread.ts";
import type { OutcomeCounts } from "./outcome-counts.ts";
import type { DisclosureProfile } from "./profile.ts";
import { isUnreliable, missing, rounded, showMean, suppressed } from "./show.ts";
import { changeBars, scoreBars } from "./shown-bars.ts";

type Disclosing = {
  readonly instrument: Instrument;
  readonly profile: DisclosureProfile;
  readonly n: Shown;
  /** The counts of this outcome that the place does not show. */
  readonly hidden: ReadonlySet<string>;
};

/** The paired change of one outcome, as it may be shown. */
export function discloseChange({ pairs }: OutcomeCounts, { instrument, profile, n, hidden }: Disclosing): Omit<ChangeTable, "regression"> {
  const change = pairedChange(pairs);
  const mayShow = n.kind === "value" && mayShowAverages(pairs, profile);
  const absent = change.n === 0 && n.kind === "value" ? missing : suppressed;
  const average = (value: number | null): Shown =>
    mayShow && value !== null ? { kind: "value", value: rounded(value, profile.decimals) } : absent;
  const [mean, spread] = [average(change.meanChange), average(change.sdChange)];
  const told = toldSpread(spread, { mean, n, instrument, hidden });
  const bars = { instrument, profile, hidden };
  return {
    n,
    unreliable: isUnreliable(n, profile),
    meanBaseline: average(change.meanBaseline),
    meanFollowUp: average(change.meanFollowUp),
    meanChange: meanWithInterval(change, { mean, told, n, profile }),
    medianChange: average(change.medianChange),
    standardDeviationOfChange: told === "own" ? spread : suppressed,
    changes: mean.kind === "value" ? changeBars(pairs, { ...bars, mean: mean.value }) : [],
    scores: mayShow ? scoreBars(pairs, bars) : [],
  };
}

/** Which standard deviation the interval is drawn with: its own, one that tells of no few people, or none. */
type ToldSpread = "own" | number | null;

type Averages = { readonly mean: Shown; readonly n: Shown };

function toldSpread(spread: Shown, { mean, n, ...given }: Averages & Pick<Disclosing, "instrument" | "hidden">): ToldSpread {
  if (spread.kind !== "value" || mean.kind !== "value" || n.kind !== "value") return "own";
  const least = leastSpread({ n: n.value, mean: mean.value, ...given });
  return least !== null && least <= spread.value ? "own" : least;
}

function meanWithInterval(
  { meanChange, sdChange }: PairedChange,
  { mean, told, n, profile }: Averages & { readonly told: ToldSpread; readonly profile: DisclosureProfile },
): ChangeTable["meanChange"] {
  if (mean.kind !== "value" || n.kind !== "value" || meanChange === null || told === null) return mean;
  if (told !== "own") return showMean(mean.value, told, n.value, profile);
  return sdChange === null ? missing : showMean(meanChange, sdChange, n.value, profile);
}

/** Whether there are people enough for averages and a distribution of them, and they do not all answer alike. */
export function mayShowAverages(pairs: readonly PairCount[], { minimumDenominator, decimals }: DisclosureProfile): boolean {
  const change = pairedChange(pairs);
  return change.n >= minimumDenominator && (decimals === null || varies(change));
}

/** Averages of people who all answered alike would tell each one's score. */
function varies({ sdBaseline, sdFollowUp, sdChange }: PairedChange): boolean {
  return [sdBaseline, sdFollowUp, sdChange].every((sd) => sd !== null && sd > 0);
}
