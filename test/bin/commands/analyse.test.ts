import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyseCommand } from "../../../bin/commands/analyse.ts";
import type { AnalysisDoor } from "../../../bin/commands/analysis-door.ts";
import { spcCommand } from "../../../bin/commands/spc.ts";

const folder = mkdtempSync(join(tmpdir(), "hearten-analyse-"));
const evidence = new URL("../../golden/evidence.csv", import.meta.url).pathname;

function doorTwin() {
  const heard = { written: "", complained: "", refused: false };
  const door: AnalysisDoor = {
    write: (text) => {
      heard.written += text;
    },
    complain: (text) => {
      heard.complained += text;
    },
    refuse: () => {
      heard.refused = true;
    },
    watched: false,
  };
  return { door, heard };
}

function fileOf(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function analysed(...args: readonly string[]) {
  const { door, heard } = doorTwin();
  await analyseCommand(door)
    .configureOutput({ writeErr: door.complain })
    .exitOverride((error) => {
      throw error;
    })
    .parseAsync([...args], { from: "user" });
  return heard;
}

describe("hearten analyse", () => {
  it("prints one JSON document, or plain words without --json", async () => {
    expect(JSON.parse((await analysed(evidence, "--json")).written)).toHaveProperty("instruments.PHQ9.models.lmm.theta");
    expect((await analysed(evidence)).written).toMatch(/^evidence\.csv: \d+ rows/);
  });

  it("refuses data without its columns by rule and with what to do, on both outputs", async () => {
    const heard = await analysed(fileOf("short.csv", "practice,score\nP1,3\n"), "--json");

    expect(heard.refused).toBe(true);
    expect(JSON.parse(heard.written).refusals[0]).toMatchObject({ rule: "column-missing", field: "pcn" });
    expect(heard.complained).toContain("column-missing (pcn): add the column pcn");
  });

  it("refuses a file whose quote is never closed", async () => {
    const heard = await analysed(fileOf("open.csv", `practice\n"${"x,\n".repeat(600_000)}`));

    expect([heard.refused, heard.complained.startsWith("record-too-long")]).toEqual([true, true]);
  });

  it("calls a file that is not there a wrong call", async () => {
    await expect(analysed(join(folder, "absent.csv"))).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("hearten spc", () => {
  it("prints limits and flags as JSON or in words, and refuses what is no series", async () => {
    const series = fileOf("series.csv", "series,month,value\na,2024-01,1\na,2024-02,2\n");
    const [json, words, wrong] = [doorTwin(), doorTwin(), doorTwin()];
    await spcCommand(json.door).parseAsync([series, "--json"], { from: "user" });
    await spcCommand(words.door).parseAsync([series], { from: "user" });
    await spcCommand(wrong.door).parseAsync([evidence], { from: "user" });

    expect(JSON.parse(json.heard.written)).toHaveProperty("a.screened.flag", ["Common Cause", "Common Cause"]);
    expect(words.heard.written).toContain("a: 2 points");
    expect([wrong.heard.refused, wrong.heard.complained.split("\n")[0]?.startsWith("column-missing (series)")]).toEqual([true, true]);
  });
});
