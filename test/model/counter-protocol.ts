import type { Move, State, System } from "./explore.ts";
import { at, beginning, brokenForReaders, done, field, forget, lacksEvents, memory, quietGen, runAt, shown } from "./world.ts";

/** How a night works that keeps one counter of changes for each unit in the place of marks. */
export type CounterRules = {
  readonly writer:
    | "in one transaction"
    | "mark, then write"
    | "write, then mark; a duplicate returns at once"
    | "write, then mark; a duplicate marks again";
  readonly clears: "if the counter is as read" | "always" | "and resets the counter";
  readonly readsFirst: "counter" | "events";
  /** Which statistics may be replaced: none newer, only older ones, or any. */
  readonly replaces: "not newer" | "older" | "any";
  readonly reports: "what is kept" | "what this run changed";
  readonly flips: "if higher" | "if as read before the build" | "always";
  readonly collects: "below the pointer" | "older than mine";
  /** A generation that is live is not built again. */
  readonly sparesLive: boolean;
};

/** The counter's best rules: nothing is lost, but every writer of a practice-month contends for one row. */
export const counterAtItsBest: CounterRules = {
  writer: "in one transaction",
  clears: "if the counter is as read",
  readsFirst: "counter",
  replaces: "older",
  reports: "what is kept",
  flips: "if as read before the build",
  collects: "below the pointer",
  sparesLive: true,
};

const allEvents = 3;
const step = { lease: 0, readOne: 1, readTwo: 2, put: 3, clear: 4, build: 5, flip: 6, collect: 7 } as const;

/** The system that these rules make. The statistic's version is the counter it was made at: -1 for none. */
export function counterSystem(rules: CounterRules, crashes = { writer: 1, run: 1 }): System {
  const runMoves = (state: State, run: number, name: string) => movesOfRun(state, { run, name, rules });
  return {
    initial: beginning({ stat: -1, crashes }),
    moves: (state) => [
      ...[0, 1].flatMap((writer) => writerMoves(state, writer, rules)),
      ...[0, 1].flatMap((run) => runMoves(state, run, `run ${run}`)),
    ],
    brokenBy: (before, after) => brokenForReaders(before, after, lacksEvents),
    brokenAtRest: (state) => (shown(quietNight(state, runMoves)) === allEvents ? [] : ["an update is lost"]),
  };
}

function quietNight(rest: State, runMoves: (state: State, run: number, name: string) => readonly Move[]): State {
  let state: State = rest
    .with(runAt(0), step.lease)
    .with(runAt(0) + memory.gen, quietGen)
    .with(field.runCrashes, 0);
  for (let [move] = runMoves(state, 0, "quiet night"); move !== undefined; [move] = runMoves(state, 0, "quiet night")) state = move[1];
  return state;
}

function writerMoves(state: State, writer: number, { writer: manner }: CounterRules): readonly Move[] {
  const pc = field.writers + writer;
  const here = at(state, pc);
  if (here === done) return [];
  const next = [...state];
  const said = takeWriterStep(next, writer, manner);
  const moves: Move[] = [[`writer ${writer} ${said}`, next]];
  const crashes = at(state, field.writerCrashes);
  if (here !== 0 && crashes > 0)
    moves.push([`writer ${writer} dies, redelivered`, state.with(pc, 0).with(field.writerCrashes, crashes - 1)]);
  return moves;
}

function takeWriterStep(state: number[], writer: number, manner: CounterRules["writer"]): string {
  const pc = field.writers + writer;
  const here = at(state, pc);
  const bit = 1 << writer;
  const isKept = (at(state, field.events) & bit) !== 0;
  const isWhole = manner === "in one transaction";
  const keep = () => {
    state[field.events] = at(state, field.events) | bit;
  };
  const mark = () => {
    state[field.marks] = at(state, field.marks) + 1;
  };
  if (here === (isWhole ? 1 : 2)) {
    state[pc] = done;
    return "answers";
  }
  state[pc] = here + 1;
  if (isWhole) {
    if (!isKept) mark();
    keep();
    return "keeps and marks";
  }
  if ((manner === "mark, then write") === (here === 0)) {
    mark();
    return "marks";
  }
  if (isKept && manner === "write, then mark; a duplicate returns at once") state[pc] = 2;
  keep();
  return "keeps";
}

type RunContext = { readonly run: number; readonly name: string; readonly rules: CounterRules };

function movesOfRun(state: State, { run, name, rules }: RunContext): readonly Move[] {
  const base = runAt(run);
  const here = at(state, base);
  if (here === done) return [];
  const next = [...state];
  const said = here < step.build ? takeStatisticStep(next, base, rules) : takeShowStep(next, base, rules);
  const moves: Move[] = [[`${name} ${said}`, next]];
  if (here === step.lease || at(state, field.runCrashes) === 0) return moves;
  const dead = [...state];
  dead[base] = step.lease;
  dead[field.runCrashes] = at(state, field.runCrashes) - 1;
  dead[base + memory.version] = -1;
  dead[base + memory.data] = -1;
  return [...moves, [`${name} dies, repeated`, dead]];
}

/** What a run changed is kept in `memory.marks`, which this protocol has no other use for. */
function takeStatisticStep(state: number[], base: number, rules: CounterRules): string {
  const here = at(state, base);
  state[base] = here + 1;
  if (here === step.lease) {
    if (at(state, base + memory.gen) === 0) {
      state[field.fence] = at(state, field.fence) + 1;
      state[base + memory.gen] = at(state, field.fence);
    }
    state[base + memory.marks] = 0;
    state[base] = at(state, field.marks) > at(state, field.cleared) ? step.readOne : step.build;
    return "begins";
  }
  if (here === step.put) return putStatistic(state, base, rules);
  if (here === step.clear) return clearCounter(state, base, rules);
  const what = (here === step.readOne) === (rules.readsFirst === "counter") ? "counter" : "events";
  if (what === "counter") state[base + memory.version] = at(state, field.marks);
  else state[base + memory.data] = at(state, field.events);
  return `reads ${what}`;
}

function putStatistic(state: number[], base: number, { replaces }: CounterRules): string {
  const [madeAt, mine] = [at(state, field.statVersion), at(state, base + memory.version)];
  const mayReplace = replaces === "any" || madeAt < 0 || (replaces === "older" ? madeAt < mine : madeAt <= mine);
  if (!mayReplace) return "is refused the statistic";
  const isNew = madeAt < 0 || at(state, field.stat) !== at(state, base + memory.data);
  state[base + memory.marks] = Number(isNew);
  state[field.statVersion] = mine;
  state[field.stat] = at(state, base + memory.data);
  return "puts the statistic";
}

function clearCounter(state: number[], base: number, { clears }: CounterRules): string {
  const [counter, read] = [at(state, field.marks), at(state, base + memory.version)];
  if (clears === "always") state[field.cleared] = counter;
  if (counter !== read) return "clears";
  if (clears === "if the counter is as read") state[field.cleared] = Math.max(at(state, field.cleared), read);
  if (clears === "and resets the counter") {
    state[field.marks] = 0;
    state[field.cleared] = 0;
    if (at(state, field.statVersion) >= 0) state[field.statVersion] = 0;
  }
  return "clears";
}

function takeShowStep(state: number[], base: number, rules: CounterRules): string {
  const here = at(state, base);
  const gen = at(state, base + memory.gen);
  const pointer = at(state, field.pointer);
  if (here === step.build) {
    const isSpared = rules.sparesLive && pointer >= gen;
    state[base] = isSpared ? step.collect : step.flip;
    if (isSpared) return "finds itself live";
    if (rules.flips === "if as read before the build") state[base + memory.pointer] = pointer;
    const showsKept = rules.reports === "what is kept" || at(state, base + memory.marks) === 1;
    state[field.objects + gen] = showsKept ? at(state, field.stat) : Math.max(0, shown(state));
    return "builds";
  }
  if (here === step.flip) return flip(state, base, rules);
  const below = rules.collects === "below the pointer" ? Math.min(pointer, gen) : gen;
  for (let old = 0; old < below; old++) state[field.objects + old] = -1;
  state[base] = done;
  forget(state, Number(base !== runAt(0)));
  return "collects";
}

function flip(state: number[], base: number, { flips }: CounterRules): string {
  const gen = at(state, base + memory.gen);
  const pointer = at(state, field.pointer);
  const isMine = flips !== "if as read before the build" || pointer === at(state, base + memory.pointer);
  if (isMine && (flips === "always" || pointer < gen)) state[field.pointer] = gen;
  state[base] = isMine || pointer >= gen ? step.collect : step.build;
  return isMine ? "moves the pointer" : "is refused the pointer";
}
