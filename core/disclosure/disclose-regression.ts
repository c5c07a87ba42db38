import type { Instrument } from "../instruments/instrument.ts";
import type { RegressionTable } from "../place-report.ts";
import type { Shown } from "../shown.ts";
import type { PairCount } from "../statistics/paired-change.ts";
import { regressionToMean } from "../statistics/regression-to-mean.ts";
import { isCase } from "./measure-of.ts";
import { missing, rounded, suppressed } from "./show.ts";
import { shownCell, type Table } from "./shown-cell.ts";

const reliabilities = [0.7, 0.8, 0.9] as const;

/** What cases would do by themselves, wherever their number is shown and large enough for an average: then that of the others is too, or they are many. */
export function discloseRegression(pairs: readonly PairCount[], instrument: Instrument, table: Table): RegressionTable | null {
  if (instrument.caseness === null) return null;
  const cases = shownCell(table, "cases");
  const isEnough = cases.kind === "value" && cases.value >= table.profile.minimumDenominator;
  const found = (reliability: number) => regressionToMean(pairs, (score) => isCase(instrument, score) === true, reliability);
  const shown = (value: number | undefined): Shown => {
    if (cases.kind === "value" && cases.value === 0) return missing;
    if (!isEnough) return cases.kind === "suppressed" || cases.kind === "value" ? suppressed : missing;
    return value === undefined ? missing : { kind: "value", value: rounded(value, 1) };
  };
  return {
    cases,
    observed: shown(found(1)?.observedChange),
    expected: reliabilities.map((reliability) => ({ reliability, change: shown(found(reliability)?.expectedChange) })),
  };
}
