import { clopperPearsonInterval } from "../statistics/clopper-pearson.ts";
import { wilsonInterval } from "../statistics/wilson.ts";

/** x of n with both intervals; everything but the counts is `null` where n is 0. */
export function proportion(x: number, n: number) {
  return {
    x,
    n,
    p: n === 0 ? null : x / n,
    wilson95: wilsonInterval(x, n) ?? [null, null],
    clopper_pearson95: clopperPearsonInterval(x, n) ?? [null, null],
  };
}

/** A proportion with Wilson's and the exact interval. */
export type Proportion = ReturnType<typeof proportion>;
