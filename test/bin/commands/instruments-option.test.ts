import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommanderError } from "@commander-js/extra-typings";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyseCommand } from "../../../bin/commands/analyse.ts";
import { checkCommand } from "../../../bin/commands/check.ts";
import { ownDeployment } from "../../support/own-deployment.ts";

const folder = mkdtempSync(join(tmpdir(), "hearten-own-"));
const path = (name: string) => join(folder, name);

const header =
  "practice,pcn,icb,patient,referral_id,referral_date,referrer_role,activity,age_band,sex,imd_quintile,instrument,survey_date,score";
const row = (survey: string) => `A81001,U1,Q1,N1,R1,2026-01-10,nurse,art,45-54,F,2,${survey}`;

beforeAll(() => {
  writeFileSync(path("own.json"), JSON.stringify(ownDeployment()));
  writeFileSync(path("wrong.json"), JSON.stringify({ licences: { nothing: "X" } }));
  writeFileSync(path("spec.json"), JSON.stringify({ title: "Ours", registeredOn: "2025-12-01", primary: { instrument: "Local 4" } }));
  writeFileSync(path("own.csv"), [header, row("LOCAL4,2026-01-10,9"), row("local-4,2026-04-10,4"), row("HADS-A,2026-01-10,9")].join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command as a shell would, with everything it writes kept. */
async function run(make: typeof analyseCommand | typeof checkCommand, ...args: readonly string[]) {
  let [out, err, code] = ["", "", 0];
  const door = {
    write: (text: string) => (out += text),
    complain: (text: string) => (err += text),
    refuse: () => {
      code = 1;
    },
    watched: false,
  };
  const command = make(door)
    .exitOverride()
    .configureOutput({ writeErr: (text) => (err += text) });
  await command.parseAsync([...args, "--json"], { from: "user" }).catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error;
    code = 2;
  });
  return { out, err, code };
}

describe("a deployer's own instruments on the command line", () => {
  it("are refused by check where the file that brings them is not given", async () => {
    const { out, code } = await run(checkCommand, path("own.csv"));

    expect(JSON.parse(out).findings.map(({ rule, row: line }: { rule: string; row: number }) => `${line} ${rule}`)).toEqual([
      "2 unknown-instrument",
      "3 unknown-instrument",
      "4 licence-required",
    ]);
    expect(code).toBe(1);
  });

  it("are taken by check where it is, and so is what a licence is held for", async () => {
    const { out, code } = await run(checkCommand, path("own.csv"), "--instruments", path("own.json"));

    expect([JSON.parse(out).findings, code]).toEqual([[], 0]);
  });

  it("are analysed where it is, and counted as unknown where it is not", async () => {
    const without = JSON.parse((await run(analyseCommand, path("own.csv"))).out);
    const given = JSON.parse((await run(analyseCommand, path("own.csv"), "--instruments", path("own.json"))).out);

    expect([without.cleaning.n_unknown_instrument_rows, given.cleaning.n_unknown_instrument_rows]).toEqual([2, 0]);
    expect(given.instruments.LOCAL4.rules.last).toMatchObject({ n: 1, mean_change: -5 });
    expect(Object.keys(without.instruments)).not.toContain("LOCAL4");
  });

  it("may be what a declared evaluation is about", async () => {
    const refused = await run(analyseCommand, path("own.csv"), "--spec", path("spec.json"));
    const taken = await run(analyseCommand, path("own.csv"), "--spec", path("spec.json"), "--instruments", path("own.json"));

    expect([refused.code, JSON.parse(refused.out).refusals[0].field]).toEqual([1, "primary.instrument"]);
    expect([taken.code, JSON.parse(taken.out).evaluation.primary.instrument]).toEqual([0, "LOCAL4"]);
  });

  it("end a command with 1 where the file is wrong, and with 2 where there is none", async () => {
    for (const make of [analyseCommand, checkCommand]) {
      const wrong = await run(make, path("own.csv"), "--instruments", path("wrong.json"));
      expect([wrong.code, JSON.parse(wrong.out).refusals[0].rule]).toEqual([1, "unknown-instrument"]);
      expect((await run(make, path("own.csv"), "--instruments", path("absent.json"))).code).toBe(2);
    }
  });
});
