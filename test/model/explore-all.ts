import { knownBadChecks, soundChecks } from "./divided-check.ts";
import { explore } from "./explore.ts";
import { knownBadJoins, soundJoins } from "./joined-writes.ts";
import { knownBadVariants, soundVariants } from "./variants.ts";

/**
 * The whole state space of every variant: a writer and a run may both die, at any steps. Takes some minutes and ends with 1 when a sound variant
 * breaks a promise or a bad one is not caught.
 *
 *     node test/model/explore-all.ts
 */
let isAsExpected = true;
for (const { name, breaks, system } of [
  ...[...soundVariants, ...soundJoins, ...soundChecks],
  ...[...knownBadVariants, ...knownBadJoins, ...knownBadChecks],
]) {
  const { states, broken } = explore(system());
  const isRight = breaks === "" ? broken.size === 0 : broken.has(breaks);
  isAsExpected &&= isRight;
  process.stdout.write(
    `${isRight ? "  " : "!!"} ${String(states).padStart(8)} states  ${name}: ${[...broken.keys()].join(", ") || "no violation"}\n`,
  );
}
process.exitCode = isAsExpected ? 0 : 1;
