import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { simulateCollections } from "./simulate-collections.ts";
import { simulateNights } from "./simulate-nights.ts";

/**
 * The simulations of nights and of collections over as many seeds as wanted, and what each broke. A seed plays the same way every time, in whichever thread.
 *
 *     node test/simulation/many-seeds.ts [how many] [from which] [threads]
 *
 * A line of progress goes to stderr after every five hundred seeds.
 */
type Share = { readonly first: number; readonly end: number; readonly step: number };
type Played = { readonly seed: number; readonly wrong: readonly string[] };

const toldEvery = 500;

async function playShare({ first, end, step }: Share): Promise<void> {
  for (let seed = first; seed < end; seed += step) {
    const wrong = [...(await simulateNights(seed)), ...(await simulateCollections(seed))];
    parentPort?.postMessage({ seed, wrong } satisfies Played);
  }
}

async function playAll(): Promise<void> {
  const [many = 10_000, from = 0, threads = availableParallelism()] = process.argv.slice(2).map(Number);
  const begun = process.uptime();
  const count = { played: 0, broken: 0 };
  const hear = ({ seed, wrong }: Played) => {
    count.played++;
    if (wrong.length > 0) count.broken++;
    for (const what of wrong) process.stdout.write(`seed ${seed}: ${what}\n`);
    const seconds = Math.round(process.uptime() - begun);
    if (count.played % toldEvery === 0) process.stderr.write(`${count.played} of ${many} seeds, ${count.broken} broken, ${seconds} s\n`);
  };
  const shares = Array.from({ length: threads }, (_, share) => ({ first: from + share, end: from + many, step: threads }));
  await Promise.all(shares.map((share) => playedIn(share, hear)));
  process.stdout.write(`${count.played} seeds from ${from}, ${count.broken} broken\n`);
  process.exitCode = count.broken === 0 && count.played === many ? 0 : 1;
}

function playedIn(share: Share, hear: (played: Played) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker
      .on("message", hear)
      .on("error", reject)
      .on("exit", () => resolve());
  });
}

if (isMainThread) await playAll();
else await playShare(workerData as Share);
