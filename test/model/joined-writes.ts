import type { Move, State, System } from "./explore.ts";
import { at, done } from "./world.ts";

/** How two referrals that came at once are kept in one transaction, and what is done where it is cancelled. */
export type JoinRules = {
  /** Whose versions the transaction is held to. */
  readonly conditions: "each its own" | "of the first alone";
  /** What becomes of a referral that was not written with the other. */
  readonly fallback: "reads again" | "writes what it had" | "leaves it to the other";
  /** Where the other carried the mark of the practice-month that both touch. */
  readonly marks: "one for each transaction" | "as they were joined";
  /** What an event is called that is found in the store although it was not seen to go in. */
  readonly found: "accepted, if it came with the same" | "a duplicate" | "counted once more";
  readonly answers: "when everything is kept" | "before the fallback";
  /** Whether the entry in the ledger is the first, which stands, or one more each time. */
  readonly ledger: "first stands" | "added to";
};

/** What `core/keeping/keep-together.ts` does. */
export const joinedAsKept: JoinRules = {
  conditions: "each its own",
  fallback: "reads again",
  marks: "one for each transaction",
  found: "accepted, if it came with the same",
  answers: "when everything is kept",
  ledger: "first stands",
};

/**
 * Two referrals of one practice-month, each with a summary (bits: one event of the joined delivery in each, a rival's second event in the other) and a version; the marks that wait; a statistic of
 * both; one who keeps both events together, one rival, one night. Any of them may die, once; the store may be in the way, or be done and say it was in the way.
 */
const field = {
  sums: 0,
  versions: 2,
  marks: 4,
  stats: 5,
  ledger: 7,
  rival: 8,
  rivalRead: 9,
  night: 11,
  nightMarks: 12,
  nightSums: 13,
  joiner: 15,
  modes: 16,
  readVersions: 18,
  readSums: 20,
  told: 22,
  storms: 23,
  joinerCrashes: 24,
  nightCrashes: 25,
} as const;
const fields = 26;

const [own, rivals] = [1, 2];
const [first, second] = [0, 1];
const whole = [own, own | rivals] as const;
const mode = { joined: 0, single: 1, toRead: 2, toWrite: 3, kept: 4 } as const;
const step = { read: 0, keep: 1, answer: 2, end: 3 } as const;
/** A mark of its own for every transaction that there may be. */
const mark = { joined: 1, alone: [2, 4], rival: 8 } as const;
const broken = { lost: "an update is lost", early: "an answer tells of what is not there", ledger: "the ledger is wrong" } as const;

type Budget = { readonly storms?: number; readonly joiner?: number; readonly night?: number };

/** The system that these rules make. */
export function joinedSystem(rules: JoinRules, { storms = 2, joiner = 1, night = 1 }: Budget = {}): System {
  const initial = Array.from({ length: fields }, () => 0);
  initial[field.storms] = storms;
  initial[field.joinerCrashes] = joiner;
  initial[field.nightCrashes] = night;
  return {
    initial,
    moves: (state) => [...joinerMoves(state, rules), ...rivalMoves(state), ...nightMoves(state)],
    brokenBy: (before, after) => (hasAnswered(before, after) && !isKept(after) ? [broken.early] : []),
    brokenAtRest: (state) => [...(isAllCounted(state) ? [] : [broken.lost]), ...(at(state, field.ledger) === 2 ? [] : [broken.ledger])],
  };
}

function hasAnswered(before: State, after: State): boolean {
  return at(before, field.ledger) === 0 && at(after, field.ledger) > 0;
}

function isKept(state: State): boolean {
  return [first, second].every((one) => (at(state, field.sums + one) & own) !== 0);
}

/** After one more night with nobody beside it: what is marked is counted anew, what is not stays as it was counted. */
function isAllCounted(state: State): boolean {
  return [first, second].every((one) => {
    const counted = at(state, field.marks) === 0 ? at(state, field.stats + one) : at(state, field.sums + one);
    return counted === whole[one];
  });
}

function changed(state: State, change: (next: number[]) => void): State {
  const next = [...state];
  change(next);
  return next;
}

function joinerMoves(state: State, rules: JoinRules): readonly Move[] {
  const here = at(state, field.joiner);
  if (here === done) return [];
  const moves = stepMoves(state, here, rules);
  const crashes = at(state, field.joinerCrashes);
  if (here === step.read || crashes === 0) return moves;
  return [...moves, ["the joiner dies, redelivered", changed(state, (next) => forgetJoiner(next, crashes))]];
}

function stepMoves(state: State, here: number, rules: JoinRules): readonly Move[] {
  if (here === step.read) return [readingBoth(state, rules)];
  if (here === step.keep) return keepingMoves(state, rules);
  if (here === step.answer) return [answering(state, rules)];
  return [["the joiner is done", state.with(field.joiner, done)]];
}

function forgetJoiner(next: number[], crashes: number): void {
  for (let place: number = field.joiner; place < field.storms; place += 1) next[place] = 0;
  next[field.joinerCrashes] = crashes - 1;
}

function readingBoth(state: State, rules: JoinRules): Move {
  const read = changed(state, (next) => {
    for (const one of [first, second]) lookAt(next, one);
    for (const one of [first, second]) if ((at(next, field.readSums + one) & own) !== 0) tellFound(next, one, rules);
    next[field.joiner] = step.keep;
  });
  return ["the joiner reads both", read];
}

function lookAt(next: number[], one: number): void {
  next[field.readVersions + one] = at(next, field.versions + one);
  next[field.readSums + one] = at(next, field.sums + one);
}

function keepingMoves(state: State, rules: JoinRules): readonly Move[] {
  const inMode = (wanted: number) => [first, second].filter((one) => at(state, field.modes + one) === wanted);
  const joined = inMode(mode.joined);
  if (joined.length > 0) return transactionMoves(state, joined, rules);
  const [single] = inMode(mode.single);
  if (single !== undefined) return transactionMoves(state, [single], rules);
  const answersNow: Move[] =
    rules.answers === "before the fallback" && inMode(mode.kept).length < 2 && at(state, field.ledger) === 0
      ? [["the joiner answers before it has tried again", state.with(field.ledger, 2)]]
      : [];
  const [toRead] = inMode(mode.toRead);
  if (toRead !== undefined) return [...answersNow, readingAgain(state, toRead, rules)];
  const [toWrite] = inMode(mode.toWrite);
  if (toWrite !== undefined) return [...answersNow, writingAlone(state, toWrite, rules)];
  return [["the joiner has kept everything", state.with(field.joiner, step.answer)]];
}

/** A transaction of the given referrals: what the store may do with it, and what it may say. */
function transactionMoves(state: State, given: readonly number[], rules: JoinRules): readonly Move[] {
  const held = rules.conditions === "each its own" ? given : given.slice(0, 1);
  const failed = held.filter((one) => at(state, field.versions + one) !== at(state, field.readVersions + one));
  const written = changed(state, (next) => {
    for (const one of given) put(next, one, at(next, field.readSums + one));
    next[field.marks] = at(next, field.marks) | marksOf(given, rules);
  });
  const moves: Move[] =
    failed.length > 0
      ? [["the transaction is cancelled", cancelled(state, given, { failed, rules })]]
      : [["the transaction is done", told(written, given)]];
  const storms = at(state, field.storms);
  if (storms === 0) return moves;
  const inTheWay = (from: State) => apart(from.with(field.storms, storms - 1), given, rules);
  moves.push(["the store is in the way", inTheWay(state)]);
  if (failed.length === 0) moves.push(["the transaction is done, and said to be under way", inTheWay(written)]);
  return moves;
}

function marksOf(given: readonly number[], { marks }: JoinRules): number {
  const [one = first] = given;
  if (given.length > 1) return mark.joined;
  // The first carried it for both: what was joined to it has none.
  return marks === "as they were joined" && one === second ? 0 : (mark.alone[one] ?? 0);
}

function put(next: number[], one: number, read: number): void {
  next[field.sums + one] = read | own;
  next[field.versions + one] = at(next, field.versions + one) + 1;
}

function told(state: State, given: readonly number[]): State {
  return changed(state, (next) => {
    for (const one of given) next[field.modes + one] = mode.kept;
    next[field.told] = at(next, field.told) + given.length;
  });
}

/** Whose conditions did not hold is kept alone; the others are tried again without it. */
function cancelled(state: State, given: readonly number[], { failed, rules }: { failed: readonly number[]; rules: JoinRules }): State {
  return changed(state, (next) => {
    for (const one of given) next[field.modes + one] = failed.includes(one) ? aloneBy(rules) : mode.single;
  });
}

function apart(state: State, given: readonly number[], rules: JoinRules): State {
  return changed(state, (next) => {
    for (const one of given) next[field.modes + one] = given.length > 1 ? mode.single : aloneBy(rules);
  });
}

function aloneBy({ fallback }: JoinRules): number {
  return fallback === "reads again" ? mode.toRead : fallback === "writes what it had" ? mode.toWrite : mode.kept;
}

function tellFound(next: number[], one: number, { found }: JoinRules): void {
  next[field.modes + one] = mode.kept;
  next[field.told] = at(next, field.told) + (found === "a duplicate" ? 0 : found === "counted once more" ? 2 : 1);
}

function readingAgain(state: State, one: number, rules: JoinRules): Move {
  const read = changed(state, (next) => {
    lookAt(next, one);
    if ((at(next, field.readSums + one) & own) === 0) next[field.modes + one] = mode.toWrite;
    else tellFound(next, one, rules);
  });
  return [`the joiner reads ${one} again`, read];
}

function writingAlone(state: State, one: number, rules: JoinRules): Move {
  const isCurrent = at(state, field.versions + one) === at(state, field.readVersions + one);
  if (rules.fallback === "reads again" && !isCurrent) return [`the joiner finds ${one} moved`, state.with(field.modes + one, mode.toRead)];
  const written = changed(state, (next) => {
    put(next, one, at(next, field.readSums + one));
    next[field.marks] = at(next, field.marks) | marksOf([one], rules);
  });
  return [`the joiner writes ${one} alone`, told(written, [one])];
}

function answering(state: State, { ledger }: JoinRules): Move {
  const answered = changed(state, (next) => {
    const before = at(next, field.ledger);
    if (before === 0 || ledger === "added to") next[field.ledger] = before + at(next, field.told);
    next[field.joiner] = step.end;
  });
  return ["the joiner answers", answered];
}

/** Somebody else sends an event of the second referral. */
function rivalMoves(state: State): readonly Move[] {
  const here = at(state, field.rival);
  if (here === done) return [];
  if (here === 0) {
    const read = state.with(field.rivalRead, at(state, field.versions + second)).with(field.rivalRead + 1, at(state, field.sums + second));
    return [["the rival reads", read.with(field.rival, 1)]];
  }
  if (at(state, field.versions + second) !== at(state, field.rivalRead)) return [["the rival finds it moved", state.with(field.rival, 0)]];
  const written = changed(state, (next) => {
    next[field.sums + second] = at(next, field.rivalRead + 1) | rivals;
    next[field.versions + second] = at(next, field.versions + second) + 1;
    next[field.marks] = at(next, field.marks) | mark.rival;
    next[field.rival] = done;
  });
  return [["the rival writes", written]];
}

/** One night: marks, then summaries, then the statistic, then exactly those marks. */
function nightMoves(state: State): readonly Move[] {
  const here = at(state, field.night);
  if (here === done) return [];
  const next = changed(state, (after) => {
    if (here === 0) after[field.nightMarks] = at(state, field.marks);
    for (const one of [first, second]) {
      if (here === 1) after[field.nightSums + one] = at(state, field.sums + one);
      if (here === 2 && at(state, field.nightMarks) !== 0) after[field.stats + one] = at(state, field.nightSums + one);
    }
    if (here === 3) after[field.marks] = at(state, field.marks) & ~at(state, field.nightMarks);
    after[field.night] = here === 3 ? done : here + 1;
  });
  const crashes = at(state, field.nightCrashes);
  const moves: Move[] = [[`the night does its step ${here}`, next]];
  if (here > 0 && crashes > 0) moves.push(["the night dies, repeated", state.with(field.night, 0).with(field.nightCrashes, crashes - 1)]);
  return moves;
}

type JoinVariant = { readonly name: string; readonly breaks: string; readonly system: () => System };

const variant = (name: string, breaks: string, rules: Partial<JoinRules>): JoinVariant => ({
  name: `several referrals in one transaction: ${name}`,
  breaks,
  system: () => joinedSystem({ ...joinedAsKept, ...rules }),
});

/** As it is done. */
export const soundJoins: readonly JoinVariant[] = [variant("as they are kept", "", {})];

/** Nearby ways that lose, miscount or promise too early. */
export const knownBadJoins: readonly JoinVariant[] = [
  variant("held to the version of the first alone", broken.lost, { conditions: "of the first alone" }),
  variant("written again from what was read before it was cancelled", broken.lost, { fallback: "writes what it had" }),
  variant("what is cancelled with another taken for kept", broken.early, { fallback: "leaves it to the other" }),
  variant("tried again without the mark that the other carried", broken.lost, { marks: "as they were joined" }),
  variant("what had gone in unseen told as a duplicate", broken.ledger, { found: "a duplicate" }),
  variant("what had gone in unseen counted once more", broken.ledger, { found: "counted once more" }),
  variant("answered before what was cancelled is tried again", broken.early, { answers: "before the fallback" }),
  variant("an entry in the ledger for each time it is answered", broken.ledger, { ledger: "added to" }),
];
