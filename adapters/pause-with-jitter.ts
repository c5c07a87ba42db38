import { setTimeout } from "node:timers/promises";

const firstMs = 20;

/** No pause is longer. */
export const longestPauseMs = 2_000;

/** How long to wait before an attempt: twice as long at each, up to two seconds, by a random share of it. */
export function pauseMs(attempt: number, share: () => number): number {
  return share() * Math.min(longestPauseMs, firstMs * 2 ** attempt);
}

/** Waits before an attempt. */
export async function pauseWithJitter(attempt: number): Promise<void> {
  await setTimeout(pauseMs(attempt, Math.random));
}
