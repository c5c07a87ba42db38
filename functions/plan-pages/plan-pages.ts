import * as z from "zod";
import { canonicalJson } from "../../core/canonical-json.ts";
import { batchLists, writeBatches } from "../../core/night/batch-lists.ts";
import { type CheckBatch, checkBatches, nothingToCheck, withReleases } from "../../core/night/check-batches.ts";
import { consideredAt } from "../../core/night/considered.ts";
import { decideReleases, type ReleaseStore } from "../../core/night/decide-releases.ts";
import { freshSince } from "../../core/night/fresh-objects.ts";
import { comparePlaces, type GenerationPlan, inBatches, isUnchanged, type PageBatch } from "../../core/night/generation-plan.ts";
import { type Guard, guardGeneration, guardRules } from "../../core/night/guard-generation.ts";
import { type Releases, runFiles } from "../../core/night/manifest.ts";
import { rangesOfMonth } from "../../core/night/month-ranges.ts";
import { type DrawingFacts, drawingRules, type NightPorts } from "../../core/night/night-ports.ts";
import { openRun, type Run } from "../../core/night/open-run.ts";
import { type PlaceInputs, placeInputs, standingPlaces } from "../../core/night/place-inputs.ts";
import { type PlannedBoards, readPlanned } from "../../core/night/planned-boards.ts";
import { UnitsLeftError, unitsLeft } from "../../core/night/planned-units.ts";
import { type Live, readLive, readManifest, readPlan } from "../../core/night/read-run-files.ts";
import { rememberedReleases } from "../../core/night/remembered-releases.ts";
import { assetHashes } from "../../core/night/site-assets.ts";

/** A night whose statistics are refreshed. */
export const planPagesInput = z.object({ gen: z.int() });

/** How many places are to be drawn; they are listed in batches under `runs/<gen>/`. */
export type PlannedPages = { readonly places: number };

const placesInBatch = 20;

/**
 * Decides what readers may see, and which pages to draw: those whose inputs are not the ones that readers see. The pointer is read before any statistic, so that
 * publishing fails when another run published in between; a repeated plan keeps the pointer of the first, and what it decided.
 *
 * @throws UnitsLeftError where a practice-month that was to be recomputed has not been
 */
export async function planPages({ gen }: z.infer<typeof planPagesInput>, ports: NightPorts & DrawingFacts): Promise<PlannedPages> {
  const run = await openRun(gen, ports);
  const live = await readLive(ports.reports);
  if (run.phase === "unchanged") return { places: 0 };
  if ((live.gen ?? 0) >= gen) return listWork(gen, { pages: [], checks: [] }, ports);
  const standing = await standingPlaces(ports);
  const left = await unitsLeft(gen, standing, ports.reports);
  if (left.length > 0) throw new UnitsLeftError(`run ${gen} requires all its practice-months: ${left.length} could not be recomputed`);
  const known = await readPlan(ports.reports, gen);
  const found = await foundBeside(run, live, ports);
  const since = freshSince(live.movedAt);
  const store = rememberedReleases(ports, { since });
  const releases = known?.releases ?? (await releasesOf(standing, run, { live, ports, found, store }));
  const inputs = inputsOf(run, releases, ports);
  const guard = await guardGeneration(inputs, {
    ...{ ...ports, rules: drawingRules(ports, run.civilDate), known: found.tabulated },
    ...{ gen, liveGen: live.gen, since, reports: { ...ports.reports, readRelease: store.read } },
  });
  const listOf = async (plan: GenerationPlan) => ({
    pages: batchesOf(plan, { inputs, guard }),
    checks: withReleases(plan.checks, { before: await releasesBefore(plan, live, ports), organisations: run.snapshot.organisations }),
  });
  if (known !== null) return listWork(gen, await listOf(known), ports);
  const compared = comparePlaces(inputs, live.manifest, { assets: assetHashes(ports.siteFiles(), ports.digest), guards: guard.hashes });
  const fresh: GenerationPlan = {
    etag: live.etag,
    currentGen: live.gen,
    releases,
    expected: await rangesOfMonth(inputs, {
      ...ports,
      ...{ asOf: drawingRules(ports, run.civilDate).asOf, before: live.manifest?.expected, hidden: guard.hidden, counted: found.changes },
    }),
    considered: consideredAt(standing, { gen: live.gen, digest: ports.digest, movesBy: ports.profileOf("practice").movesBy }),
    ...compared,
    checks: checksOf(compared, { standing, inputs, run, most: ports.checkedTogether }),
  };
  // Another attempt at this step has planned meanwhile: what it has decided stands.
  if (!(await ports.reports.writeRunFile(gen, runFiles.plan, canonicalJson(fresh)))) return planPages({ gen }, ports);
  return listWork(gen, await listOf(fresh), ports);
}

type Standing = Awaited<ReturnType<typeof standingPlaces>>;
type Deciding = {
  readonly live: Live;
  readonly ports: NightPorts & DrawingFacts;
  readonly found: PlannedBoards;
  readonly store: ReleaseStore;
};

/** What was planned of single boards beside each other, as far as it was planned upon what readers see now. */
async function foundBeside({ gen, civilDate }: Run, live: Live, ports: NightPorts & DrawingFacts): Promise<PlannedBoards> {
  const rules = guardRules({ ...ports, rules: drawingRules(ports, civilDate) });
  return readPlanned(gen, { rules, liveGen: live.gen }, ports);
}

function releasesOf(standing: Standing, run: Run, { live, ports, found, store }: Deciding): Promise<Releases> {
  const { derived, digest, profileOf } = ports;
  const { organisations } = run.snapshot;
  const { movesBy } = profileOf("practice");
  const decided = { before: live.manifest?.releases ?? {}, known: found.releases };
  return decideReleases({ standing, organisations, ...decided, movesBy, derived, digest, store });
}

function inputsOf(run: Run, releases: Releases, ports: NightPorts & DrawingFacts): ReadonlyMap<string, PlaceInputs> {
  const rules = drawingRules(ports, run.civilDate);
  return placeInputs(releases, run.snapshot.organisations, { digest: ports.digest, rules });
}

type Found = { readonly inputs: ReadonlyMap<string, PlaceInputs>; readonly guard: Guard };

/** Batches follow from the plan alone; only what a batch says of its places may be newer, and verification notices. */
function batchesOf(plan: GenerationPlan, found: Found): readonly PageBatch[] {
  const batches = inBatches(plan.drawn, placesInBatch);
  return (batches.length === 0 && plan.assets ? [[]] : batches).map((codes, number) => ({
    places: codes.flatMap((code) => planned(code, plan, found)),
    assets: number === 0 && plan.assets,
  }));
}

function planned(code: string, { expected }: GenerationPlan, { inputs, guard }: Found): PageBatch["places"] {
  const found = inputs.get(code);
  if (found === undefined) return [];
  const { place, above, below, sample, table } = found;
  const hiddenAt = (at: string) => {
    const tables = guard.hidden.get(at);
    return tables === undefined ? undefined : Object.fromEntries(Object.entries(tables).map(([table, cells]) => [table, [...cells]]));
  };
  const compared = found.compared.map((other) => ({ ...other, hidden: hiddenAt(other.place.code) }));
  const ranges = place.level === "practice" && expected !== undefined ? { expected: expected.ranges } : {};
  const own = { hidden: hiddenAt(code), guard: guard.hashes[code], ...ranges };
  return [{ place, above: [...above], below: [...below], sample, table, compared, ...own }];
}

type Compared = ReturnType<typeof comparePlaces>;
type Known = {
  readonly standing: Standing;
  readonly inputs: ReadonlyMap<string, PlaceInputs>;
  readonly run: Run;
  readonly most: number | undefined;
};

/** Everything that stands or is shown, in lists of boards; none where there is nothing to publish. */
function checksOf(compared: Compared, { standing, inputs, run, most }: Known): GenerationPlan["checks"] {
  if (isUnchanged(compared)) return [];
  const places = new Map([...[...inputs.values()].map(({ place }) => place), ...standing.values()].map((place) => [place.code, place]));
  const given = { drawn: new Set(compared.drawn), organisations: run.snapshot.organisations };
  const batches = checkBatches(places.values(), given, most);
  return batches.map((boards) => [...boards]);
}

/** What readers saw when the plan was made, which a repeated plan may find outrun. */
async function releasesBefore({ currentGen }: GenerationPlan, live: Live, { reports }: NightPorts): Promise<Releases> {
  const before = live.gen === currentGen ? live.manifest : await readManifest(reports, currentGen);
  return before?.releases ?? {};
}

type Batches = { readonly pages: readonly PageBatch[]; readonly checks: readonly CheckBatch[] };

async function listWork(gen: number, { pages, checks }: Batches, { reports }: NightPorts): Promise<PlannedPages> {
  await writeBatches(gen, { list: batchLists.pages, batches: pages, none: { places: [], assets: false }, reports });
  await writeBatches(gen, { list: batchLists.checks, batches: checks, none: nothingToCheck, reports });
  return { places: pages.reduce((sum, { places }) => sum + places.length, 0) };
}
