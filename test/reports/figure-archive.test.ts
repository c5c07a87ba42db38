import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { renderPlace } from "../../reports/render-place.ts";
import { drawnWith, redrawCommand } from "../../reports/words/archive-words.ts";
import { inventedReport } from "../support/invented-reports.ts";

async function archiveOf(name: string, path: string) {
  const files = await renderPlace(inventedReport(name));
  const archive = files.find((file) => file.path === `${path}.zip`);
  if (archive === undefined) throw new Error("every figure has an archive");
  const bytes = Buffer.from(archive.body, "base64");
  const inside = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([entry, body]) => [entry, Buffer.from(body).toString("utf8")]));
  return { files, bytes, inside };
}

/** The words of a picture, in no order. */
function wordsIn(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = ""]) => text).sort();
}

describe("the archive of a figure", () => {
  it("holds the files that stand beside it, its licence, and a page that says how to cite it and draw it again", async () => {
    const { files, inside } = await archiveOf("icb", "evidence/figures/forest");

    expect(Object.keys(inside).sort()).toEqual(
      ["LICENCE.txt", "README.txt", ...["csv", "meta.json", "narrow.svg", "svg", "vl.json"].map((ending) => `forest.${ending}`)].sort(),
    );
    for (const ending of ["csv", "meta.json", "svg", "narrow.svg", "vl.json"])
      expect(inside[`forest.${ending}`]).toBe(files.find(({ path }) => path === `evidence/figures/forest.${ending}`)?.body);
    const { citation, address } = JSON.parse(inside["forest.meta.json"] ?? "{}");
    expect(inside["README.txt"]).toContain(citation);
    expect(address).toBe("icb/QX1/evidence/index.html#fig-forest");
    expect(inside["README.txt"]).toContain(redrawCommand("forest"));
  });

  it("is drawn again by its one command: the same words in the same picture", { timeout: 60_000 }, async () => {
    const { inside } = await archiveOf("icb", "anxiety/figures/places");
    const folder = mkdtempSync(join(tmpdir(), "hearten-redraw-"));
    writeFileSync(join(folder, "places.vl.json"), inside["places.vl.json"] ?? "");
    // npx runs this very file of the packages that the command names
    execFileSync(process.execPath, [join(process.cwd(), "node_modules/vega-lite/bin/vl2svg"), "places.vl.json", "redrawn.svg"], {
      cwd: folder,
    });
    const redrawn = wordsIn(readFileSync(join(folder, "redrawn.svg"), "utf8"));
    rmSync(folder, { recursive: true, force: true });

    const { title, subtitle } = JSON.parse(inside["places.meta.json"] ?? "{}");
    const [wide] = [wordsIn(inside["places.svg"] ?? "")];
    const picture = redrawn.filter((words) => words !== title && words !== subtitle);
    expect(picture.length).toBeGreaterThan(10);
    for (const words of picture) expect(wide).toContain(words);
  });

  it("names the versions of what pictures are drawn with here", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));

    expect(drawnWith).toEqual({ vega: dependencies.vega, "vega-lite": dependencies["vega-lite"] });
  });

  it("has the same bytes again, and no time of its making", async () => {
    const first = await archiveOf("pcn", "anxiety/figures/flow");

    expect((await archiveOf("pcn", "anxiety/figures/flow")).bytes).toEqual(first.bytes);
    // time and day of the first entry, as the format writes them: midnight of the first of January 1981
    expect([first.bytes.readUInt16LE(10), first.bytes.readUInt16LE(12)]).toEqual([0, (1 << 9) | (1 << 5) | 1]);
  });

  it("lets everybody use England's figures, and says of a place's that they are not for publication", async () => {
    const report = { ...inventedReport("england"), sample: false };
    const licenceIn = async (place: typeof report) => {
      const archive = (await renderPlace(place)).find(({ path }) => path === "anxiety/figures/flow.zip");
      return strFromU8(unzipSync(Buffer.from(archive?.body ?? "", "base64"))["LICENCE.txt"] ?? new Uint8Array());
    };

    expect(await licenceIn(report)).toContain("Open Government Licence");
    expect(await licenceIn({ ...inventedReport("pcn"), sample: false })).toContain("not for publication");
    expect(await licenceIn(inventedReport("pcn"))).toContain("invented");
  });
});
