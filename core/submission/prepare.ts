import type { CivilDate } from "../civil-date.ts";
import type { Pseudonyms } from "../identifiers/pseudonym.ts";
import { inParallel } from "../night/in-parallel.ts";
import type { AuthoritySource } from "../ports/authority.ts";
import type { Audit } from "../practice/access-line.ts";
import { anonymise } from "./anonymise.ts";
import { authorityOf, isGranted } from "./authority.ts";
import type { PreparedRecord } from "./prepared.ts";
import { refusalsOf, type SentRecord } from "./submission.ts";
import type { SubmissionRule } from "./submission-rules.ts";

/** Who sends, and what judging them needs. */
export type Sender = {
  readonly client: string;
  readonly today: CivilDate;
  readonly authority: AuthoritySource;
  readonly pseudonyms: Pseudonyms;
  /** Is told of every practice that the client may not speak for. */
  readonly audit?: Audit;
};

/** Judges every record on its own and makes what may be kept anonymous. A record is kept whole or not at all. */
export async function prepare(
  records: readonly SentRecord[],
  { client, today, authority, pseudonyms, audit }: Sender,
): Promise<readonly PreparedRecord[]> {
  const read = records.flatMap(({ events }) => (events.ok ? events.value : []));
  const mayBeSent = await authorityOf(client, read, { source: authority, today });
  const prepared: PreparedRecord[] = [];
  for (const record of records) {
    const { index, row, eventId, practice, columns, events } = record;
    const refusals = events.ok ? events.value.flatMap((event) => mayBeSent(event) ?? []).slice(0, 1) : refusalsOf(record);
    prepared.push({ index, row, eventId, practice, columns, refusals, events: [] });
  }
  const refused = practicesRefused(records, prepared);
  const own = await practicesOf(prepared, refused, { client, source: authority, today });
  for (const practice of refused.difference(own)) audit?.({ principal: client, practice, what: "submit", decision: "refused" });
  const kept = records.flatMap((record, at) =>
    record.events.ok && prepared[at]?.refusals.length === 0 ? record.events.value.map((event) => ({ at, event })) : [],
  );
  const anonymous = await anonymise(
    kept.map(({ event }) => event),
    pseudonyms,
  );
  const byRecord = Map.groupBy(anonymous.entries(), ([place]) => kept[place]?.at);
  return prepared.map(({ practice, ...record }, at) => ({
    ...record,
    ...(own.has(practice) ? { practice } : {}),
    events: (byRecord.get(at) ?? []).map(([, event]) => event),
  }));
}

/** The practices of what was refused because the client may not speak for one of them, each once. */
function practicesRefused(records: readonly SentRecord[], prepared: readonly PreparedRecord[]): ReadonlySet<string> {
  const refused = records.filter((_, at) =>
    prepared[at]?.refusals.some(({ rule }) => rule === ("practice-not-granted" satisfies SubmissionRule)),
  );
  const events = refused.flatMap((record) => (record.events.ok ? record.events.value : []));
  return new Set(events.flatMap((event) => (event.type === "event.corrected" ? [event.practice, event.event.practice] : [event.practice])));
}

const practicesAtOnce = 16;

/** The practices named for which the client may speak: those of a record that may be kept, and of the others those that it was granted. */
async function practicesOf(
  prepared: readonly PreparedRecord[],
  refused: ReadonlySet<string>,
  { client, source, today }: { client: string; source: AuthoritySource; today: CivilDate },
): Promise<ReadonlySet<string | undefined>> {
  const named = (records: readonly PreparedRecord[]) => new Set(records.flatMap(({ practice }) => practice ?? []));
  const own = named(prepared.filter(({ refusals }) => refusals.length === 0));
  const others = [...named(prepared).union(refused).difference(own)];
  const granted = await inParallel(others, practicesAtOnce, async (practice) =>
    (await isGranted(client, practice, { source, today })) ? [practice] : [],
  );
  return own.union(new Set(granted.flat()));
}
