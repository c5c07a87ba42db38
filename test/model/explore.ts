/** Small whole numbers, one for each field: a state of the model. */
export type State = readonly number[];

/** A step that may happen now, and the state it leads to. */
export type Move = readonly [name: string, next: State];

/** A system in which anything that may happen next may happen next. */
export type System = {
  readonly initial: State;
  readonly moves: (state: State) => readonly Move[];
  /** What a move breaks, if anything. */
  readonly brokenBy: (before: State, after: State) => readonly string[];
  /** What is wrong once everything has come to rest, if anything. */
  readonly brokenAtRest: (state: State) => readonly string[];
};

/** What exploring found: how many states, and for each broken promise the shortest way there. */
export type Exploration = { readonly states: number; readonly broken: ReadonlyMap<string, readonly string[]> };

/** Visits every state that can be reached, breadth first; with `until`, stops as soon as that promise is broken. */
export function explore(system: System, { until = "" } = {}): Exploration {
  const seen = new Set([keyOf(system.initial)]);
  const queue: (State | null)[] = [system.initial];
  const cameFrom: number[] = [-1];
  const cameBy: string[] = [""];
  const broken = new Map<string, readonly string[]>();
  const report = (whats: readonly string[], way: () => readonly string[]) => {
    for (const what of whats) if (!broken.has(what)) broken.set(what, way());
  };
  const wayTo = (at: number): readonly string[] => (at <= 0 ? [] : [...wayTo(cameFrom[at] ?? 0), cameBy[at] ?? ""]);

  for (let at = 0; at < queue.length && !broken.has(until); at++) {
    const state = queue[at];
    if (state === null || state === undefined) continue;
    queue[at] = null;
    const moves = system.moves(state);
    if (moves.length === 0) report(system.brokenAtRest(state), () => wayTo(at));
    for (const [by, next] of moves) {
      report(system.brokenBy(state, next), () => [...wayTo(at), by]);
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
      cameFrom.push(at);
      cameBy.push(by);
    }
  }
  return { states: queue.length, broken };
}

/** One character for each field; fields run from -1. */
function keyOf(state: State): string {
  return String.fromCharCode(...state.map((value) => value + 1));
}
