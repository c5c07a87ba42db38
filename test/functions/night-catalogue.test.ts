import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { fateOf } from "../../adapters/night-step.ts";
import { runNight, type WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { rollBack } from "../../core/night/roll-back.ts";
import { methodVersion } from "../../core/night/versions.ts";
import type { OrganisationVersion } from "../../core/organisations/organisation.ts";
import { planPages } from "../../functions/plan-pages/plan-pages.ts";
import { publishGeneration } from "../../functions/publish-generation/publish-generation.ts";
import { renderPages } from "../../functions/render-pages/render-pages.ts";
import { runLikeTheStateMachine } from "../simulation/run-like-the-state-machine.ts";
import { bucketTwin, refused } from "../support/bucket-twin.ts";
import { checkedBeside } from "../support/checked-beside.ts";
import { marksIn, publishedFiles, statisticsIn } from "../support/night-states.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../support/night-twin.ts";
import { otherNode } from "../support/other-node.ts";
import { readerFaults } from "../support/reader-faults.ts";
import { realDrawing } from "../support/real-drawing.ts";
import { type Around, type Operation, tableTwin } from "../support/table-twin.ts";

const pointerKey = "current.json";
const writes = ({ name, writes: does }: Operation) => does && name === "PutObject";

function service(organisations: () => readonly OrganisationVersion[] = smallEngland) {
  const [table, bucket] = [tableTwin(), bucketTwin()];
  const withBucket = (around: Around): WholeNightPorts =>
    nightPorts({ dynamo: table.client, s3: bucket.clientWith(around), organisations });
  let people = 0;
  const comes = (practice = "A81001", month = "2026-03") =>
    keepEpisode(table.client, { refKey: `R${people++}`, contribution: personIn(practice, month, [12, 8]) });
  /** What a reader finds who asks at this moment, without any call of a night in between: every entry of the live manifest must resolve. */
  const poll = () => {
    const faults = readerFaults(bucket);
    if (faults.length > 0) throw new Error(`half a generation is visible: ${faults.join(", ")}`);
  };
  return { table, bucket, ports: withBucket({}), withBucket, comes, poll };
}

const likeTheMachine = (ports: WholeNightPorts, date = "2026-06-11") => runLikeTheStateMachine(date, ports, () => 1);

describe("29: a store that answers amiss, with a reader who polls before and after every call", () => {
  /** A night of which the first write that is chosen is answered so, before or after it takes effect. */
  async function disturbed(isChosen: (operation: Operation, write: number) => boolean, answer: Error, when: "before" | "after" = "before") {
    const here = service();
    await here.comes();
    await likeTheMachine(here.ports, "2026-06-10");
    await here.comes();
    let [count, isDone] = [0, false];
    const disturb = async (operation: Operation) => {
      here.poll();
      if (!writes(operation) || isDone || !isChosen(operation, ++count)) return;
      isDone = true;
      throw answer;
    };
    const watch = async () => here.poll();
    const around: Around = when === "before" ? { before: disturb, after: watch } : { before: watch, after: disturb };
    const result = await likeTheMachine(here.withBucket(around));
    return { here, result, count, files: await publishedFiles(here.ports) };
  }

  const isPointer = ({ keys }: Operation) => keys.includes(pointerKey);
  const noAnswer = Object.assign(new Error("no answer"), { name: "TimeoutError" });

  it.each([
    ["503, and not taken", refused(503), "before"],
    ["500, and not taken", refused(500), "before"],
    ["no answer, though taken", noAnswer, "after"],
  ] as const)("%s, at any one write: it is repeated, and the night publishes what a calm one does", async (_answer, error, when) => {
    const calm = await disturbed(() => false, error, when);

    for (let at = 1; at <= calm.count; at++) {
      const { result, files } = await disturbed((_, write) => write === at, error, when);
      // Planning that is done again takes another number.
      expect([at, result.published, files]).toEqual([at, true, calm.files]);
    }
    expect(calm.count).toBeGreaterThan(8);
  });

  it("409 on the pointer: the same conditional write is tried again, and takes", async () => {
    const { here, result, count } = await disturbed(isPointer, refused(409));

    expect(result).toEqual({ gen: 2, published: true });
    expect(count).toBeGreaterThan(0);
    expect((await here.ports.reports.readPointer())?.pointer.gen).toBe(2);
  });

  it("412 on the pointer: another generation came first, and this run gives way without another attempt", async () => {
    const here = service();
    await here.comes();
    await likeTheMachine(here.ports, "2026-06-10");
    await here.comes();
    let flips = 0;
    const around: Around = {
      before: async (operation) => {
        here.poll();
        if (!writes(operation) || !operation.keys.includes(pointerKey)) return;
        if (++flips === 1) await likeTheMachine(here.ports, "2026-06-12");
      },
      after: async () => here.poll(),
    };

    expect(await likeTheMachine(here.withBucket(around))).toEqual({ gen: 2, published: false, reason: "newer" });
    expect(flips).toBe(1);
    expect((await here.ports.derived.runOf(2))?.phase).toBe("outrun");
    expect((await here.ports.reports.readPointer())?.pointer.gen).toBe(3);
  });
});

describe("31: a step that is repeated after the flip", () => {
  it("does not build the live generation again, though what is kept has changed since", async () => {
    const { bucket, ports, comes } = service();
    await comes();
    await runNight({ civilDate: "2026-06-10" }, ports);
    const before = { files: await publishedFiles(ports), keys: [...bucket.objects.keys()].sort() };
    await comes();

    await planPages({ gen: 1 }, ports);
    await renderPages({ gen: 1, key: "pages/0.json" }, ports);
    await checkedBeside(1, ports);
    expect(await publishGeneration({ gen: 1 }, ports)).toEqual({ gen: 1, published: true });

    expect({ files: await publishedFiles(ports), keys: [...bucket.objects.keys()].sort() }).toEqual(before);
  });
});

describe("35: days and months that are easily got wrong", () => {
  const organisations = () => [
    ...smallEngland().filter(({ code }) => code !== "A81002"),
    ...smallEngland()
      .filter(({ code }) => code === "A81002")
      .map((version) => ({ ...version, validFrom: "2026-03-10", validTo: "2026-03-20" })),
  ];

  it.each([
    ["on a leap day", "2028-02-29", ["2028-02", "2026-02"]],
    ["on the last day of a year that has a week 53, with months in which nothing happened", "2026-12-31", ["2026-12", "2025-01"]],
    ["on the first day of the next, for a practice that opened and closed within one month", "2027-01-01", ["2026-03", "2026-12"]],
  ] as const)(
    "draws every page without a number that is none, %s",
    async (_when, civilDate, months) => {
      const here = service(organisations);
      // eight are the fewest of whom anything is shown
      for (const month of months)
        for (const practice of ["A81001", "A81002"]) for (let person = 0; person < 8; person++) await here.comes(practice, month);
      const ports = { ...here.ports, ...realDrawing };

      expect(await runNight({ civilDate }, ports)).toMatchObject({ published: true });

      const files = await publishedFiles(ports);
      const wrong = Object.entries(files).filter(([, body]) =>
        /\bNaN\b|\bundefined\b|\bInfinity\b|\[object Object\]|Invalid Date/.test(body),
      );
      expect(wrong.map(([path]) => path)).toEqual([]);
      expect(Object.keys(files).some((path) => path.startsWith("A81002/"))).toBe(true);
    },
    120_000,
  );
});

describe("36: clocks that go wrong", () => {
  it.each([-40 * 1440, -15, 15, 40 * 1440])(
    "publish the same when they are %i minutes off: nothing but a date printed for people asks them",
    async (minutes) => {
      const [right, wrong] = [service(), service()];
      const skewed = { ...wrong.ports, now: () => new Date(Date.parse("2026-11-22T03:15:00Z") + minutes * 60_000).toISOString() };
      for (const here of [right, wrong]) await here.comes();
      await runNight({ scheduledTime: "2026-06-10T02:15:00Z" }, right.ports);
      await runNight({ scheduledTime: "2026-06-10T02:15:00Z" }, skewed);
      for (const here of [right, wrong]) await here.comes("B82002");
      await runNight({ scheduledTime: "2026-06-11T02:15:00Z" }, right.ports);
      await runNight({ scheduledTime: "2026-06-11T02:15:00Z" }, skewed);

      expect(await publishedFiles(skewed)).toEqual(await publishedFiles(right.ports));
      expect(statisticsIn(wrong.table.rows())).toEqual(statisticsIn(right.table.rows()));
    },
  );
});

describe("37: a rollback", () => {
  it("is a new and higher generation that shows the old objects", async () => {
    const { ports, comes } = service();
    await comes();
    await runNight({ civilDate: "2026-06-10" }, ports);
    const old = await publishedFiles(ports);
    await comes();
    await runNight({ civilDate: "2026-06-11" }, ports);

    expect(await rollBack(1, ports)).toEqual({ ok: true, value: { gen: 3, published: true } });
    expect(await publishedFiles(ports)).toEqual(old);
    expect(await runNight({ civilDate: "2026-06-12" }, ports)).toMatchObject({ gen: 4, published: true });
  });
});

describe("39: units made by older methods", () => {
  /** Makes units look as an older version left them. */
  async function age({ table }: ReturnType<typeof service>, which: (pk: string) => boolean) {
    for (const row of table.rows().filter(({ pk }) => String(pk).startsWith("UN#") && which(String(pk))))
      await table.client.send(new PutCommand({ TableName: "derived", Item: { ...row, methodVersion: methodVersion - 1 } }));
  }

  it("are all recomputed once, unmarked as they are, and never again", async () => {
    const here = service();
    for (const practice of ["A81001", "A81002", "B82002"]) await here.comes(practice);
    await runNight({ civilDate: "2026-06-10" }, here.ports);
    await age(here, () => true);

    await runNight({ civilDate: "2026-06-11" }, here.ports);

    expect((await here.ports.derived.runOf(2))?.units).toBe(3);
    const left = here.table.rows().filter(({ pk, methodVersion: made }) => String(pk).startsWith("UN#") && made !== methodVersion);
    expect(left).toEqual([]);
    expect(marksIn(here.table.rows())).toEqual([]);
    expect(await runNight({ civilDate: "2026-06-12" }, here.ports)).toMatchObject({ published: false, reason: "unchanged" });
  });

  it("never stand in one generation with those of the new: with one left over, nothing is shown", async () => {
    const here = service();
    for (const practice of ["A81001", "B82002"]) await here.comes(practice);
    await runNight({ civilDate: "2026-06-10" }, here.ports);
    const before = await publishedFiles(here.ports);
    await here.comes();
    const { drawPlace } = here.ports;
    const ageing: WholeNightPorts = {
      ...here.ports,
      drawPlace: (place, shown) => age(here, (pk) => pk === "UN#B82002").then(() => drawPlace(place, shown)),
    };

    await expect(runNight({ civilDate: "2026-06-11" }, ageing)).rejects.toThrow("made by other rules");
    expect(await publishedFiles(here.ports)).toEqual(before);
  });
});

describe("40: the same inputs", () => {
  type Under = { readonly flags?: readonly string[]; readonly node?: string };
  const night = async (seed: number, environment: Record<string, string>, { flags = [], node = process.execPath }: Under = {}) => {
    const script = fileURLToPath(new URL("../support/one-night.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(node, [...flags, script, String(seed)], {
      env: { PATH: process.env.PATH, ...environment },
    });
    return stdout;
  };

  it("come to the same bytes in any time zone, language, order of arrival and seed of hashing", async () => {
    const usual = await night(0, { TZ: "Europe/London", LANG: "en_GB.UTF-8" });

    expect(usual).toMatch(/^[0-9a-f]{64} \d{2,}\n$/);
    expect(await night(1, { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }, { flags: ["--hash-seed=7"] })).toBe(
      usual,
    );
    expect(await night(2, { TZ: "America/St_Johns", LANG: "C", LC_ALL: "C" }, { flags: ["--hash-seed=99"] })).toBe(usual);
  }, 240_000);

  const other = otherNode();

  it(`${other === null ? "have not been tried on another version of Node: there is none here, and OTHER_NODE names none" : `are tried on Node ${other.version} too`}`, () => {
    expect(other?.version).not.toBe(process.version);
  });

  it.runIf(other !== null)(
    "come to the same bytes on another version of Node",
    async () => {
      const usual = { TZ: "Europe/London", LANG: "en_GB.UTF-8" };
      expect(await night(3, usual, { node: other?.path ?? "" })).toBe(await night(0, usual));
    },
    240_000,
  );
});

describe("73 to 75: what happens to the service in mid-run", () => {
  it("74: one store at a time fails for a while: nothing is shown by halves, and the night after it publishes everything", async () => {
    for (const broken of ["table", "bucket"] as const) {
      const here = service();
      await here.comes();
      await runNight({ civilDate: "2026-06-10" }, here.ports);
      const before = await publishedFiles(here.ports);
      await here.comes();
      const down: Around = { before: async () => Promise.reject(refused(503)) };
      const dynamo = broken === "table" ? here.table.clientWith(down) : here.table.client;
      const s3 = here.bucket.clientWith(broken === "bucket" ? down : {});
      const failing = nightPorts({ dynamo, s3, organisations: smallEngland });

      await expect(likeTheMachine(failing)).rejects.toThrow("refused");
      expect(await publishedFiles(here.ports)).toEqual(before);
      expect(await likeTheMachine(here.ports, "2026-06-12")).toMatchObject({ published: true });
    }
  });

  it("73: a key is disabled: no step is tried again in vain, nothing is shown, and once it is back the next night does everything", async () => {
    const here = service();
    await here.comes();
    await runNight({ civilDate: "2026-06-10" }, here.ports);
    const before = await publishedFiles(here.ports);
    await here.comes();
    let calls = 0;
    const disabled = Object.assign(new Error("the key is disabled"), { name: "KMSDisabledException", $metadata: { httpStatusCode: 400 } });
    const refusing: Around = {
      before: async ({ name }) => {
        if (name !== "GetObject" && name !== "PutObject") return;
        calls++;
        throw disabled;
      },
    };

    await expect(likeTheMachine(here.withBucket(refusing))).rejects.toThrow("the key is disabled");
    expect([calls, fateOf(disabled)]).toEqual([1, "fail"]);
    expect(await publishedFiles(here.ports)).toEqual(before);
    expect(await likeTheMachine(here.ports, "2026-06-12")).toMatchObject({ published: true });
  });

  it("75: other code is deployed between two steps: the run refuses to go on, nothing is shown, and the next runs the new code throughout", async () => {
    const here = service();
    await here.comes();
    const deployed = { ...here.ports, codeVersion: "code-2" };
    const stopped = { ...here.ports.reports, movePointer: () => Promise.reject(new Error("stopped before its flip")) };
    await expect(runNight({ civilDate: "2026-06-10" }, { ...here.ports, reports: stopped })).rejects.toThrow("stopped before its flip");

    await expect(checkedBeside(1, deployed)).rejects.toMatchObject({ name: "MixedRunError" });
    await expect(publishGeneration({ gen: 1 }, deployed)).rejects.toMatchObject({ name: "MixedRunError" });
    expect(await here.ports.reports.readPointer()).toBeNull();
    expect(await runNight({ civilDate: "2026-06-10" }, deployed)).toMatchObject({ published: true });
  });
});
