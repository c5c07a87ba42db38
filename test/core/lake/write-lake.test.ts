import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeLake } from "../../../core/lake/write-lake.ts";
import { lakePorts, lakeTwin, type Months } from "../../support/lake-twin.ts";
import { personIn, smallEngland } from "../../support/night-twin.ts";

const run = (gen: number) => ({ gen, civilDate: "2026-11-22" });
const bytesOf = (lake: ReturnType<typeof lakeTwin>) => new Map([...lake.files].map(([path, { bytes }]) => [path, bytes]));

function someMonths(): Months {
  const of = (practice: string, month: string, ...scores: readonly number[]) =>
    [`${practice}#${month}`, { ver: 1, contributions: scores.map((score) => personIn(practice, month, [score, score - 4])) }] as const;
  return new Map([of("A81001", "2026-02", 14, 9), of("A81003", "2026-02", 8), of("A81001", "2026-03", 11), of("B82001", "2026-02", 20)]);
}

function change(months: Months, name: string, scores: readonly number[]): void {
  const [practice = "", month = ""] = name.split("#");
  months.set(name, {
    ver: (months.get(name)?.ver ?? 0) + 1,
    contributions: scores.map((score) => personIn(practice, month, [score, null])),
  });
}

describe("writing the lake", () => {
  it("keeps one file a table for each month and ICB", async () => {
    const lake = lakeTwin();
    const written = await writeLake(run(1), lakePorts(someMonths(), smallEngland, lake));

    expect(written).toEqual({ partitions: 3, rows: 10, outrun: false });
    expect([...lake.files.keys()].sort()).toEqual([
      "episodes/month=2026-02/QA1.parquet",
      "episodes/month=2026-02/QB2.parquet",
      "episodes/month=2026-03/QA1.parquet",
      "outcomes/month=2026-02/QA1.parquet",
      "outcomes/month=2026-02/QB2.parquet",
      "outcomes/month=2026-03/QA1.parquet",
    ]);
  });

  it("writes nothing where nothing has changed, and only the files of what has", async () => {
    const [months, lake] = [someMonths(), lakeTwin()];
    await writeLake(run(1), lakePorts(months, smallEngland, lake));

    expect(await writeLake(run(2), lakePorts(months, smallEngland, lake))).toMatchObject({ partitions: 0 });
    expect(lake.writes).toBe(6);
    change(months, "B82001#2026-02", [5]);
    expect(await writeLake(run(3), lakePorts(months, smallEngland, lake))).toMatchObject({ partitions: 1 });
    const written = [...lake.files].filter(([, { gen }]) => gen === 3).map(([path]) => path);
    expect(written).toEqual(["episodes/month=2026-02/QB2.parquet", "outcomes/month=2026-02/QB2.parquet"]);
  });

  it("empties the files that a practice has left, and fills those of where it went", async () => {
    const [months, lake] = [someMonths(), lakeTwin()];
    await writeLake(run(1), lakePorts(months, smallEngland, lake));
    const moved = () => smallEngland().map((each) => (each.code === "B82001" ? { ...each, parent: "U10002" } : each));

    expect(await writeLake(run(2), lakePorts(months, moved, lake))).toMatchObject({ partitions: 2 });
    const fresh = lakeTwin();
    await writeLake(run(1), lakePorts(months, moved, fresh));
    const [kept, made] = [bytesOf(lake), bytesOf(fresh)];
    for (const [path, bytes] of made) expect([path, kept.get(path)]).toEqual([path, bytes]);
    expect(made.has("episodes/month=2026-02/QB2.parquet")).toBe(false);
    const empty = lakeTwin();
    await writeLake(run(1), lakePorts(new Map([["B82001#2026-02", { ver: 1, contributions: [] }]]), smallEngland, empty));
    expect(kept.get("episodes/month=2026-02/QB2.parquet")).toBe(empty.files.get("episodes/month=2026-02/QB2.parquet")?.bytes);
  });

  it("gives the same bytes in whatever order the store lists people, and holds no key of theirs", async () => {
    const [months, lake, other] = [someMonths(), lakeTwin(), lakeTwin()];
    const reversed: Months = new Map(
      [...months].toReversed().map(([name, held]) => [name, { ...held, contributions: held.contributions.toReversed() }]),
    );
    await writeLake(run(1), lakePorts(months, smallEngland, lake));
    await writeLake(run(1), lakePorts(reversed, smallEngland, other));

    expect(bytesOf(other)).toEqual(bytesOf(lake));
  });

  it("is made good after a crash at any write: the next run leaves what a run without crashes would", async () => {
    const edits = fc.array(
      fc.record({
        name: fc.constantFrom("A81001#2026-02", "A81003#2026-02", "B82002#2026-02", "A81002#2026-04"),
        scores: fc.array(fc.integer({ min: 4, max: 27 }), { maxLength: 3 }),
        crashAt: fc.integer({ min: 1, max: 8 }),
      }),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(edits, async (list) => {
        const [months, lake] = [someMonths(), lakeTwin()];
        let gen = 0;
        for (const { name, scores, crashAt } of list) {
          change(months, name, scores);
          gen += 1;
          await writeLake(run(gen), lakePorts(months, smallEngland, crashing(lake, crashAt))).catch(() => undefined);
        }
        await writeLake(run(gen + 1), lakePorts(months, smallEngland, lake));
        const fresh = lakeTwin();
        await writeLake(run(1), lakePorts(months, smallEngland, fresh));
        expect(bytesOf(lake)).toEqual(bytesOf(fresh));
      }),
      { numRuns: 40 },
    );
  });

  it("gives way to a newer run, whose files stand", async () => {
    const [months, lake] = [someMonths(), lakeTwin()];
    await writeLake(run(7), lakePorts(months, smallEngland, lake));
    change(months, "A81001#2026-02", [27]);
    const before = bytesOf(lake);

    expect(await writeLake(run(6), lakePorts(months, smallEngland, lake))).toMatchObject({ outrun: true });
    expect(bytesOf(lake)).toEqual(before);
  });

  it("asks for another attempt when time runs out, and goes on where it stopped", async () => {
    const [months, lake] = [someMonths(), lakeTwin()];
    let left = 1;
    const ports = { ...lakePorts(months, smallEngland, lake), hasTime: () => left-- > 0 };

    await expect(writeLake(run(1), ports)).rejects.toMatchObject({ name: "Busy" });
    expect(lake.writes).toBe(2);
    expect(await writeLake(run(1), lakePorts(months, smallEngland, lake))).toMatchObject({ partitions: 2 });
    expect(lake.writes).toBe(6);
  });
});

/** The same lake, whose process ends at the nth write: before it is done, or just after. */
function crashing(lake: ReturnType<typeof lakeTwin>, at: number): ReturnType<typeof lakeTwin> {
  let writes = 0;
  const ending = async <Result>(write: () => Promise<Result>): Promise<Result> => {
    writes += 1;
    if (writes === at && at % 2 === 0) throw new Error("the process ended before the write");
    const result = await write();
    if (writes === at) throw new Error("the process ended after the write");
    return result;
  };
  return {
    ...lake,
    keepFile: (file) => ending(() => lake.keepFile(file)),
    keepLedger: (ledger, tag) => ending(() => lake.keepLedger(ledger, tag)),
  };
}
