import { describe, expect, it } from "vitest";
import type { WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { marksIn, publishedFiles, statisticsIn } from "../support/night-states.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../support/night-twin.ts";
import { listReader, nightWorks } from "../support/night-works.ts";
import { type Input, type NightFolder, nightMachine } from "../support/played-machine.ts";
import { tableTwin } from "../support/table-twin.ts";

function service({ spreadsFrom }: { readonly spreadsFrom?: number } = {}) {
  const table = tableTwin();
  const bucket = bucketTwin();
  const given = { organisations: smallEngland, ...(spreadsFrom === undefined ? {} : { spreadsFrom }) };
  return { table, bucket, ports: nightPorts({ dynamo: table.client, s3: bucket.client, ...given }) };
}

type Invoke = (folder: NightFolder, event: Input) => Promise<unknown>;

/** The deployed definition, run as on a laptop, over the functions' own work. */
function night(ports: WholeNightPorts, around: (invoke: Invoke) => Invoke = (invoke) => invoke) {
  const machine = nightMachine({ invoke: around(nightWorks(ports)), readObject: listReader(ports) });
  return (civilDate: string) => machine.run({ civilDate });
}

const twice = {
  "one after the other": (invoke: Invoke) => async (folder: NightFolder, event: Input) => {
    await invoke(folder, event);
    return invoke(folder, event);
  },
  "beside each other": (invoke: Invoke) => async (folder: NightFolder, event: Input) => {
    const [first, second] = await Promise.allSettled([invoke(folder, event), invoke(folder, event)]);
    if (first.status === "fulfilled") return first.value;
    return second.status === "fulfilled" ? second.value : Promise.reject(first.reason);
  },
};

describe("the deployed definition, run as on a laptop", () => {
  it.each(Object.entries(twice))(
    "with every state executed twice, %s, publishes the same bytes night after night",
    async (_how, around) => {
      const people = [12, 9, 20, 15].map((baseline, at) => personIn(`A8100${1 + (at % 3)}`, "2026-03", [baseline, 8]));
      // what is executed twice plans its boards beside each other as well
      const [once, repeated] = [service(), service({ spreadsFrom: 1 })];
      for (const [at, contribution] of people.entries()) {
        for (const { table } of [once, repeated]) await keepEpisode(table.client, { refKey: `R${at}`, contribution });
        await night(once.ports)(`2026-06-1${at}`);
        await night(repeated.ports, around)(`2026-06-1${at}`);

        expect(await publishedFiles(repeated.ports)).toEqual(await publishedFiles(once.ports));
        expect(statisticsIn(repeated.table.rows())).toEqual(statisticsIn(once.table.rows()));
        expect(marksIn(repeated.table.rows())).toEqual([]);
      }
    },
    120_000,
  );
});

/** Enough practice-months for more than ten batches, so that one of them may fail. */
async function manyUnits({ table }: ReturnType<typeof service>) {
  for (let at = 0; at < 560; at++) {
    const month = `${1990 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
    await keepEpisode(table.client, { refKey: `R${at}`, contribution: personIn("A81001", month, [12, 8]) });
  }
}

describe("a unit that fails for good (test 33)", () => {
  it("lets the others be recomputed, shows nothing, leaves yesterday's pages, and is all that the next night has to do", async () => {
    const here = service();
    await keepEpisode(here.table.client, { refKey: "first", contribution: personIn("A81002", "2026-03", [10, 4]) });
    await night(here.ports)("2026-06-10");
    const yesterday = await publishedFiles(here.ports);
    await manyUnits(here);
    const failing = (invoke: Invoke) => async (folder: NightFolder, event: Input) => {
      if (folder === "refresh-units" && JSON.stringify(event).includes("work/3.json")) throw new Error("this batch fails for good");
      return invoke(folder, event);
    };

    await expect(night(here.ports, failing)("2026-06-11")).rejects.toMatchObject({ name: "UnitsLeftError" });
    expect(await publishedFiles(here.ports)).toEqual(yesterday);
    const left = marksIn(here.table.rows()).filter((mark) => mark.startsWith("DM#PR"));
    expect(left).toHaveLength(50);

    expect(await night(here.ports)("2026-06-11")).toMatchObject({ gen: 3, published: true });
    expect((await here.ports.derived.runOf(3))?.units).toBe(50);
    expect(marksIn(here.table.rows())).toEqual([]);
  });

  it("cannot be left out by a step that was told nothing of the failure: planning pages looks at what stands", async () => {
    const here = service();
    await manyUnits(here);
    const skipping = (invoke: Invoke) => async (folder: NightFolder, event: Input) =>
      folder === "refresh-units" && JSON.stringify(event).includes("work/0.json") ? {} : invoke(folder, event);

    await expect(night(here.ports, skipping)("2026-06-11")).rejects.toMatchObject({ name: "UnitsLeftError" });
    expect(await here.ports.reports.readPointer()).toBeNull();
  });
});
