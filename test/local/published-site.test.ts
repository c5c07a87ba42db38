import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { withdrawPack } from "../../core/night/withdraw-pack.ts";
import { publicPack, writeSite } from "../../local/published-site.ts";
import { foot, withoutLiveLinks } from "../../reports/html/site-shell.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../support/night-twin.ts";
import { tableTwin } from "../support/table-twin.ts";
import { scratchDirectory } from "./support/scratch.ts";

/** A service with two months of packs and a night after them that is no pack. */
async function service() {
  const [table, bucket] = [tableTwin(), bucketTwin()];
  const ports = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: smallEngland });
  let people = 0;
  const night = async (civilDate: string, more: number) => {
    for (let i = 0; i < more; i++)
      await keepEpisode(table.client, {
        refKey: `R${people++}`,
        contribution: personIn("A81001", "2026-03", [20 - (people % 9), people % 7]),
      });
    return runNight({ civilDate }, ports);
  };
  const first = await night("2026-06-10", 20);
  const second = await night("2026-07-10", 20);
  const live = await night("2026-07-11", 3);
  return { ports, from: { clients: { s3: bucket.client }, reports: "reports" }, gens: [first.gen, second.gen, live.gen] };
}

let kept: Awaited<ReturnType<typeof service>>;

beforeAll(async () => {
  kept = await service();
});

const everyFile = (root: string) => readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

describe("the site as plain files", () => {
  it("is the live generation with every place, unless less is asked for", async () => {
    const root = join(scratchDirectory(), "site");

    const written = await writeSite(kept.from, root);

    expect(written?.generation).toBe(kept.gens[2]);
    expect(everyFile(root).length).toBe(written?.files);
    expect([existsSync(join(root, "england")), existsSync(join(root, "practice")), existsSync(join(root, "pack.json"))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("as public is the latest open pack: England alone, with what is in it, and not the night after", async () => {
    const root = join(scratchDirectory(), "site");

    const written = await writeSite(kept.from, root, publicPack);

    const pack = JSON.parse(readFileSync(join(root, "pack.json"), "utf8"));
    const paths = everyFile(root).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
    expect([written?.generation, pack.month, pack.generation]).toEqual([kept.gens[1], "2026-07", kept.gens[1]]);
    expect(paths.filter((path) => !/^(england|assets|methods)\/|^pack\.json$|^site\.css$/.test(path))).toEqual([]);
    expect(pack.files.map(({ path }: { path: string }) => path).sort()).toEqual(paths.filter((path) => path !== "pack.json").sort());
  });

  it("as public is the pack before one that was withdrawn, and nothing once all are", async () => {
    const root = join(scratchDirectory(), "site");

    await withdrawPack("2026-07", kept.ports);
    const before = await writeSite(kept.from, root, publicPack);
    await withdrawPack("2026-06", kept.ports);

    expect(before?.generation).toBe(kept.gens[0]);
    expect(await writeSite(kept.from, root, publicPack)).toBeNull();
    expect(existsSync(join(root, "pack.json"))).toBe(true);
  });
});

describe("links to what only the service answers", () => {
  const page = foot({ root: "../../../", place: "../", at: "anxiety", extra: "", about: "QX1/anxiety" }).markup;

  it("lead from a page of the service to its status, and to the same place and outcome to point at", () => {
    const targets = [...page.matchAll(/class="live"[^>]*><a href="([^"]+)"/g)].map(
      ([, href]) => new URL(href ?? "", "https://x/reports/41/icb/QX1/anxiety/index.html").href,
    );

    expect(targets).toEqual(["https://x/reports/status", "https://x/explore#QX1/anxiety"]);
  });

  it("say in a folder of files where on the service they are, and lead nowhere", () => {
    const copied = withoutLiveLinks(page);

    expect(copied).not.toMatch(/status"|href="[^"]*explore/);
    expect(copied).toContain("on the service itself, at /reports/status");
    expect(copied).toContain("on the service itself, at /explore");
  });
});
