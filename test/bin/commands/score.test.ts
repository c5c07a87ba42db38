import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommanderError } from "@commander-js/extra-typings";
import { afterEach, describe, expect, it } from "vitest";
import { scoreCommand } from "../../../bin/commands/score.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "hearten-score-"));
  folders.push(folder);
  writeFileSync(join(folder, "own.json"), text);
  return join(folder, "own.json");
}

/** Runs the command as a shell would, with everything it writes kept. */
async function score(...args: string[]) {
  let [out, err, code] = ["", "", 0];
  const command = scoreCommand({ write: (text) => (out += text), complain: (text) => (err += text), refuse: () => (code = 1) })
    .exitOverride()
    .configureOutput({ writeErr: (text) => (err += text) });
  await command.parseAsync(args, { from: "user" }).catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error;
    code = 2;
  });
  return { out, err, code };
}

async function scored(...args: string[]) {
  const { out, err, code } = await score(...args, "--json");
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
}

describe("hearten score", () => {
  it("prints the score, its meaning and the risk flag as JSON, whichever way the instrument is written", async () => {
    const expected = {
      instrument: "phq-9",
      version: "1.0.0",
      score: 11,
      basis: "items",
      band: "moderate",
      caseness: true,
      risk: "no",
      reason: null,
    };

    for (const name of ["phq-9", "PHQ9", "phq_9"]) expect(await scored(name, "--items", "1,2,1,2,1,1,2,1,0")).toEqual(expected);
  });

  it("prints JSON without being asked, on many lines", async () => {
    const { out, code } = await score("gad-7", "--total", "8");

    expect([JSON.parse(out).caseness, out.includes("\n  "), code]).toEqual([true, true, 0]);
  });

  it("reads an empty place as a missing answer", async () => {
    expect(await scored("ucla-3", "--items", "1,,2")).toMatchObject({ score: null, reason: "items-missing", caseness: null });
    expect(await scored("phq-9", "--items", "0,0,0,0,0,0,0,0,")).toMatchObject({ score: null, risk: "not-supplied" });
  });

  it("takes the basis of a total, the level and the licence of a PAM score", async () => {
    expect(await scored("swemwbs", "--total", "23", "--basis", "raw")).toMatchObject({ score: 20.73, raw: 23, basis: "raw" });
    expect(await scored("pam-13", "--total", "50.5", "--level", "2", "--licence", "PAM-77")).toMatchObject({
      score: 50.5,
      band: "level 2",
    });
  });

  it("refuses bad data with exit code 1, naming the rule on stderr and in the JSON", async () => {
    const refused = await score("swemwbs", "--total", "20.50", "--json");

    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^score-impossible \(total\): /);
    expect(JSON.parse(refused.out).refusals).toEqual([{ rule: "score-impossible", field: "total", fix: expect.any(String) }]);
  });

  it("names every rule that is broken, one a line, and echoes nothing that was sent", async () => {
    const { out, err, code } = await score("phq-9", "--items", "1,nought,7777,0,0,0,0,0,0");

    expect([out, code]).toEqual(["", 1]);
    expect(err.split("\n").map((line) => line.split(":")[0])).toEqual(["item-not-whole (items.1)", "item-out-of-range (items.2)", ""]);
    expect(err).not.toMatch(/7777|nought/);
  });

  it("refuses by rule whatever cannot be scored", async () => {
    const cases: readonly [string[], string][] = [
      [["no-such-thing", "--total", "3"], "unknown-instrument"],
      [["phq-9", "--items", "1,2"], "too-few-items"],
      [["phq-9", "--items", "1,2,1,2,1,1,2,1,0,0"], "too-many-items"],
      [["phq-9", "--total", "-1"], "score-out-of-range"],
      [["phq-9", "--total", "twelve"], "score-not-a-number"],
      [["phq-9", "--total", "1e1"], "score-not-a-number"],
      [["phq-9", "--items", "1,2,1,2,1,1,2,1,0", "--total", "12"], "score-disagrees-with-items"],
      [["swemwbs", "--total", "23"], "score-basis-required"],
      [["pam-13", "--total", "50"], "licence-required"],
    ];

    for (const [args, rule] of cases) {
      const { err, code } = await score(...args);
      expect([code, err.split(/[ :]/)[0]]).toEqual([1, rule]);
    }
  });

  it("calls a wrong call wrong, with exit code 2", async () => {
    for (const args of [
      ["phq-9"],
      [],
      ["phq-9", "--total", "5", "--basis", "cooked"],
      ["phq-9", "--totl", "5"],
      ["phq-9", "--total", ""],
    ]) {
      expect((await score(...args)).code).toBe(2);
    }
  });

  it("scores with a deployer's own thresholds", async () => {
    const caseness = { when: "at-or-above", value: 5, meaning: "lonely here", source: "local agreement", evidence: "confirmed" };
    const file = fileOf(JSON.stringify({ overrides: [{ instrument: "ucla-3", version: "trust-1", set: { caseness } }] }));

    expect(await scored("ucla-3", "--total", "5", "--instruments", file)).toMatchObject({ caseness: true, version: "1.0.0+trust-1" });
    expect((await score("ucla-3", "--total", "5", "--instruments", fileOf("not json"))).err).toMatch(/^not-json/);
  });
});
