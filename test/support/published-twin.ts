import { createHash } from "node:crypto";
import { indexOf } from "../../core/night/generation-index.ts";
import type { Manifest, Pointer, PublicPack, PublishedFile } from "../../core/night/manifest.ts";
import type { Grant } from "../../core/ports/authority.ts";
import type { GrantBook, PublishedReports } from "../../core/ports/reports-reader.ts";

/** A small hierarchy: two ICBs whose codes begin alike, PCNs and practices below them. */
export const hierarchy: Readonly<
  Record<string, { readonly level: "england" | "icb" | "pcn" | "practice"; readonly parent: string | null }>
> = {
  ENG: { level: "england", parent: null },
  QX1: { level: "icb", parent: "ENG" },
  QX10: { level: "icb", parent: "ENG" },
  U10: { level: "pcn", parent: "QX1" },
  U1: { level: "pcn", parent: "QX10" },
  A81001: { level: "practice", parent: "U10" },
  A81002: { level: "practice", parent: "U10" },
  A8100: { level: "practice", parent: "U1" },
};

/** Published reports that remember what was published, and answer nothing else. */
export class PublishedTwin implements PublishedReports {
  readonly #objects = new Map<string, string>();
  readonly #manifests = new Map<number, Manifest>();
  readonly asked: string[] = [];
  #live: number | null = null;
  #packs: readonly PublicPack[] | undefined;
  #earlier: Pointer["earlier"];

  /** Publishes a generation with one page and one file for each place; `moved` gives places other parents. */
  publish(gen: number, moved: Readonly<Record<string, string>> = {}): void {
    const places = Object.entries(hierarchy).map(([code, { level, parent }]) => {
      const files = {
        "index.html": this.#keep(`${code} in ${gen}`),
        "anxiety/figures/flow.csv": this.#keep(`${code} csv in ${gen}`),
        "outcomes.json": this.#keep(`${code} json in ${gen}`),
        "outcomes.csv": this.#keep(`${code} table in ${gen}`),
        "outcomes.csv-metadata.json": this.#keep(`${code} described in ${gen}`),
      };
      return [code, { level, name: code, parent: moved[code] ?? parent, inputHash: code, run: gen, drawnOn: "2026-11-22", files }] as const;
    });
    const assets = { "assets/report.css": this.#keep("body{margin:0}") };
    const stamp = { civilDate: "2026-11-22", asOf: "2026-11-01", codeVersion: "c", methodVersion: 1, organisationSnapshot: "o" };
    this.#manifests.set(gen, { gen, previous: null, ...stamp, places: Object.fromEntries(places), assets });
    this.#live = gen;
  }

  /** Says which generations are open to everybody: until then all are. */
  openAlone(...packs: readonly PublicPack[]): void {
    this.#packs = packs;
  }

  /** Says which generations readers saw before the live one: until then every older one counts as seen. */
  shownBefore(...generations: readonly number[]): void {
    this.#earlier = generations.map((gen) => ({ gen, shownSince: "2026-11-01T03:30:00.000Z" }));
  }

  #keep(body: string): PublishedFile {
    const sha256 = createHash("sha256").update(body).digest("hex");
    this.#objects.set(sha256, body);
    return { sha256, bytes: body.length, contentType: "text/html; charset=utf-8" };
  }

  async pointer() {
    if (this.#live === null) return null;
    const packs = this.#packs === undefined ? {} : { packs: [...this.#packs] };
    return { gen: this.#live, manifest: `runs/${this.#live}/manifest.json`, civilDate: "2026-11-22", ...packs, earlier: this.#earlier };
  }

  async generation(gen: number) {
    const shown = this.#manifests.get(gen);
    return shown === undefined ? null : { index: indexOf(shown), placeOf: async (code: string) => shown.places[code] ?? null };
  }

  async object(sha256: string) {
    this.asked.push(sha256);
    return this.#objects.get(sha256) ?? null;
  }
}

/** Grants that can be given and taken away. */
export class GrantTwin implements GrantBook {
  readonly #grants = new Map<string, readonly Grant[]>();

  give(subject: string, ...grants: readonly Grant[]): void {
    this.#grants.set(subject, grants);
  }

  take(subject: string): void {
    this.#grants.delete(subject);
  }

  async grantsOf(subject: string) {
    return this.#grants.get(subject) ?? [];
  }
}
