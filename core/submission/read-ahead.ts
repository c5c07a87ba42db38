import { isRecorded } from "../events/kept-event.ts";
import type { Pseudonyms } from "../identifiers/pseudonym.ts";
import { answerTo, askedEarly, unasked } from "../keeping/early-answers.ts";
import { peopleIn } from "../people/people-in.ts";
import type { AuthoritySource } from "../ports/authority.ts";
import type { ReceiptStore, SubmissionKey } from "../ports/receipts.ts";
import type { EpisodeKey, EpisodeStore } from "../ports/source.ts";
import { anonymise, arrivalsOf } from "./anonymise.ts";
import type { SentRecord } from "./submission.ts";

/** The episodes and people of more events than this are read by those who keep them, all together: to ask earlier, each would have to be made anonymous twice. */
const eventsAtMost = 10;

type Reading = {
  readonly receipts: ReceiptStore;
  readonly authority: AuthoritySource;
  readonly episodes: EpisodeStore;
  readonly pseudonyms: Pseudonyms;
};

/**
 * The same ports for one small submission, with what it will read asked for at once: its receipt, the grants for its practices, its episodes and what
 * is settled about its people. Each such answer is given to the first who asks and to nobody else, so that whoever reads again, because somebody wrote
 * meanwhile, reads the store. Nothing is decided here, and nothing rests on when it was read: every write has its conditions.
 */
export async function readAhead<Deps extends Reading>(
  records: readonly SentRecord[],
  submission: SubmissionKey,
  deps: Deps,
): Promise<Deps> {
  const events = records.flatMap(({ events }) => (events.ok ? events.value : []));
  if (events.length === 0) return deps;
  const found = events.length > eventsAtMost ? practicesIn(events) : await namesIn(events, deps.pseudonyms);
  if (found === null) return deps;
  const { receipts, authority, episodes } = deps;
  const receipt = new Map([["", unasked(receipts.readReceipt(submission))]]);
  const grants = askedEarly(found.practices, (practice) => authority.grantOf(submission.client, practice));
  const standings = askedEarly(found.people, (pid) => episodes.standingOf(pid));
  const states = askedEarly(found.episodes.keys(), (name) => readEpisode(found.episodes.get(name), episodes));
  return {
    ...deps,
    receipts: { ...receipts, readReceipt: (key) => answerTo(receipt, "") ?? receipts.readReceipt(key) },
    authority: { ...authority, grantOf: (client, practice) => answerTo(grants, practice) ?? authority.grantOf(client, practice) },
    episodes: {
      ...episodes,
      standingOf: (pid) => answerTo(standings, pid) ?? episodes.standingOf(pid),
      readEpisode: (key, expected) => answerTo(states, nameOf(key)) ?? episodes.readEpisode(key, expected),
    },
  };
}

type Sought = { readonly key: EpisodeKey; readonly isRecorded: boolean };
type Names = { readonly practices: Iterable<string>; readonly people: Iterable<string>; readonly episodes: ReadonlyMap<string, Sought> };

function practicesIn(events: readonly { readonly practice: string }[]): Names {
  return { practices: new Set(events.map(({ practice }) => practice)), people: [], episodes: new Map() };
}

/** `null` when the key service does not answer: who needs a pseudonym asks it again, and says what is wrong. */
async function namesIn(events: Parameters<typeof anonymise>[0], pseudonyms: Pseudonyms): Promise<Names | null> {
  try {
    const anonymous = await anonymise(events, pseudonyms);
    const arrivals = await arrivalsOf(
      anonymous.map((event, index) => ({ index, event })),
      pseudonyms,
    );
    const sought = new Map<string, Sought>();
    for (const { event, refKey } of arrivals) {
      if (refKey === null) continue;
      const key = { practice: event.practice, refKey };
      sought.set(nameOf(key), { key, isRecorded: isRecorded(event) || sought.get(nameOf(key))?.isRecorded === true });
    }
    return { ...practicesIn(events), people: new Set(peopleIn(anonymous)), episodes: sought };
  } catch {
    return null;
  }
}

/** Of a referral that is told for the first time nothing is there, nearly always, and that is one row to find out. */
async function readEpisode(sought: Sought | undefined, episodes: EpisodeStore) {
  if (sought === undefined) throw new TypeError("readEpisode requires an episode that was sought");
  return sought.isRecorded ? episodes.readEpisode(sought.key, "new") : episodes.readEpisode(sought.key);
}

function nameOf({ practice, refKey }: EpisodeKey): string {
  return `${practice} ${refKey}`;
}
