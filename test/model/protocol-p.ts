import type { Move, State, System } from "./explore.ts";
import { at, beginning, brokenForReaders, done, field, forget, lacksEvents, memory, quietGen, runAt, shown } from "./world.ts";

type Read = "version" | "marks" | "events";

/** How a night works: marks of their own for each transaction, and a version on the statistic. */
export type MarkRules = {
  readonly reads: readonly [Read, Read, Read];
  /** The statistic is replaced only while it carries the version that was read. */
  readonly comparesVersion: boolean;
  readonly clears: "the marks it read" | "all marks of the unit";
  /** No write when the statistic would not change. */
  readonly skipsUnchanged: boolean;
  /** The second event withdraws the first: the same content comes back. */
  readonly secondWithdrawsFirst: boolean;
};

/** The protocol that `core/night/refresh-unit.ts` and `core/night/publish.ts` follow. */
export const protocolP: MarkRules = {
  reads: ["version", "marks", "events"],
  comparesVersion: true,
  clears: "the marks it read",
  skipsUnchanged: false,
  secondWithdrawsFirst: false,
};

const allEvents = 3;
const step = { lease: 0, firstRead: 1, put: 4, clear: 5, build: 6, flip: 7, collect: 8 } as const;

/** The system that these rules make. */
export function markSystem(rules: MarkRules, crashes = { writer: 1, run: 1 }): System {
  const contentOf = (events: number) => (rules.secondWithdrawsFirst ? Number(events === 1) : events);
  const runMoves = (state: State, run: number, name: string) => movesOfRun(state, { run, name, rules, contentOf });
  return {
    initial: beginning({ stat: 0, crashes }),
    moves: (state) => [
      ...[0, 1].flatMap((writer) => writerMoves(state, writer)),
      ...[0, 1].flatMap((run) => runMoves(state, run, `run ${run}`)),
    ],
    brokenBy: (before, after) => brokenForReaders(before, after, rules.secondWithdrawsFirst ? () => false : lacksEvents),
    brokenAtRest: (state) => (shown(quietNight(state, runMoves)) === contentOf(allEvents) ? [] : ["an update is lost"]),
  };
}

/** After everything has come to rest, one more run with nobody beside it. */
function quietNight(rest: State, runMoves: (state: State, run: number, name: string) => readonly Move[]): State {
  let state: State = rest
    .with(runAt(0), step.lease)
    .with(runAt(0) + memory.gen, quietGen)
    .with(field.runCrashes, 0);
  for (let [move] = runMoves(state, 0, "quiet night"); move !== undefined; [move] = runMoves(state, 0, "quiet night")) state = move[1];
  return state;
}

/** An event and its mark in one transaction, then the answer; a writer that dies is delivered again. */
function writerMoves(state: State, writer: number): readonly Move[] {
  const pc = field.writers + writer;
  const here = at(state, pc);
  if (here === done) return [];
  const bit = 1 << writer;
  const isKept = (at(state, field.events) & bit) !== 0;
  const kept = isKept ? state : state.with(field.events, at(state, field.events) | bit).with(field.marks, at(state, field.marks) | bit);
  const next: Move =
    here === 0 ? [`writer ${writer} keeps event and mark`, kept.with(pc, 1)] : [`writer ${writer} answers`, state.with(pc, done)];
  const crashes = at(state, field.writerCrashes);
  return here !== 0 && crashes > 0
    ? [next, [`writer ${writer} dies, redelivered`, state.with(pc, 0).with(field.writerCrashes, crashes - 1)]]
    : [next];
}

type RunContext = {
  readonly run: number;
  readonly name: string;
  readonly rules: MarkRules;
  readonly contentOf: (events: number) => number;
};

function movesOfRun(state: State, context: RunContext): readonly Move[] {
  const base = runAt(context.run);
  const here = at(state, base);
  if (here === done) return [];
  const next = [...state];
  const said = takeStep(next, here, context);
  const crashes = at(state, field.runCrashes);
  if (here === step.lease || crashes === 0) return [[`${context.name} ${said}`, next]];
  const dead = [...state];
  dead[base] = step.lease;
  dead[field.runCrashes] = crashes - 1;
  forget(dead, context.run);
  return [
    [`${context.name} ${said}`, next],
    [`${context.name} dies, repeated`, dead],
  ];
}

/** Changes the state by one step of a run, and says which. */
function takeStep(state: number[], here: number, context: RunContext): string {
  const { run, rules } = context;
  const base = runAt(run);
  const go = (to: number) => {
    state[base] = to;
  };
  if (here === step.lease) {
    takeNumber(state, base);
    go(at(state, field.marks) !== 0 ? step.firstRead : step.build);
    return "begins";
  }
  if (here < step.put) {
    const what = rules.reads[here - step.firstRead] ?? "version";
    read(state, base, { what, contentOf: context.contentOf });
    go(here + 1);
    return `reads ${what}`;
  }
  if (here === step.put) return putStatistic(state, base, rules);
  if (here === step.clear) {
    const cleared = rules.clears === "all marks of the unit" ? 0 : at(state, field.marks) & ~at(state, base + memory.marks);
    state[field.marks] = cleared;
    go(step.build);
    return "clears marks";
  }
  return showSteps(state, here, base);
}

/** A run takes a number once; a repeated one keeps it. */
function takeNumber(state: number[], base: number): void {
  if (at(state, base + memory.gen) !== 0) return;
  state[field.fence] = at(state, field.fence) + 1;
  state[base + memory.gen] = at(state, field.fence);
}

function read(state: number[], base: number, { what, contentOf }: { what: Read; contentOf: (events: number) => number }): void {
  if (what === "version") state[base + memory.version] = at(state, field.statVersion);
  if (what === "marks") state[base + memory.marks] = at(state, field.marks);
  if (what === "events") state[base + memory.data] = contentOf(at(state, field.events));
}

function putStatistic(state: number[], base: number, rules: MarkRules): string {
  const isCurrent = at(state, field.statVersion) === at(state, base + memory.version);
  const isSame = at(state, field.stat) === at(state, base + memory.data);
  if (rules.skipsUnchanged && isCurrent && isSame) {
    state[base] = step.clear;
    return "skips the statistic";
  }
  if (rules.comparesVersion && !isCurrent) {
    state[base] = at(state, field.marks) !== 0 ? step.firstRead : step.build;
    return "is refused the statistic";
  }
  state[field.statVersion] = at(state, field.statVersion) + 1;
  state[field.stat] = at(state, base + memory.data);
  state[base] = step.clear;
  return "puts the statistic";
}

/** Building, the pointer with the tag read before the build, and collection of what nobody reads. */
function showSteps(state: number[], here: number, base: number): string {
  const gen = at(state, base + memory.gen);
  if (here === step.build) {
    const isLive = at(state, field.pointer) >= gen;
    if (!isLive) {
      state[base + memory.pointer] = at(state, field.pointer);
      state[field.objects + gen] = at(state, field.stat);
    }
    state[base] = isLive ? step.collect : step.flip;
    return "builds";
  }
  if (here === step.flip) {
    const isMine = at(state, field.pointer) === at(state, base + memory.pointer);
    if (isMine) state[field.pointer] = gen;
    state[base] = isMine ? step.collect : step.build;
    return isMine ? "moves the pointer" : "is refused the pointer";
  }
  for (let old = 0; old < Math.min(at(state, field.pointer), gen); old++) state[field.objects + old] = -1;
  state[base] = done;
  forget(state, Number(base !== runAt(0)));
  return "collects";
}
