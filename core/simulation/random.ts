/** A stream of chance that a seed repeats exactly. */
export type Random = {
  /** Uniform on [0, 1). */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** Whether something of this probability happens. */
  readonly chance: (probability: number) => boolean;
  /** A whole number from 0 to n - 1. */
  readonly below: (n: number) => number;
  /** One of the weighted choices. */
  readonly pick: <T>(choices: readonly (readonly [T, number])[]) => T;
};

/** The stream of a seed: mulberry32 (Tommy Ettinger, public domain), normals by Box and Muller (1958). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    chance: (probability) => uniform() < probability,
    below: (n) => Math.floor(uniform() * n),
    pick: pickWith(uniform),
  };
}

function pickWith(uniform: () => number): Random["pick"] {
  return (choices) => {
    let left = uniform() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [choice, weight] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    const last = choices.at(-1);
    if (last === undefined) throw new RangeError("pick requires at least one choice");
    return last[0];
  };
}
