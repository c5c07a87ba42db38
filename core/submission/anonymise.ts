import type { ReferralRecorded, ServiceEvent } from "../events/event.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import type { Pseudonyms } from "../identifiers/pseudonym.ts";
import type { Arrival } from "../keeping/arrivals.ts";
import { inParallel } from "../night/in-parallel.ts";

const atOnce = 64;

/** Puts a keyed pseudonym in the place of every person's identifier. From here on nothing holds an NHS number, nor the neighbourhood of a home. */
export async function anonymise(events: readonly ServiceEvent[], pseudonyms: Pseudonyms): Promise<readonly KeptEvent[]> {
  return inParallel(events, atOnce, (event) => keptOf(event, pseudonyms));
}

/** Events with the keyed reference of their referral: what the store finds them by, made once for each referral. Indexes are the places in the list, from the first. */
export async function arrivalsOf(
  events: readonly { readonly index: number; readonly event: KeptEvent }[],
  pseudonyms: Pseudonyms,
): Promise<readonly Arrival[]> {
  const made = new Map<string, Promise<string>>();
  const refKey = (practice: string, referralId: string) => {
    const name = `${practice} ${referralId}`;
    const known = made.get(name) ?? pseudonyms.refKey(practice, referralId);
    made.set(name, known);
    return known;
  };
  return inParallel(events, atOnce, async ({ index, event }) => ({ index, event, refKey: await referenceOf(event, { refKey }) }));
}

async function keptOf(event: ServiceEvent, pseudonyms: Pseudonyms): Promise<KeptEvent> {
  if (event.type === "referral.recorded") {
    const { lsoa: _, ...kept } = event;
    return { ...kept, patient: await personOf(event, pseudonyms) };
  }
  if (event.type !== "event.corrected") return event;
  const replacement = event.event;
  if (replacement.type !== "referral.recorded") return { ...event, event: replacement };
  const { lsoa: _, ...kept } = replacement;
  return { ...event, event: { ...kept, patient: await personOf(replacement, pseudonyms) } };
}

/** A practice's own id means nothing at another practice; an NHS number is the same person wherever they are. */
async function personOf(
  { patient, practice }: Pick<ReferralRecorded, "patient" | "practice">,
  pseudonyms: Pseudonyms,
): Promise<{ pid: string }> {
  return { pid: await pseudonyms.personId("nhsNumber" in patient ? patient.nhsNumber : `${practice}|${patient.localId}`) };
}

async function referenceOf(event: KeptEvent, pseudonyms: Pick<Pseudonyms, "refKey">): Promise<string | null> {
  if (event.type === "event.withdrawn") return null;
  const { referralId } = event.type === "event.corrected" ? event.event : event;
  return pseudonyms.refKey(event.practice, referralId);
}
