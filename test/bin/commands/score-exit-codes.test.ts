import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownDeployment } from "../../support/own-deployment.ts";

const folder = mkdtempSync(join(tmpdir(), "hearten-exit-"));
const own = join(folder, "own.json");
const root = join(import.meta.dirname, "..", "..", "..");

beforeAll(() => writeFileSync(own, JSON.stringify(ownDeployment())));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command as a shell would. */
function hearten(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [join(root, "bin", "hearten.mjs"), ...args], { cwd: root }, (error, out, err) => {
      done({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const shape = ["instrument", "version", "score", "basis", "band", "caseness", "risk", "reason"];

describe("the real command line", () => {
  it.each([
    ["answers", ["phq-9", "--items", "1,2,1,2,1,1,2,1,0"]],
    ["a missing answer", ["phq9", "--items", "1,,2,1,1,1,1,1,0"]],
    ["an instrument without a composite", ["ons4", "--items", "1,2,3,4"]],
    ["a metric total", ["swemwbs", "--total", "19.98"]],
    ["a deployer's own instrument", ["LOCAL_4", "--items", "3,2,1,1", "--instruments", own]],
  ])("ends with 0 and always gives the same eight facts: %s", async (_what, args) => {
    const { code, out, err } = await hearten("score", ...args, "--json");

    expect([code, err]).toEqual([0, ""]);
    expect(Object.keys(JSON.parse(out)).filter((key) => shape.includes(key))).toEqual(shape);
  });

  it.each([
    ["unknown-instrument", ["nothing", "--total", "3"]],
    ["item-out-of-range", ["phq-9", "--items", "1,2,1,2,1,1,2,1,4"]],
    ["too-few-items", ["phq-9", "--items", "1,2"]],
    ["too-many-items", ["gad-2", "--items", "1,2,3"]],
    ["score-impossible", ["swemwbs", "--total", "20.50"]],
    ["score-disagrees-with-items", ["gad-2", "--items", "1,2", "--total", "4"]],
    ["licence-required", ["pam-13", "--total", "50.5"]],
  ])("ends with 1 and names the rule: %s", async (rule, args) => {
    const { code, out, err } = await hearten("score", ...args, "--json");

    expect([code, JSON.parse(out).refusals.map((refusal: { rule: string }) => refusal.rule)]).toEqual([1, [rule]]);
    expect(err).toContain(rule);
  });

  it.each([
    ["no instrument", ["score"]],
    ["neither items nor total", ["score", "phq-9"]],
    ["an unknown option", ["score", "phq-9", "--total", "5", "--colour"]],
    ["a basis that is none", ["score", "swemwbs", "--total", "21", "--basis", "other"]],
    ["a file that does not exist", ["score", "phq-9", "--total", "5", "--instruments", join(folder, "absent.json")]],
    ["an unknown command", ["skore"]],
  ])("ends with 2 for a wrong call: %s", async (_what, args) => {
    const { code, out, err } = await hearten(...args);

    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("error: ");
  });
});
