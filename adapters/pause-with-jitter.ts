import { setTimeout } from "node:timers/promises";

const firstMs = 20;
const longestMs = 2_000;

/** Waits twice as long at each attempt, up to two seconds, by a random share of it. */
export async function pauseWithJitter(attempt: number): Promise<void> {
  await setTimeout(Math.random() * Math.min(longestMs, firstMs * 2 ** attempt));
}
