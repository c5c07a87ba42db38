import * as z from "zod";
import type { ChangesOfPractice } from "../../core/disclosure/expected-ranges.ts";
import { type BoardBatch, boardBatch } from "../../core/night/board-batches.ts";
import { decideBoard, type ReleaseStore } from "../../core/night/decide-releases.ts";
import { freshSince } from "../../core/night/fresh-objects.ts";
import { guardRules, type Reading, type ToRead, tabulate } from "../../core/night/guard-generation.ts";
import { inParallel } from "../../core/night/in-parallel.ts";
import type { Releases } from "../../core/night/manifest.ts";
import { type DrawingFacts, drawingRules, type NightPorts } from "../../core/night/night-ports.ts";
import { openRun, type Run } from "../../core/night/open-run.ts";
import { placesAbove } from "../../core/night/pinned-organisations.ts";
import { standingOf } from "../../core/night/place-inputs.ts";
import { isPlanned, leavePlanned, type PlannedBoards } from "../../core/night/planned-boards.ts";
import { readReleasedMonths, summedMonths } from "../../core/night/released-months.ts";
import { rememberedReleases } from "../../core/night/remembered-releases.ts";
import { englandCode, type OrganisationSnapshot } from "../../core/organisations/organisation.ts";

/** One batch of a night whose statistics are refreshed. */
export const planBoardInput = z.object({ gen: z.int(), key: z.string() });

const practicesAtOnce = 8;

/**
 * Plans the pages of one board beside the others: what is released of its practices that have moved, of its networks and of itself, and their tables. Planning the whole takes
 * over what was found here and would find the same by itself. A batch that is answered, or was listed before readers saw another generation, is left as it is.
 */
export async function planBoard(
  { gen, key }: z.infer<typeof planBoardInput>,
  ports: NightPorts & DrawingFacts,
): Promise<{ readonly places: number }> {
  const run = await openRun(gen, ports);
  const body = await ports.reports.readRunFile(gen, key);
  if (body === null) throw new Error(`run ${gen} requires its batch ${key}`);
  const batch = boardBatch.parse(JSON.parse(body));
  const live = await ports.reports.readPointer();
  const isOutrun = (live?.pointer.gen ?? null) !== batch.liveGen;
  if (batch.board === null || isOutrun || (await isPlanned(gen, key, ports))) return { places: 0 };
  const since = freshSince(live?.movedAt);
  const store = rememberedReleases(ports, { since });
  const releases = await releasesOf(batch, run, { ...ports, store });
  const rules = drawingRules(ports, run.civilDate);
  const read = toRead(releases, batch, run.snapshot.organisations);
  const tables = await tablesOf(read, batch, { ...ports, rules, reports: { readRelease: store.read } });
  await leavePlanned({ gen, key, since, rules: guardRules({ ...ports, rules }), liveGen: batch.liveGen }, { releases, ...tables }, ports);
  return { places: read.length };
}

async function releasesOf(
  { practices, before }: BoardBatch,
  run: Run,
  ports: NightPorts & DrawingFacts & { readonly store: ReleaseStore },
) {
  const places = practices.map((code) => ({ code, level: "practice" as const }));
  const standing = await standingOf(places, ports);
  const { movesBy } = ports.profileOf("practice");
  return decideBoard({ ...ports, standing, organisations: run.snapshot.organisations, before, movesBy });
}

/** Places of which something else is seen than before, and all of them where every table is read anew, each with the nearest place above of which something is seen. */
function toRead(
  releases: Releases,
  { anew, before }: Pick<BoardBatch, "anew" | "before">,
  organisations: OrganisationSnapshot["organisations"],
): readonly ToRead[] {
  // where a practice is seen, England is
  const isSeen = (code: string) => code === englandCode || (releases[code]?.table ?? null) !== null;
  return Object.entries(releases).flatMap(([code, { level, table }]) => {
    const parent = placesAbove(organisations, code).find((above) => isSeen(above.code))?.code ?? null;
    return table !== null && (anew || table !== before[code]?.table) ? [{ code, level, parent, table }] : [];
  });
}

/** Nothing, where no generation is read as a whole. */
async function tablesOf(
  places: readonly ToRead[],
  { anew }: Pick<BoardBatch, "anew">,
  { hideGeneration, ...ports }: Omit<Reading, "hideGeneration"> & Pick<DrawingFacts, "hideGeneration">,
): Promise<Pick<PlannedBoards, "tabulated" | "changes">> {
  if (hideGeneration === undefined) return { tabulated: new Map(), changes: new Map() };
  const reading = { ...ports, hideGeneration };
  const tabulated = new Map(await tabulate(places, reading));
  // a month's ranges are those of its first generation, which reads everything anew
  return { tabulated, changes: new Map(anew ? await changesOf(places, reading) : []) };
}

function changesOf(places: readonly ToRead[], reading: Reading): Promise<readonly (readonly [string, ChangesOfPractice])[]> {
  const practices = places.filter(({ level }) => level === "practice");
  return inParallel(practices, practicesAtOnce, async ({ table }) => {
    const { months } = await readReleasedMonths(table, reading);
    return [table, reading.hideGeneration.changes(summedMonths(months), reading.rules)] as const;
  });
}
