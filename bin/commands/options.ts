import { InvalidArgumentError } from "@commander-js/extra-typings";
import { isCivilDate } from "../../core/civil-date.ts";
import { type StageName, stageNamed } from "../../lib/stages.ts";

/** A whole number that is not negative, from the command line. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("a whole number is needed");
  return Number(text);
}

/** A date that exists, `YYYY-MM-DD`, from the command line. */
export function dateOption(text: string): string {
  if (!isCivilDate(text)) throw new InvalidArgumentError("a date that exists is needed, as YYYY-MM-DD");
  return text;
}

/** A stage there is, from the command line. */
export function stageOption(text: string): StageName {
  try {
    return stageNamed(text).name;
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : "a stage is needed");
  }
}
