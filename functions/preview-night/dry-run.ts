import type * as z from "zod";
import { foldVersion } from "../../core/episodes/contribution.ts";
import type { Registry } from "../../core/instruments/registry.ts";
import { batchLists, readBatches } from "../../core/night/batch-lists.ts";
import { practicesWaiting } from "../../core/night/considered.ts";
import type { GenerationPlan } from "../../core/night/generation-plan.ts";
import { overlayDerived, overlayReports } from "../../core/night/overlay.ts";
import { standingPlaces } from "../../core/night/place-inputs.ts";
import { type PlacePreview, previewChanges } from "../../core/night/preview-changes.ts";
import { readLive, readPlan } from "../../core/night/read-run-files.ts";
import { planNight, type planNightInput } from "../plan-night/plan-night.ts";
import { planPages } from "../plan-pages/plan-pages.ts";
import { refreshUnits } from "../refresh-units/refresh-units.ts";
import { rollUp } from "../roll-up/roll-up.ts";

/** What a night would do. */
export type Preview = Pick<GenerationPlan, "drawn" | "gone" | "assets"> & {
  readonly civilDate: string;
  readonly units: number;
  /** Practices of which more would be kept than may be seen: too few people have moved. */
  readonly waiting: number;
  /** What would become of the numbers of each place that would be drawn; empty where `rules` says that all of them are made anew. */
  readonly places: readonly PlacePreview[];
  /** The rules by which events are folded are others than those behind what is kept: then every practice-month would be made anew from its events. */
  readonly rules: boolean;
};

/** What the steps of a night as far as the plan of its pages are given, and the instruments by which numbers are told apart. */
export type PreviewPorts = Parameters<typeof planNight>[1] &
  Parameters<typeof refreshUnits>[1] &
  Parameters<typeof rollUp>[1] &
  Parameters<typeof planPages>[1] & { readonly registry?: Registry | undefined };

/** The night itself as far as the plan of its pages, over stores that only seem to be written. */
export async function dryRun(input: z.infer<typeof planNightInput>, ports: PreviewPorts): Promise<Preview> {
  const written = { derived: overlayDerived(ports.derived), reports: overlayReports(ports.reports, ports.digest) };
  const derivedBook = { ...ports.derivedBook, note: async () => undefined };
  const dry = { ...ports, ...written, derivedBook, refold: undefined };
  const { gen, civilDate } = await planNight(input, dry);
  const standing = [...(await standingPlaces(ports)).values()];
  if (standing.some(({ all }) => all.some((month) => month.foldVersion !== foldVersion))) {
    const practices = standing.filter(({ level }) => level === "practice");
    const units = practices.reduce((sum, { all }) => sum + all.length, 0);
    const drawn = standing.filter(({ months }) => months.length > 0).map(({ code }) => code);
    return { civilDate, units, drawn, gone: [], assets: false, places: [], waiting: 0, rules: true };
  }
  const refreshed = [];
  for (const { key } of await readBatches(gen, batchLists.work, dry.reports))
    refreshed.push((await refreshUnits({ gen, key }, dry)).refreshed);
  for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, dry);
  await planPages({ gen }, dry);
  const now = (await readLive(ports.reports)).manifest?.releases ?? {};
  const { drawn = [], gone = [], assets = false, releases: wouldBe = now } = (await readPlan(dry.reports, gen)) ?? {};
  const levelOf = (code: string) => [(wouldBe[code] ?? now[code])?.level ?? []].flat();
  const listed = [...drawn, ...gone].flatMap((code) => levelOf(code).map((level) => ({ code, level })));
  const given = { civilDate, ports: dry, registry: ports.registry };
  const places = await previewChanges({ places: listed, now, wouldBe, ...given });
  const units = refreshed.reduce((sum, n) => sum + n, 0);
  return { civilDate, units, waiting: practicesWaiting(wouldBe), drawn, gone, assets, places, rules: false };
}
