import { simulateCollections } from "./simulate-collections.ts";
import { simulateNights } from "./simulate-nights.ts";

/**
 * The simulations of nights and of collections over as many seeds as wanted, and what each broke. A seed plays the same way every time.
 *
 *     node test/simulation/many-seeds.ts [how many] [from which]
 */
const [many = 10_000, from = 0] = process.argv.slice(2).map(Number);
let broken = 0;
for (let seed = from; seed < from + many; seed++) {
  const wrong = [...(await simulateNights(seed)), ...(await simulateCollections(seed))];
  if (wrong.length > 0) broken++;
  for (const what of wrong) process.stdout.write(`seed ${seed}: ${what}\n`);
}
process.stdout.write(`${many} seeds from ${from}, ${broken} broken\n`);
process.exitCode = broken === 0 ? 0 : 1;
