import type { State } from "./explore.ts";

/**
 * What both models share: one practice-month, two writers with an event each, two runs that may overlap, one crash with redelivery of a
 * writer and one of a run at any step, then one quiet night. Objects are what a generation shows; -1 where there is none.
 */
export const field = {
  events: 0,
  marks: 1,
  cleared: 2,
  statVersion: 3,
  stat: 4,
  fence: 5,
  pointer: 6,
  objects: 7,
  writerCrashes: 11,
  runCrashes: 12,
  writers: 13,
  runs: 15,
} as const;

/** What a run remembers, from its place in the state. */
export const memory = { step: 0, gen: 1, version: 2, marks: 3, data: 4, pointer: 5 } as const;
const memorySize = 6;

/** Where a run's memory begins. */
export function runAt(run: number): number {
  return field.runs + run * memorySize;
}

/** A writer or run that has nothing more to do. */
export const done = 99;

/** The generation of the quiet night: 0 is what is shown at first, 1 and 2 are the two runs'. */
export const quietGen = 3;

/** Everything at its beginning. */
export function beginning({ stat, crashes }: { stat: number; crashes: { writer: number; run: number } }): number[] {
  const state: number[] = Array.from({ length: field.runs + 2 * memorySize }, () => 0);
  state[field.stat] = stat === -1 ? 0 : stat;
  state[field.statVersion] = stat === -1 ? -1 : 0;
  for (const gen of [1, 2, 3]) state[field.objects + gen] = -1;
  state[field.writerCrashes] = crashes.writer;
  state[field.runCrashes] = crashes.run;
  for (const run of [0, 1]) forget(state, run);
  return state;
}

/** A run that has died remembers nothing but its number. */
export function forget(state: number[], run: number): void {
  for (const part of [memory.version, memory.marks, memory.data]) state[runAt(run) + part] = -1;
}

/** The value of a field. */
export function at(state: State, index: number): number {
  return state[index] ?? 0;
}

/** What readers see. */
export function shown(state: State): number {
  return at(state, field.objects + at(state, field.pointer));
}

/** What a move may never do to readers. `isOlder` says whether content lacks something that other content had. */
export function brokenForReaders(before: State, after: State, isOlder: (now: number, was: number) => boolean): readonly string[] {
  return [
    ...(at(after, field.pointer) < at(before, field.pointer) ? ["the pointer goes back"] : []),
    ...(shown(after) < 0 ? ["the pointer dangles"] : []),
    ...(shown(before) >= 0 && shown(after) >= 0 && isOlder(shown(after), shown(before)) ? ["content goes back"] : []),
  ];
}

/** Whether content lacks an event that other content had: events are bits. */
export function lacksEvents(now: number, was: number): boolean {
  return (was & ~now) !== 0;
}
