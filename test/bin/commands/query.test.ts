import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../../bin/commands/night/open-store.ts";
import { batchLists, readBatches } from "../../../core/night/batch-lists.ts";
import { englandCode } from "../../../core/organisations/organisation.ts";
import { keyParts, mergeStatistics, parseStatistic, type Statistic } from "../../../core/statistic.ts";
import { planNight } from "../../../functions/plan-night/plan-night.ts";
import { refreshUnits } from "../../../functions/refresh-units/refresh-units.ts";
import { rollUp } from "../../../functions/roll-up/roll-up.ts";
import { hasDuck } from "../../support/duck.ts";
import { keptService } from "../../support/kept-service.ts";

const folder = mkdtempSync(join(tmpdir(), "hearten-query-"));
const dataDir = join(folder, "data");
let england: Statistic;

beforeAll(async () => {
  await keptService(dataDir, { referrals: 500, practices: 5 });
  const store = await openStore({ data: dataDir });
  // a night as far as the statistics that its pages are drawn from
  const { gen } = await planNight({}, store.ports);
  for (const { key } of await readBatches(gen, batchLists.work, store.ports.reports)) await refreshUnits({ gen, key }, store.ports);
  for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, store.ports);
  const months = await store.ports.derived.standingsOf(englandCode);
  const texts = await store.ports.derived.statisticsOf({ code: englandCode, level: "england" }, months);
  england = mergeStatistics(texts.map(({ text }) => parseStatistic(text)));
  await store.close();
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function asked(...args: readonly string[]) {
  const run = promisify(execFile)(process.execPath, ["bin/hearten.mjs", "query", ...args, "--data", dataDir, "--json"], {
    encoding: "utf8",
  });
  return run.then(
    ({ stdout }) => ({ exitCode: 0, ...JSON.parse(stdout) }),
    (error: { stdout: string; code: number }) => ({ exitCode: error.code, ...(error.stdout === "" ? {} : JSON.parse(error.stdout)) }),
  );
}

/** The rows of an answer, each a record. */
async function rowsOf(...args: readonly string[]): Promise<readonly Record<string, string | number | null>[]> {
  const { exitCode, columns, rows } = await asked(...args);
  expect(exitCode).toBe(0);
  return rows.map((row: readonly unknown[]) => Object.fromEntries(columns.map((column: string, at: number) => [column, row[at]])));
}

/** Every counted key of a kind in the published statistic of England, as often as it counts. */
function counted(kind: string): readonly { readonly parts: readonly string[]; readonly n: number }[] {
  return [...england].map(([key, n]) => ({ parts: keyParts(key), n })).filter(({ parts }) => parts[0] === kind);
}

type Sums = { n: number; before: number; after: number; change: number; squares: number };

/** Pairs of the published statistic, summed under a name. */
function pairsBy(nameOf: (parts: readonly string[]) => string): ReadonlyMap<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const { parts, n } of counted("pair")) {
    const [before, after] = [Number(parts[4]), Number(parts[5])];
    const one = sums.get(nameOf(parts)) ?? { n: 0, before: 0, after: 0, change: 0, squares: 0 };
    one.n += n;
    one.before += n * before;
    one.after += n * after;
    one.change += n * (after - before);
    one.squares += n * (after - before) ** 2;
    sums.set(nameOf(parts), one);
  }
  return sums;
}

it(`asks DuckDB: ${hasDuck ? "it is installed, and did" : "it is not installed here, and did not"}`, () => {
  expect(typeof hasDuck).toBe("boolean");
});

describe.runIf(hasDuck)("the saved queries over the lake", { timeout: 180_000 }, () => {
  it("give the paired change by role that the published statistic gives", async () => {
    const rows = await rowsOf("paired-change-by-role");
    const published = pairsBy(([, measure, role]) => `${measure}/${role}`);

    expect(rows.length).toBeGreaterThan(10);
    expect(rows.map(({ measure, role, people }) => [`${measure}/${role}`, people])).toEqual(
      [...published].map(([name, { n }]) => [name, n]).sort(),
    );
    for (const { measure, role, ...row } of rows) {
      const { n, before, after, change, squares } = published.get(`${measure}/${role}`) ?? {
        n: 0,
        before: 0,
        after: 0,
        change: 0,
        squares: 0,
      };
      expect(row.mean_baseline).toBeCloseTo(before / n, 9);
      expect(row.mean_follow_up).toBeCloseTo(after / n, 9);
      expect(row.mean_change).toBeCloseTo(change / n, 9);
      if (n > 1) expect(row.sd_change).toBeCloseTo(Math.sqrt((squares - change ** 2 / n) / (n - 1)), 9);
      else expect(row.sd_change).toBeNull();
    }
  });

  it("count everybody of the flow, with and without a follow-up, as the published statistic does", async () => {
    const flow = await rowsOf("flow-by-role");
    const steps = ["referred", "accepted", "declined", "started", "completed", "lost"] as const;
    for (const step of steps) {
      const published = new Map(
        counted("flow").flatMap(({ parts: [, role, activity, at], n }) => (at === step ? [[`${role}/${activity}`, n] as const] : [])),
      );
      expect([step, flow.flatMap(({ role, activity, ...row }) => (row[step] === 0 ? [] : [[`${role}/${activity}`, row[step]]]))]).toEqual([
        step,
        [...published].sort(),
      ]);
    }
    const completeness = await rowsOf("completeness");
    const total = (column: string) => completeness.reduce((sum, row) => sum + Number(row[column]), 0);
    expect(total("people_with_both")).toBe(counted("pair").reduce((sum, { n }) => sum + n, 0));
    expect(total("people_without_follow_up")).toBe(counted("single").reduce((sum, { n }) => sum + n, 0));
  });

  it("give the equity cells that the published statistic gives", async () => {
    const rows = await rowsOf("equity");
    const cells = new Map<string, { people: number; both: number; change: number }>();
    for (const { parts, n } of counted("equity")) {
      const [, measure, dimension, level, before, after] = parts;
      const one = cells.get(`${measure}/${dimension}/${level}`) ?? { people: 0, both: 0, change: 0 };
      one.people += n;
      if (after !== "-") [one.both, one.change] = [one.both + n, one.change + n * (Number(after) - Number(before))];
      cells.set(`${measure}/${dimension}/${level}`, one);
    }

    expect(
      rows.map((row) => [`${row.measure}/${row.dimension}/${row.level}`, row.people_with_baseline, row.people_with_both]).sort(),
    ).toEqual([...cells].map(([name, { people, both }]) => [name, people, both]).sort());
    for (const row of rows) {
      const { both, change } = cells.get(`${row.measure}/${row.dimension}/${row.level}`) ?? { both: 0, change: 0 };
      if (both === 0) expect(row.mean_change).toBeNull();
      else expect(row.mean_change).toBeCloseTo(change / both, 9);
    }
  });

  it("give each ICB what its practices come to", async () => {
    const rows = await rowsOf("change-by-icb");
    const phq9 = rows.filter(({ measure }) => measure === "phq-9").reduce((sum, { people }) => sum + Number(people), 0);

    expect(phq9).toBe(pairsBy(([, measure]) => String(measure)).get("phq-9")?.n);
  });
});

describe.runIf(hasDuck)("SQL of one's own", { timeout: 180_000 }, () => {
  it("reads both tables, joins them, and finds no identifier and no day in either", async () => {
    const columns = await rowsOf("--sql", "SELECT table_name, column_name FROM information_schema.columns");
    const [joined] = await rowsOf(
      "--sql",
      "SELECT count(*) AS n FROM outcomes JOIN episodes USING (practice, month, episode) WHERE outcomes.role = episodes.role",
    );
    const [all] = await rowsOf("--sql", "SELECT count(*) AS n FROM outcomes");

    expect(joined?.n).toBe(all?.n);
    expect(
      columns.map(({ column_name }) => column_name).filter((name) => /ref|patient|person|pid|date|_on$|name/.test(String(name))),
    ).toEqual([]);
  });

  it("reaches nothing but the lake, and says what was wrong with a question", async () => {
    expect(await asked("--sql", "SELECT * FROM read_csv('/etc/hostname')")).toMatchObject({
      exitCode: 1,
      refusals: [{ rule: "query-refused" }],
    });
    expect(await asked("--sql", "SELECT nothing FROM nowhere")).toMatchObject({ exitCode: 1, refusals: [{ rule: "query-refused" }] });
    expect(await asked("no-such-query")).toMatchObject({ exitCode: 2 });
    expect(await asked()).toMatchObject({ exitCode: 2 });
  });
});
