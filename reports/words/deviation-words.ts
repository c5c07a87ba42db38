import type { Deviation } from "../../core/deviation.ts";
import { reasonText } from "./reason-words.ts";

/** One departure from what was declared, as the end of a sentence. */
export function deviationText(deviation: Deviation): string {
  switch (deviation.kind) {
    case "registered-late":
      return deviation.after === "survey"
        ? "the specification was registered after the first survey that it is about"
        : "the specification was registered after the first referrals that it is about";
    case "partial-months":
      return "the declared window begins or ends within a month: only whole months are counted here";
    case "single-level":
      return `${deviation.covariate} has a single level here and adjusts for nothing`;
    case "combination":
      return `${deviation.column} is a combination of other columns and was left out`;
    case "not-compared":
      return `the declared comparison could not be made: ${reasonText(deviation.reason)}`;
    case "plan-not-carried-out":
      return `the declared plan for missing data, delta-adjusted, could not be carried out: ${reasonText(deviation.reason)}`;
    case "no-declared-look":
      return `the data end ${deviation.daysLate} days after the declared look of ${deviation.on}: this was no declared look`;
  }
}
