import type { Instrument } from "../instrument.ts";
import { core10Wording } from "./core-10.ts";
import { ons4Wording, onsLonelinessWording } from "./ons.ts";
import { gad2Wording, gad7Wording, phq2Wording, phq4Wording, phq9Wording } from "./phq-family.ts";
import type { Wording } from "./wording.ts";

const wordings: ReadonlyMap<string, Wording> = new Map([
  ["phq-9", phq9Wording],
  ["phq-2", phq2Wording],
  ["phq-4", phq4Wording],
  ["gad-7", gad7Wording],
  ["gad-2", gad2Wording],
  ["ons4", ons4Wording],
  ["ons-loneliness", onsLonelinessWording],
  ["core-10", core10Wording],
]);

/** The words of a questionnaire; `null` where its licence does not allow them, or they are not held here: then its total is asked for. */
export function wordingOf({ id, licence }: Pick<Instrument, "id" | "licence">): Wording | null {
  return licence.wordingAllowed ? (wordings.get(id) ?? null) : null;
}
