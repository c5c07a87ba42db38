import type { CivilDate } from "../core/civil-date.ts";
import type { SubmissionKey } from "../core/ports/receipts.ts";
import type { EpisodeKey } from "../core/ports/source.ts";
import { indexes } from "../names.ts";
import type { Key } from "./derived-keys.ts";

const headSort = "#HEAD";
const eventPrefix = "EV#";

/** The partition of an episode: its events and its head. */
export function episodePartition({ practice, refKey }: EpisodeKey): string {
  return `EP#${practice}#${refKey}`;
}

/** The head of an episode: its version, the units it counts in, and the state it folds to. */
export function headKey(key: EpisodeKey): Key {
  return { pk: episodePartition(key), sk: headSort };
}

/** An event in its episode. */
export function eventKey(key: EpisodeKey, eventId: string): Key {
  return { pk: episodePartition(key), sk: `${eventPrefix}${eventId}` };
}

/** The partition of an event id: where the event is, and what waits for it. */
export function locatorPartition(practice: string, eventId: string): string {
  return `ID#${practice}#${eventId}`;
}

/** The practice and the event id that such a partition is of; `null` for any other. Neither a practice nor an id holds the mark between them. */
export function practiceAndEventIn(pk: string): { readonly practice: string; readonly eventId: string } | null {
  const [kind, practice, eventId] = pk.split("#");
  return kind === "ID" && practice !== undefined && eventId !== undefined ? { practice, eventId } : null;
}

/** Where an event of a practice is known. */
export function locatorKey(practice: string, eventId: string): Key {
  return { pk: locatorPartition(practice, eventId), sk: "AT" };
}

/** A withdrawal that waits for an event. */
export function waitingKey(practice: string, target: string, eventId: string): Key {
  return { pk: locatorPartition(practice, target), sk: `${eventPrefix}${eventId}` };
}

/** Whether a sort key is that of an event. */
export function isEventSort(sk: string): boolean {
  return sk.startsWith(eventPrefix);
}

/** The id of the event of which that is the sort key. */
export function eventFromSort(sk: string): string {
  return sk.slice(eventPrefix.length);
}

/** The partition of a person: what is settled about them, and the episodes in which they are named. */
export function personPartition(pid: string): string {
  return `PER#${pid}`;
}

/** What is settled about a person: erasures, and whether they have opted out. */
export function personKey(pid: string): Key {
  return { pk: personPartition(pid), sk: "#STANDING" };
}

const episodeOfPerson = "EP#";

/** That a person is named in an episode. */
export function personEpisodeKey(pid: string, { practice, refKey }: EpisodeKey): Key {
  return { pk: personPartition(pid), sk: `${episodeOfPerson}${practice}#${refKey}` };
}

/** The beginning of the sort keys of a person's episodes. */
export const personEpisodes = episodeOfPerson;

/** The episode that the sort key of such a row names. */
export function episodeFromPersonSort(sk: string): EpisodeKey {
  const [, practice = "", ...refKey] = sk.split("#");
  return { practice, refKey: refKey.join("#") };
}

/** The partition of a submission's receipt. */
export function receiptPartition(client: string, submissionId: string): string {
  return `SUB#${client}#${submissionId}`;
}

/** The head of a receipt. */
export function receiptKey(client: string, submissionId: string): Key {
  return { pk: receiptPartition(client, submissionId), sk: headSort };
}

/** One part of a receipt. Numbers are padded so that they sort. */
export function receiptPartKey(client: string, submissionId: string, part: number): Key {
  return { pk: receiptPartition(client, submissionId), sk: `CH#${String(part).padStart(4, "0")}` };
}

/** The partition of a large file: what happened to it, and what its parts came to. */
export function filePartition({ client, submissionId }: SubmissionKey): string {
  return `FILE#${client}#${submissionId}`;
}

/** One thing that happened to a file. */
export function fileKey(file: SubmissionKey, what: string): Key {
  return { pk: filePartition(file), sk: `#${what}` };
}

/** How the sort keys of a file's parts begin. */
export const filePartPrefix = "P#";

/** What one part of a file came to. */
export function filePartKey(file: SubmissionKey, part: number): Key {
  return { pk: filePartition(file), sk: `${filePartPrefix}${String(part).padStart(6, "0")}` };
}

/** The partition of a practice's ledgers. */
export function ledgerPartition(practice: string): string {
  return `LED#${practice}`;
}

/** Where the index of receipts by practice has a submission: under the day of its receipt. The attributes are the index's own. */
export function receiptIndexKey({ practice, on }: { practice: string; on: CivilDate }, submission: string): Record<string, string> {
  const { receiptsByPractice: index } = indexes;
  return { [`${index}pk`]: `PRSUB#${practice}`, [`${index}sk`]: `${on}#${submission}` };
}

/** The acknowledgement of a risk flag of a practice. */
export function acknowledgementKey(practice: string, id: string): Key {
  return { pk: `ACK#${practice}`, sk: id };
}

/** The partition of what is known of every erasure, without whom it was about. */
export const erasuresPartition = "ERASURES";

/** The partition of episodes that were erased a short while ago: for answers about them that were being made meanwhile. */
export const clearingPartition = "CLEARING";

/** What a supplier's client may do for an organisation. */
export function supplierGrantKey(client: string, organisation: string): Key {
  return { pk: `SUPP#${client}`, sk: `ORG#${organisation}` };
}

/** The partition of an organisation's versions. */
export function organisationPartition(code: string): string {
  return `ORG#${code}`;
}
