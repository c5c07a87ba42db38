import { canonicalJson } from "../canonical-json.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import type { EpisodeKey, StoredEvent } from "../ports/source.ts";
import type { Refusal } from "../refusal.ts";
import { submissionRefusal } from "../submission/submission-rules.ts";

/** An event that was read, authorised and made anonymous, on its way into the store. */
export type Arrival = {
  /** Its place among what was sent; unique within one call. */
  readonly index: number;
  readonly event: KeptEvent;
  /** The keyed reference of its referral; `null` for a withdrawal, which names none. */
  readonly refKey: string | null;
};

/** What is the same for everything that came at once. */
export type Delivery = {
  readonly submission: string;
  readonly receivedAt: string;
  /** Whether the events of an episode are kept all together or not at all (a FHIR transaction). */
  readonly whole?: boolean;
};

/** An arrival as it would be stored. */
export type Incoming = { readonly index: number; readonly stored: StoredEvent };

/** The arrivals of one episode. */
export type EpisodeGroup = { readonly key: EpisodeKey; readonly incoming: readonly Incoming[]; readonly whole?: boolean };

/** Arrivals told apart: each event once, by episode or as a withdrawal; the same again; and other content under an id that came before. */
export type Grouped = {
  readonly episodes: readonly EpisodeGroup[];
  readonly withdrawals: readonly Incoming[];
  readonly repeated: readonly { readonly index: number; readonly of: number }[];
  readonly rejected: readonly { readonly index: number; readonly refusal: Refusal }[];
};

/** Groups what came at once. The first under an id is the one that counts. */
export function groupArrivals(
  arrivals: readonly Arrival[],
  { submission, receivedAt, whole = false }: Delivery,
  sha256: (text: string) => string,
): Grouped {
  const firsts = new Map<string, Incoming>();
  const episodes = new Map<string, { key: EpisodeKey; incoming: Incoming[]; whole: boolean }>();
  const withdrawals: Incoming[] = [];
  const repeated: { index: number; of: number }[] = [];
  const rejected: { index: number; refusal: Refusal }[] = [];
  for (const { index, event, refKey } of arrivals) {
    const { practice, eventId } = event;
    const stored = { event, hash: sha256(canonicalJson(event)), origin: `${submission}#${index}`, receivedAt };
    const first = firsts.get(`${practice} ${eventId}`);
    if (first !== undefined) {
      if (first.stored.hash === stored.hash) repeated.push({ index, of: first.index });
      else rejected.push({ index, refusal: eventIdReused() });
      continue;
    }
    const incoming = { index, stored };
    firsts.set(`${practice} ${eventId}`, incoming);
    if (refKey === null) {
      withdrawals.push(incoming);
      continue;
    }
    const group = episodes.get(`${practice} ${refKey}`);
    if (group === undefined) episodes.set(`${practice} ${refKey}`, { key: { practice, refKey }, incoming: [incoming], whole });
    else group.incoming.push(incoming);
  }
  return { episodes: [...episodes.values()], withdrawals, repeated, rejected };
}

/** The refusal of other content under an id that is taken. */
export function eventIdReused(): Refusal {
  return submissionRefusal(
    "event-id-reused",
    "eventId",
    "give what is new an id of its own; to change what was sent, send event.corrected",
  );
}
