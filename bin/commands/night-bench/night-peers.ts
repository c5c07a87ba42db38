import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statisticKeys } from "../../../core/episodes/contribution.ts";
import type { BenchRow } from "../bench-core.ts";
import type { BenchReferral, BenchService } from "./bench-referrals.ts";

/** What every way must come to: distinct cells of the joint table by practice-month, instrument, role and activity, and people in them. */
type Table = { readonly cells: number; readonly people: number };

/**
 * What an analyst would do instead: the joint tables of the same events with DuckDB, and with data.table where R has it, from a file of the surveys.
 * Each is held against our own count before its time is told.
 *
 * @throws {Error} when a peer comes to another table
 */
export async function peerRows(
  { referrals }: BenchService,
  all: Iterable<BenchReferral>,
  nightSeconds: number,
): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "hearten-peers-"));
  try {
    const file = join(folder, "surveys.csv");
    const wanted = await writeSurveys(file, all);
    const peers = [
      ["DuckDB over a CSV file of the surveys", await besideDuckDb(file)],
      ["R's data.table over the same file", besideDataTable(file)],
    ] as const;
    return peers.flatMap(([peer, found]): readonly BenchRow[] => {
      if (found === null) return [];
      if (found.table.cells !== wanted.cells || found.table.people !== wanted.people) throw new Error(`${peer} came to another table`);
      const name = `${referrals.toLocaleString("en-GB")} referrals, everything anew`;
      return [
        {
          name,
          value: Number(nightSeconds.toFixed(2)),
          unit: "s",
          ratio: nightSeconds / found.seconds,
          peer: `${peer}: joint tables alone`,
        },
      ];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeSurveys(file: string, all: Iterable<BenchReferral>): Promise<Table> {
  const handle = await open(file, "w");
  const cells = new Set<string>();
  let people = 0;
  let text = "practice,referral,referred,role,activity,instrument,day,score\n";
  for (const { refKey, events, contribution } of all) {
    const { practice, month, role, activity } = contribution;
    const [recorded] = events;
    const referred = recorded?.type === "referral.recorded" ? recorded.referredOn : "";
    for (const event of events)
      if (event.type === "survey.completed")
        text += `${practice},${refKey},${referred},${role},${activity},${event.instrument},${event.completedOn},${event.total}\n`;
    for (const key of statisticKeys(contribution).filter((each) => each.startsWith("pair|"))) {
      cells.add(`${practice}|${month}|${key}`);
      people++;
    }
    if (text.length > 1_000_000) {
      await handle.write(text);
      text = "";
    }
  }
  await handle.write(text);
  await handle.close();
  return { cells: cells.size, people };
}

const query = (file: string) => `
  with survey as (select * from read_csv('${file}', header = true,
      columns = {practice: 'VARCHAR', referral: 'VARCHAR', referred: 'DATE', "role": 'VARCHAR', activity: 'VARCHAR', instrument: 'VARCHAR', "day": 'DATE', score: 'INTEGER'})),
  first as (select practice, referral, instrument, any_value(referred) referred, any_value(role) "role", any_value(activity) activity,
      min("day") "day", arg_min(score, "day") baseline
    from survey where "day" - referred between -14 and 28 group by all),
  pair as (select f.practice, strftime(f.referred, '%Y-%m') "month", f.instrument, f.role, f.activity, f.baseline, arg_max(s.score, s."day") followup
    from first f join survey s using (practice, referral, instrument)
    where s."day" - f."day" between 28 and 365 group by f.practice, f.referral, f.instrument, f.referred, f.role, f.activity, f.baseline),
  cell as (select practice, "month", instrument, "role", activity, baseline, followup, count(*) n from pair group by all)
  select count(*)::INTEGER cells, coalesce(sum(n), 0)::INTEGER people from cell`;

type Timed = { readonly seconds: number; readonly table: Table };

/** A development dependency: where it is not installed there is no peer. */
async function besideDuckDb(file: string): Promise<Timed | null> {
  const duckDb = await import("@duckdb/node-api").catch(() => null);
  if (duckDb === null) return null;
  const start = performance.now();
  const connection = await (await duckDb.DuckDBInstance.create(":memory:")).connect();
  const [row] = await (await connection.runAndReadAll(query(file))).getRowObjects();
  connection.closeSync();
  return { seconds: (performance.now() - start) / 1000, table: { cells: Number(row?.cells), people: Number(row?.people) } };
}

/** R, where the machine has it. */
const rProgram: string = "Rscript";

const program = `
suppressMessages(library(data.table))
start <- proc.time()[["elapsed"]]
survey <- fread(commandArgs(TRUE)[1])
survey[, c("referred", "day") := .(as.IDate(referred), as.IDate(day))]
setorder(survey, practice, referral, instrument, day)
first <- survey[day - referred >= -14 & day - referred <= 28, .SD[1], by = .(practice, referral, instrument)]
later <- survey[first[, .(practice, referral, instrument, at = day)], on = .(practice, referral, instrument)]
later <- later[day - at >= 28 & day - at <= 365, .(followup = score[.N]), by = .(practice, referral, instrument)]
pair <- merge(first, later, by = c("practice", "referral", "instrument"))
cell <- pair[, .N, by = .(practice, substr(referred, 1, 7), instrument, role, activity, score, followup)]
cat(proc.time()[["elapsed"]] - start, nrow(cell), sum(cell$N))
`;

function besideDataTable(file: string): Timed | null {
  const run = spawnSync(rProgram, ["-e", program, file], { encoding: "utf8" });
  if (run.status !== 0) return null;
  const [seconds = 0, cells = 0, people = 0] = run.stdout.trim().split(" ").map(Number);
  return { seconds, table: { cells, people } };
}
