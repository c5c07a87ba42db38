/** Lets one pending call at a time go on, chosen by the seed: every interleaving that a seed stands for can be played again. */
export type TurnTaking = {
  /** Waits until the call is chosen. */
  readonly turn: () => Promise<void>;
  /** Plays on until all of this work is done. */
  readonly play: (work: readonly Promise<unknown>[]) => Promise<void>;
};

export function turnTaking(draw: (below: number) => number): TurnTaking {
  const waiting: (() => void)[] = [];

  async function play(work: readonly Promise<unknown>[]): Promise<void> {
    let isDone = false;
    const all = Promise.allSettled(work).then(() => {
      isDone = true;
    });
    while (!isDone) {
      await new Promise((next) => setImmediate(next));
      const [chosen] = waiting.length === 0 ? [] : waiting.splice(draw(waiting.length), 1);
      chosen?.();
    }
    await all;
  }
  return { turn: () => new Promise((go) => void waiting.push(go)), play };
}
