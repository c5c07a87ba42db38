import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoEpisodes } from "../../../adapters/dynamo-episodes.ts";
import { dynamoProjects } from "../../../adapters/dynamo-projects.ts";
import { exclusionTables } from "../../../adapters/exclusion-tables.ts";
import { openStore } from "../../../bin/commands/night/open-store.ts";
import { analyseTable } from "../../../core/analysis/analyse-table.ts";
import { readLongTable } from "../../../core/analysis/long-table.ts";
import { type Coarseness, ladders, quasiIdentifiers, toldOf } from "../../../core/dataset/generalise.ts";
import { activityOf } from "../../../core/episodes/activity.ts";
import { type ExcludingDeps, erasePerson } from "../../../core/people/erase-person.ts";
import { applyOptOuts } from "../../../core/people/opt-out.ts";
import { longFormColumns, longFormRows } from "../../../core/simulation/long-form.ts";
import type { Simulation } from "../../../core/simulation/simulate.ts";
import { datasetReferralOf } from "../../support/dataset-referrals.ts";
import { duck, hasDuck } from "../../support/duck.ts";
import { memoryRegister } from "../../support/excluded-people.ts";
import { keepingDeps } from "../../support/keeping.ts";
import { keptPseudonyms, keptService } from "../../support/kept-service.ts";
import { projectDeclared } from "../../support/project-declared.ts";

const folder = mkdtempSync(join(tmpdir(), "hearten-export-"));
const dataDir = join(folder, "data");
const rscript = "/usr/bin/Rscript";
const hasR = existsSync(rscript);
let service: Simulation;
/** The dataset of the project as declared, which most tests look at. */
let plain: string;

beforeAll(async () => {
  service = await keptService(dataDir, { referrals: 900, practices: 6 });
  plain = await exported();
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command as a user does. */
async function hearten(...args: readonly string[]) {
  const run = promisify(execFile)(process.execPath, ["bin/hearten.mjs", ...args, "--data", dataDir], { encoding: "utf8" });
  return run.then(
    ({ stdout, stderr }) => ({ stdout, stderr, exitCode: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => ({ stdout: error.stdout, stderr: error.stderr, exitCode: error.code }),
  );
}

let declared = 0;

async function exported(over: object = {}): Promise<string> {
  declared += 1;
  const [file, out] = [join(folder, `project-${declared}.json`), join(folder, `out-${declared}`)];
  writeFileSync(file, JSON.stringify({ ...projectDeclared, ...over }));
  const { exitCode, stdout } = await hearten("export", "--project", file, "--out", out, "--by", "the tests");
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("referrals withheld")]);
  return out;
}

const textOf = (directory: string, file: string) => readFileSync(join(directory, file), "utf8");

/** The rows of a CSV of codes, which needs no quotes. */
function recordsIn(directory: string, file: string): readonly Record<string, string>[] {
  const [header = "", ...lines] = textOf(directory, file).trimEnd().split("\n");
  const names = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, at) => [names[at] ?? "", cell])));
}

const telling = ["practice", "age_band", "sex", "imd_quintile", "ethnic_group", "referral_date"];

/** People behind the rarest combination of telling values, by a dictionary of sets. */
function fewestAlike(records: readonly Record<string, string>[]): number {
  const people = new Map<string, Set<string>>();
  for (const record of records) {
    const name = telling.map((column) => record[column]).join("/");
    people.set(name, (people.get(name) ?? new Set()).add(record.patient ?? ""));
  }
  return Math.min(...[...people.values()].map(({ size }) => size));
}

it(`is opened in DuckDB (${hasDuck ? "installed: did" : "not installed: did not"}) and in R (${hasR ? "installed: did" : "not installed: did not"})`, () => {
  expect([typeof hasDuck, typeof hasR]).toEqual(["boolean", "boolean"]);
});

// each call of the command starts the engines anew
describe("hearten export", { timeout: 180_000 }, () => {
  it("writes both tables as CSV and Parquet with a dictionary, the terms, the declaration and every hash", async () => {
    const out = plain;

    expect(readdirSync(out).sort()).toEqual(
      [
        ...["LICENCE.txt", "README.md", "SHA256SUMS", "datapackage.json", "disclosure.json", "manifest.json", "project.json"],
        ...["referrals.csv", "referrals.parquet", "surveys.csv", "surveys.parquet"],
      ].sort(),
    );
    const { files } = JSON.parse(textOf(out, "manifest.json"));
    for (const { path, bytes, sha256 } of files) {
      const content = readFileSync(join(out, path));
      expect([path, bytes, sha256]).toEqual([path, content.length, createHash("sha256").update(content).digest("hex")]);
    }
    const sums = textOf(out, "SHA256SUMS").trimEnd().split("\n");
    expect(sums).toHaveLength(files.length + 1);
    for (const [sum = "", path = ""] of sums.map((line) => line.split("  "))) {
      expect([path, sum]).toEqual([
        path,
        createHash("sha256")
          .update(readFileSync(join(out, path)))
          .digest("hex"),
      ]);
    }
    const { resources } = JSON.parse(textOf(out, "datapackage.json"));
    const described = resources
      .find(({ path }: { path: string }) => path === "surveys.csv")
      .schema.fields.map(({ name }: { name: string }) => name);
    expect(described).toEqual(textOf(out, "surveys.csv").split("\n")[0]?.split(","));
  });

  it("tells of nobody who is alike with fewer than four others, by a count that is not the gate's", async () => {
    const out = await exported({ alike: 6 });
    const referrals = recordsIn(out, "referrals.csv");

    expect(fewestAlike(referrals)).toBeGreaterThanOrEqual(6);
    const { referrals: counted } = JSON.parse(textOf(out, "disclosure.json"));
    expect(counted).toMatchObject({ counted: 900, released: referrals.length, withheld: 900 - referrals.length });
    expect(counted.withheld).toBeLessThanOrEqual(45);
  });

  it.runIf(hasDuck)("opens in DuckDB: the Parquet files hold what the CSV files hold, and k is at least 5 by SQL", async () => {
    const out = plain;
    const of = (table: string) => `${out}/${table}`;

    for (const table of ["referrals", "surveys"]) {
      await duck(`copy (select * from '${of(table)}.parquet') to '${of(table)}-again.csv' (header, nullstr '')`);
      const numbers = (records: readonly Record<string, string>[]) => records.map((record) => ({ ...record, score: Number(record.score) }));
      expect(numbers(recordsIn(out, `${table}-again.csv`))).toEqual(numbers(recordsIn(out, `${table}.csv`)));
    }
    const [least] = await duck(
      `select min(people) as k from (select count(distinct patient) as people from '${of("referrals")}.parquet' group by ${telling.join(", ")})`,
    );
    expect(least?.k).toBeGreaterThanOrEqual(5);
    const types = await duck(`select column_name, column_type from (describe select * from '${of("surveys")}.parquet')`);
    expect(Object.fromEntries(types.map(({ column_name, column_type }) => [column_name, column_type]))).toMatchObject({
      ...{ survey_date: "DATE", score: "DOUBLE", days_since_referral: "INTEGER", patient: "VARCHAR" },
    });
  });

  it.runIf(hasR)("opens in R: read.csv finds as many rows, people and the same mean score", async () => {
    const out = plain;
    const script = `d <- read.csv("surveys.csv"); d <- d[d$instrument == "phq-9", ]
      cat(nrow(d), length(unique(d$patient)), format(mean(d$score), digits = 15), class(as.Date(d$survey_date)))`;
    const [rows, people, mean, type] = execFileSync(rscript, ["-e", script], { cwd: out, encoding: "utf8" }).split(" ");

    const records = recordsIn(out, "surveys.csv").filter(({ instrument }) => instrument === "phq-9");
    const total = records.reduce((sum, { score }) => sum + Number(score), 0);
    expect([Number(rows), Number(people), type]).toEqual([records.length, new Set(records.map(({ patient }) => patient)).size, "Date"]);
    expect(Number(mean)).toBeCloseTo(total / records.length, 10);
  });

  it("is analysed to the same answers as what it was made from: only the months of the series are coarser", async () => {
    const out = await exported({ finestFirst: ["place"] });
    const { told } = JSON.parse(textOf(out, "disclosure.json"));
    const coarseness = Object.fromEntries(
      told.map(({ value, as }: { value: keyof Coarseness; as: string }) => [value, ladders[value].steps.indexOf(as)]),
    ) as Coarseness;

    const mine = analysed(textOf(out, "surveys.csv"));
    const expected = analysed(expectedLongForm(coarseness));

    expect(mine.instruments).toEqual(expected.instruments);
    expect(mine.talking_therapies).toEqual(expected.talking_therapies);
    expect(mine.funnel_phq9_reliable_improvement).toEqual(expected.funnel_phq9_reliable_improvement);
    expect(mine.n_referrals).toBeGreaterThan(400);
    const { stdout, exitCode } = await hearten("runs");
    expect([exitCode, stdout]).toEqual([0, "No run yet.\n"]);
  });

  it("joins with no other project's: not one person or referral is called the same", async () => {
    const [one, other] = [plain, await exported({ id: "another-project" })];
    const names = (out: string) => recordsIn(out, "referrals.csv").flatMap(({ patient = "", referral_id = "" }) => [patient, referral_id]);
    const known = new Set(names(one));

    expect(names(other).filter((name) => known.has(name))).toEqual([]);
    expect(new Set(names(await exported()))).toEqual(known);
  });

  it("leaves out whoever opted out or was erased, and takes in again whoever withdrew their opt-out", async () => {
    const [first, second] = [await personAt(0), await personAt(1)];
    const counted = async (id: string) => JSON.parse(textOf(await exported({ id }), "disclosure.json")).referrals.counted;

    await excluding((deps) => applyOptOuts({ optedOut: [first], optedIn: [] }, settling, deps));
    await excluding((deps) => erasePerson({ pid: second, practice: null }, { ...settling, on: "2026-11-22" }, deps));
    expect(await counted("without-two")).toBe(898);
    await excluding((deps) => applyOptOuts({ optedOut: [], optedIn: [first] }, settling, deps));
    expect(await counted("without-one")).toBe(899);
  });

  it("keeps the declaration and who was handed what, and takes the project by its id from then on", async () => {
    await exported({ id: "on-record" });
    const { exitCode } = await hearten("export", "--project", "on-record", "--out", join(folder, "again"));
    const store = await openStore({ data: dataDir });
    const releases = await dynamoProjects(store.dynamo, store.source).releasesOf("on-record");
    await store.close();

    expect(exitCode).toBe(0);
    expect(releases.map(({ madeBy }) => madeBy)).toEqual(["the tests", expect.any(String)]);
    const manifest = createHash("sha256")
      .update(readFileSync(join(folder, "again", "manifest.json")))
      .digest("hex");
    expect(releases[1]?.manifestSha256).toBe(manifest);
  });

  it("hands nothing out without a declaration, after its approval has ended, or of too few people", async () => {
    const out = join(folder, "never");
    const refusal = async (named: string) => {
      const { exitCode, stdout } = await hearten("export", "--project", named, "--out", out, "--json");
      return [exitCode, JSON.parse(stdout).refusals[0].rule];
    };
    const file = (name: string, over: object) => {
      writeFileSync(join(folder, name), JSON.stringify({ ...projectDeclared, ...over }));
      return join(folder, name);
    };

    expect(await refusal("nobody-declared-this")).toEqual([1, "unknown-project"]);
    expect(await refusal(file("late.json", { approvals: [{ body: "Committee", reference: "1/23", until: "2024-01-01" }] }))).toEqual([
      1,
      "approval-ended",
    ]);
    expect(await refusal(file("few.json", { population: { practices: ["Z99999"] } }))).toEqual([1, "too-few-people"]);
    expect(existsSync(out)).toBe(false);
  });
});

function analysed(csv: string) {
  const reader = readLongTable();
  reader.push(Buffer.from(csv));
  const table = reader.end();
  if (!table.ok) throw new Error(table.refusals[0]?.rule);
  return analyseTable("dataset", table.value);
}

/** The simulated service in the long form with its real days, told as coarsely as the dataset, without whom too few are alike. */
function expectedLongForm(coarseness: Coarseness): string {
  const organisations = new Map(service.organisations.map((version) => [version.code, version]));
  const rows = [...service.referrals()].map(({ referral }) => {
    const cells = longFormRows(referral, organisations).map((row) => row.split(","));
    const [practice = "", pcn = "", icb = "", patient = "", , date = "", , , ageBand = "", sex = "", imd = ""] = cells[0] ?? [];
    const known = { person: patient, practice, pcn, icb, month: date.slice(0, 7), ageBand, sex };
    const told = toldOf(
      datasetReferralOf(referral.number, { ...known, ethnicity: referral.person.ethnicity, imdQuintile: Number(imd) || null }),
      coarseness,
    );
    return { cells, told, patient };
  });
  const people = Map.groupBy(rows, ({ told }) => quasiIdentifiers.map((name) => told[name]).join("/"));
  const kept = [...people.values()].filter((group) => new Set(group.map(({ patient }) => patient)).size >= 5).flat();
  const lines = kept.flatMap(({ cells, told }) =>
    cells.map(([, pcn, icb, patient, id, date, role, activity, , , , ...survey]) =>
      [told.place, pcn, icb, patient, id, date, role, activityOf(activity), told.age, told.sex, told.imd, ...survey].join(","),
    ),
  );
  return `${[longFormColumns.join(","), ...lines].join("\n")}\n`;
}

const settling = { id: "01TEST", at: "2026-11-22T09:00:00.000Z", by: "the tests" };

/** The pseudonym of the person of the nth referral. */
async function personAt(place: number): Promise<string> {
  const recorded = [...service.referrals()][place]?.events.find(({ type }) => type === "referral.recorded");
  if (recorded?.type !== "referral.recorded" || !("nhsNumber" in recorded.patient))
    throw new Error("the service of the tests must hold that referral");
  return keptPseudonyms.personId(recorded.patient.nhsNumber);
}

/** Excludes people as the service does, on the stores that the command reads. */
async function excluding(work: (deps: ExcludingDeps) => Promise<unknown>): Promise<void> {
  const { dynamo, source, derived, close } = await openStore({ data: dataDir });
  const { nextId, pause } = keepingDeps(dynamoEpisodes(dynamo, { source, derived }));
  await work({ store: exclusionTables({ client: dynamo, source, derived }), register: memoryRegister(), nextId, pause });
  await close();
}
