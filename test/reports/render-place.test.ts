import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { PlaceFile } from "../../core/place-report.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { causal } from "../support/causal-words.ts";
import { inventedReport, inventedReports } from "../support/invented-reports.ts";

const names = Object.keys(inventedReports);

/** Everything that is published as it can be read: archives unpacked, each file of theirs under its own name. */
async function filesOf(name: string): Promise<readonly PlaceFile[]> {
  return (await renderPlace(inventedReport(name))).flatMap(unpacked);
}

function unpacked(file: PlaceFile): readonly PlaceFile[] {
  if (!file.path.endsWith(".zip")) return [file];
  const entries = Object.entries(unzipSync(Buffer.from(file.body, "base64")));
  return [
    { ...file, body: "" },
    ...entries.map(([entry, bytes]) => ({ path: `${file.path}!${entry}`, contentType: "text/plain", body: strFromU8(bytes) })),
  ];
}

function pagesIn(files: readonly PlaceFile[]): readonly PlaceFile[] {
  return files.filter(({ path }) => path.endsWith(".html"));
}

/** What a reader can read of a file: no tags, no addresses, no style. */
function wordsOf({ body }: PlaceFile): string {
  return body
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

describe.each(names)("the pages of %s", (name) => {
  it("claim no cause anywhere: not in a page, a table, a description or a specification", async () => {
    for (const file of await filesOf(name))
      expect([file.path, causal.exec(file.path.endsWith(".html") ? wordsOf(file) : file.body)?.[0]]).toEqual([file.path, undefined]);
  });

  it("say on every page what cannot be said, and that the data are a sample", async () => {
    for (const file of pagesIn(await filesOf(name))) {
      const words = wordsOf(file);
      expect(words).toMatch(/could not say that it was the cause|We cannot say that social prescribing was the cause/);
      expect(words).toContain("What the data show");
      expect(words).toContain("What the data cannot show");
      expect(words).toContain("Sample data");
    }
  });

  it("need no script, no style of their own, and nothing from anywhere else", async () => {
    for (const { path, body } of pagesIn(await filesOf(name))) {
      expect([path, /<script|\son[a-z]+=|\sstyle=|javascript:/i.exec(body)?.[0]]).toEqual([path, undefined]);
      const addresses = [...body.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address ?? "");
      expect(addresses.filter((address) => /^[a-z]+:|^\//i.test(address))).toEqual([]);
    }
  });

  it("link only to what is there", async () => {
    const files = await filesOf(name);
    const report = inventedReport(name);
    const folder = report.place.level === "england" ? "england" : `${report.place.level}/${report.place.code}`;
    const around = [...report.above, ...report.below].map(
      ({ level, code }) => `${level === "england" ? "england" : `${level}/${code}`}/index.html`,
    );
    const there = new Set([
      ...siteFiles().map(({ path }) => path),
      "england/index.html",
      ...around,
      ...files.map(({ path }) => `${folder}/${path}`),
    ]);
    for (const { path, body: whole } of pagesIn(files)) {
      // what is worked out when it is asked for is part of no generation
      const body = whole.replace(/<li class="live".*?<\/li>/g, "");
      const targets = [...body.matchAll(/href="([^"#]+)"/g)].map(([, href]) =>
        new URL(href ?? "", `http://x/${folder}/${path}`).pathname.slice(1),
      );
      expect(targets.filter((target) => !there.has(target))).toEqual([]);
      for (const [, id] of body.matchAll(/href="#([^"]+)"/g)) expect(body).toContain(`id="${id}"`);
    }
  });

  it("use every id once and balance every tag", async () => {
    for (const { path, body } of pagesIn(await filesOf(name))) {
      const ids = [...body.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      expect([path, ids.filter((id, index) => ids.indexOf(id) !== index)]).toEqual([path, []]);
      for (const tag of ["div", "section", "figure", "svg", "g", "table", "ul", "p", "details", "span"]) {
        const [open, closed] = [body.match(new RegExp(`<${tag}[ >]`, "g")), body.match(new RegExp(`</${tag}>`, "g"))];
        expect([path, tag, open?.length ?? 0]).toEqual([path, tag, closed?.length ?? 0]);
      }
    }
  });

  it("never show a negative zero, an undefined or a NaN", async () => {
    for (const file of await filesOf(name)) {
      const text = file.path.endsWith(".html") ? wordsOf(file) : file.body;
      expect([
        file.path,
        /[−-]0(\.0+)?(?![\d.])|undefined|NaN|Infinity|\[object/.exec(text.replace(/\d{4}-\d{2}(-\d{2})?/g, ""))?.[0],
      ]).toEqual([file.path, undefined]);
    }
  });

  it("have titles of 15 words at most", async () => {
    for (const { body } of pagesIn(await filesOf(name))) {
      for (const [, title] of body.matchAll(/class="fig__title"[^>]*>([^<]*)</g))
        expect((title ?? "").split(/\s+/).length).toBeLessThanOrEqual(15);
    }
  });
});

describe("drawing", () => {
  it("gives the same bytes again, whatever was drawn in between", async () => {
    const first = await filesOf("pcn");
    await filesOf("england");

    expect(await filesOf("pcn")).toEqual(first);
  });

  it("gives the same bytes when two places are drawn at once", async () => {
    const [alone, other] = [await filesOf("pcn"), await filesOf("practice")];

    expect(await Promise.all([filesOf("pcn"), filesOf("practice")])).toEqual([alone, other]);
  });

  it("publishes of every figure a table, numbers and a description, and of every drawn one its pictures and specification", async () => {
    const files = await filesOf("england");
    const figures = ["flow", "change", "bands", "reliable-change", "activity", "months", "places", "groups"].map(
      (id) => `anxiety/figures/${id}`,
    );

    for (const figure of figures) {
      for (const ending of ["csv", "meta.json", "svg", "narrow.svg", "vl.json", "zip"])
        expect(files.some(({ path }) => path === `${figure}.${ending}`)).toBe(true);
    }
    expect(files.some(({ path }) => path === "loneliness/figures/any-change.csv")).toBe(true);
    expect(files.some(({ path }) => path === "loneliness/figures/bands.csv")).toBe(false);
    expect(files.some(({ path }) => path === "loneliness/figures/reliable-change.csv")).toBe(false);
  });

  it("shows a box with the reason instead of an empty chart", async () => {
    const files = await filesOf("a tiny practice");
    const page = files.find(({ path }) => path === "anxiety/index.html");

    expect(page?.body).toContain("Not enough data to show this figure");
    expect(files.some(({ path }) => path.endsWith(".svg"))).toBe(false);
  });

  it("stays within 90 KB for a page and its style, packed", async () => {
    const { gzipSync } = await import("node:zlib");
    const style = gzipSync(siteFiles()[0]?.body ?? "").length;

    for (const { path, body } of pagesIn(await filesOf("england")))
      expect([path, gzipSync(body).length + style < 90_000]).toEqual([path, true]);
  });
});
