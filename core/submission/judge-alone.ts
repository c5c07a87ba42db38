import { canonicalJson } from "../canonical-json.ts";
import { foldEpisode } from "../episodes/fold-episode.ts";
import type { ServiceEvent } from "../events/event.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import { refusedWithTheRest } from "../fhir/transaction.ts";
import type { Registry } from "../instruments/registry.ts";
import { eventIdReused } from "../keeping/arrivals.ts";
import type { Kept } from "../keeping/kept.ts";
import { recordScore } from "../scoring/record-score.ts";
import type { IdNotes, IdStandings } from "./id-marks.ts";
import type { ReceiptRecord } from "./receipt.ts";
import { receiptRecord } from "./store-records.ts";
import { refusalsOf, type SentRecord, type Submission } from "./submission.ts";

/** Of a score alone nothing can be said of change: there is no episode around it. */
const nobody = foldEpisode([]);

/** Notes the ids that a record brings, if nothing is wrong with it. */
export function noteIds({ events }: SentRecord, ids: IdNotes): void {
  if (!events.ok) return;
  for (const [at, event] of events.value.entries()) {
    ids.note([event.practice, event.eventId], [canonicalJson(asKept(event))], at === events.value.length - 1);
  }
}

/**
 * What a service that holds nothing would answer to a record, after those whose ids were noted before its own. Where the service goes on to say how an event stands among the
 * others of its referral (superseded, parked, withdrawn, change since baseline), this says `accepted` or `duplicate`.
 */
export function judgeAlone(record: SentRecord, ids: IdStandings, registry?: Registry): ReceiptRecord {
  const { index, row, eventId, columns, events } = record;
  const kept = events.ok ? events.value.map((event) => keptAlone(event, { index, ids, registry })) : [];
  return receiptRecord({ index, row, eventId, columns, refusals: refusalsOf(record), events: [] }, kept);
}

type Place = { readonly index: number; readonly ids: IdStandings; readonly registry: Registry | undefined };

function keptAlone(event: ServiceEvent, { index, ids, registry }: Place): Kept {
  const kept = asKept(event);
  const standing = ids.next();
  if (standing === "other") return { index, outcome: "rejected", refusal: eventIdReused() };
  return { index, outcome: standing === "same" ? "duplicate" : "accepted", standing: "used", score: recordScore(kept, nobody, registry) };
}

/** As the service compares events: without the neighbourhood, and with somebody who is told from everybody else where it has a pseudonym. */
function asKept(event: ServiceEvent): KeptEvent {
  if (event.type === "referral.recorded") return referralAsKept(event);
  if (event.type !== "event.corrected") return event;
  const { event: replacement } = event;
  return { ...event, event: replacement.type === "referral.recorded" ? referralAsKept(replacement) : replacement };
}

function referralAsKept<Referral extends { readonly lsoa?: string | undefined; readonly patient: object }>(referral: Referral) {
  const { lsoa: _, patient, ...kept } = referral;
  return { ...kept, patient: { pid: canonicalJson(patient) } };
}

/** The records of a submission: those of a FHIR transaction all as they are, or every one refused when one is. */
export function recordsTogether({ records, outline }: Submission): readonly SentRecord[] {
  if (outline?.type !== "transaction" || records.every(({ events }) => events.ok)) return records;
  return records.map((record) => (record.events.ok ? { ...record, events: { ok: false, refusals: [refusedWithTheRest()] } } : record));
}
