import { describe, expect, it } from "vitest";
import { runNight } from "../../bin/commands/night/run-night.ts";
import type { Unit } from "../../core/night/unit.ts";
import type { Mark } from "../../core/ports/derived.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { dyingAt } from "../support/dying-at.ts";
import { marksIn, publishedFiles, statisticsIn } from "../support/night-states.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../support/night-twin.ts";
import { type Around, tableTwin } from "../support/table-twin.ts";

const people = [
  ["R0", personIn("A81001", "2026-03", [12, 8])],
  ["R1", personIn("B82002", "2026-03", [20, 20])],
] as const;

/** A world with a published generation and one event that came after it. */
async function worldAfterOneNight() {
  const table = tableTwin();
  const bucket = bucketTwin();
  const organisations = smallEngland;
  // boards are planned and checked beside each other, so that a night is killed there, too
  const given = { organisations, spreadsFrom: 1, checkedTogether: 1 };
  const ports = nightPorts({ dynamo: table.client, s3: bucket.client, ...given });
  for (const [refKey, contribution] of people) await keepEpisode(table.client, { refKey, contribution });
  await runNight({ civilDate: "2026-06-10" }, ports);
  await keepEpisode(table.client, { refKey: "R2", contribution: personIn("A81001", "2026-03", [9, 2]) });
  const dying = (around: Around) => nightPorts({ dynamo: table.clientWith(around), s3: bucket.clientWith(around), ...given });
  return { table, ports, dying };
}

describe("a night that is killed at any of its calls", () => {
  it.each(["before", "after"] as const)(
    "and run again publishes what an undisturbed night publishes (killed %s the call takes effect)",
    async (when) => {
      const undisturbed = await worldAfterOneNight();
      const counting = dyingAt(Number.POSITIVE_INFINITY, "before");
      await runNight({ civilDate: "2026-06-11" }, undisturbed.dying(counting.around));
      const expected = await publishedFiles(undisturbed.ports);
      const different: number[] = [];

      for (let call = 1; call <= counting.calls(); call++) {
        const { table, ports, dying } = await worldAfterOneNight();
        const before = await publishedFiles(ports);
        await runNight({ civilDate: "2026-06-11" }, dying(dyingAt(call, when).around)).catch(() => undefined);
        const seen = await publishedFiles(ports);
        const isWhole = [before, expected].some((files) => JSON.stringify(files) === JSON.stringify(seen));
        await runNight({ civilDate: "2026-06-11" }, ports);
        const isEqual =
          JSON.stringify(await publishedFiles(ports)) === JSON.stringify(expected) &&
          JSON.stringify(statisticsIn(table.rows())) === JSON.stringify(statisticsIn(undisturbed.table.rows()));
        if (!isWhole || !isEqual || marksIn(table.rows()).length > 0) different.push(call);
      }

      expect(counting.calls()).toBeGreaterThan(150);
      expect(different).toEqual([]);
    },
    600_000,
  );

  it.each([
    ["the reading of marks and the reading of data", "episodesOf"],
    ["the writing of the statistic and the deleting of marks", "clear"],
  ] as const)("never loses an event that comes between %s", async (_when, moment) => {
    const { table, ports } = await worldAfterOneNight();
    const late = personIn("A81001", "2026-03", [17, 4]);
    let hasCome = false;
    const comes = async () => {
      if (!hasCome) await keepEpisode(table.client, { refKey: "R3", contribution: late });
      hasCome = true;
    };
    const { episodesOf, clear } = ports.derived;
    const interrupted = {
      episodesOf: { episodesOf: (unit: Unit) => comes().then(() => episodesOf(unit)) },
      clear: { clear: (marks: readonly Mark[]) => comes().then(() => clear(marks)) },
    };
    await runNight({ civilDate: "2026-06-11" }, { ...ports, derived: { ...ports.derived, ...interrupted[moment] } });
    await runNight({ civilDate: "2026-06-12" }, ports);

    const afresh = await worldAfterOneNight();
    await keepEpisode(afresh.table.client, { refKey: "R3", contribution: late });
    await runNight({ civilDate: "2026-06-12" }, afresh.ports);
    expect(hasCome).toBe(true);
    expect(await publishedFiles(ports)).toEqual(await publishedFiles(afresh.ports));
  });
});
