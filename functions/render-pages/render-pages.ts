import * as z from "zod";
import { type Evaluator, evaluatorOf } from "../../core/analysis/evaluation-from-statistics.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import type { EvaluationAnswer } from "../../core/evaluation-report.ts";
import type { DeclaredText } from "../../core/instruments/deployed.ts";
import type { Registry } from "../../core/instruments/registry.ts";
import { type BoardMemory, leaveBoard } from "../../core/night/board-memory.ts";
import { comparePoints, evaluatePractices } from "../../core/night/compared-places.ts";
import { freshSince } from "../../core/night/fresh-objects.ts";
import { type PageBatch, pageBatch } from "../../core/night/generation-plan.ts";
import { inParallel } from "../../core/night/in-parallel.ts";
import { fragmentName, type ManifestPlace, type PublishedFile, type Releases, sharedFragment } from "../../core/night/manifest.ts";
import { type DrawingFacts, drawingRules, type NightPorts } from "../../core/night/night-ports.ts";
import { openRun, type Run } from "../../core/night/open-run.ts";
import { inputHashOf } from "../../core/night/place-inputs.ts";
import { readGeneration, readPlan, type ShownGeneration } from "../../core/night/read-run-files.ts";
import { type MonthsReader, type ReleasedMonths, rememberingReader, summedMonths } from "../../core/night/released-months.ts";
import { countsOf } from "../../core/place-counts.ts";
import type { Chapters, DrawnPlace, PlaceFile } from "../../core/place-report.ts";
import type { ComparedPlace, DrawnBefore, PlaceStatistics } from "../../core/place-statistics.ts";
import { type BoardReader, boardReader } from "./board-reader.ts";

/** One batch of planned pages. */
export const renderPagesInput = z.object({ gen: z.int(), key: z.string() });

/** What drawing asks for besides what every step is given. `drawPlace` discloses and draws what is not shown already; nothing else here sees a number. */
export type RenderPorts = NightPorts &
  DrawingFacts & {
    readonly drawPlace: (statistics: PlaceStatistics, shown: Chapters) => Promise<DrawnPlace>;
    /** What the deployer declared before it was run, and what the instruments are where they bring their own. */
    readonly evaluations?: readonly DeclaredText[] | undefined;
    readonly registry?: Registry | undefined;
  };

const filesAtOnce = 16;

/** Draws the places of one batch: objects by content first, then the place's entry in the manifest to be. */
export async function renderPages({ gen, key }: z.infer<typeof renderPagesInput>, ports: RenderPorts): Promise<{ readonly drawn: number }> {
  const run = await openRun(gen, ports);
  const body = await ports.reports.readRunFile(gen, key);
  if (body === null) throw new Error(`run ${gen} requires its batch ${key}`);
  const batch = pageBatch.parse(JSON.parse(body));
  const live = await ports.reports.readPointer();
  // Readers see this run already, or a later one: nothing that it could draw now would ever be shown.
  if ((live?.pointer.gen ?? 0) >= gen) return { drawn: 0 };
  const before = live === null ? null : await readGeneration(ports.reports, live.pointer.gen);
  const since = freshSince(live?.movedAt);
  const keep = keeper(ports, since);
  const boards = boardReader(before, { run, ports });
  const read = rememberingReader(ports);
  const releases = (await readPlan(ports.reports, gen))?.releases ?? {};
  if (batch.assets) await ports.reports.writeRunFile(gen, sharedFragment, canonicalJson(await keep(ports.siteFiles())));
  for (const place of batch.places) await renderPlace(place, run, { ...ports, keep, before, releases, read, boards, since });
  return { drawn: batch.places.length };
}

/** A place that an earlier attempt of this run has drawn is left as it is. */
async function renderPlace(planned: PageBatch["places"][number], run: Run, ports: Drawer): Promise<void> {
  const name = fragmentName(planned.place.code);
  if ((await ports.reports.readRunFile(run.gen, name)) !== null) return;
  const { months } = await ports.read(planned.table);
  const { compared, evaluations } = await besideOthers(planned, run, ports);
  const drawn = statisticsFrom({ planned, months, compared, run, ports });
  const before = (await ports.before?.placeOf(planned.place.code)) ?? null;
  const since = drawnBefore(before);
  const statistics = {
    ...drawn,
    provenance: { ...drawn.provenance, ...(since === null ? {} : { since }) },
    evaluations,
  };
  const { place, above, provenance } = statistics;
  const entry: ManifestPlace = {
    level: place.level,
    name: place.name,
    parent: above[0]?.code ?? null,
    inputHash: provenance.dataSnapshot,
    ...(planned.guard === undefined ? {} : { guard: planned.guard }),
    run: run.gen,
    drawnOn: run.civilDate,
    counted: countsOf(statistics, run),
    ...(await pagesOf(statistics, { before, ports })),
  };
  await ports.reports.writeRunFile(run.gen, name, canonicalJson(entry));
}

type Beside = { readonly compared: readonly ComparedPlace[]; readonly evaluations: readonly EvaluationAnswer[] };

/** The places that a page sets side by side, and the comparison of referrers. A board remembers what it has worked out of the places below, for its next drawing. */
async function besideOthers({ place, above, compared }: PageBatch["places"][number], run: Run, ports: Drawer): Promise<Beside> {
  const { organisations } = run.snapshot;
  const { asOf } = drawingRules(ports, run.civilDate);
  const memories = await ports.boards.around({ place, above });
  const given = { ...ports, memories, asOf, organisations, evaluator: evaluatorFor(ports) };
  const { places, points } = await comparePoints(compared, given);
  const { answers, parts } = await evaluatePractices(place, given);
  const memory: BoardMemory | null = place.level === "icb" ? { points, parts } : place.level === "england" ? { points, parts: {} } : null;
  const { rules } = ports.boards;
  if (memory !== null) await leaveBoard({ gen: run.gen, board: place.code, rules, since: ports.since }, memory, ports);
  return { compared: places, evaluations: answers };
}

type Drawn = { readonly before: ManifestPlace | null; readonly ports: Drawer };

/** The pages as they are to be: of a chapter that shows what readers see already, theirs. */
async function pagesOf(statistics: PlaceStatistics, { before, ports }: Drawn): Promise<Pick<ManifestPlace, "files" | "chapters">> {
  const shown = before?.chapters ?? {};
  const { files, chapters } = await ports.drawPlace(statistics, shown);
  const kept = Object.keys(chapters).filter((folder) => chapters[folder] === shown[folder]);
  const stay = Object.entries(before?.files ?? {}).filter(([path]) => kept.some((folder) => path.startsWith(`${folder}/`)));
  return { files: { ...Object.fromEntries(stay), ...(await ports.keep(files, before?.files)) }, chapters };
}

type Drawer = RenderPorts & {
  readonly keep: Keep;
  readonly before: ShownGeneration | null;
  readonly releases: Releases;
  readonly read: MonthsReader;
  readonly boards: BoardReader;
  readonly since: string | undefined;
};

function drawnBefore(entry: ManifestPlace | null): DrawnBefore | null {
  return entry?.counted === undefined ? null : { run: entry.run, drawnOn: entry.drawnOn, counted: entry.counted };
}

function evaluatorFor({ evaluations = [], registry, digest }: RenderPorts): Evaluator {
  return evaluatorOf({ declared: evaluations.map(({ evaluation, canonical }) => ({ evaluation, sha256: digest(canonical) })), registry });
}

type Drawing = {
  readonly planned: PageBatch["places"][number];
  readonly months: ReleasedMonths["months"];
  readonly compared: readonly ComparedPlace[];
  readonly run: Run;
  readonly ports: RenderPorts;
};

/** Months summed to one statistic, under the hash of the tables that were read. */
function statisticsFrom({ planned, months, compared, run, ports }: Drawing): PlaceStatistics {
  const { place, above, below, sample, table } = planned;
  const rules = drawingRules(ports, run.civilDate);
  return {
    place,
    above,
    below,
    sample,
    period: { from: months[0]?.month ?? run.civilDate.slice(0, 7), to: months.at(-1)?.month ?? run.civilDate.slice(0, 7) },
    asOf: rules.asOf,
    statistic: summedMonths(months),
    months,
    hidden: planned.hidden,
    ...(planned.expected === undefined ? {} : { expected: planned.expected }),
    compared,
    provenance: {
      dataSnapshot: inputHashOf({ place, above, below, sample }, { table, compared: planned.compared }, { digest: ports.digest, rules }),
      codeVersion: run.codeVersion,
      methodVersion: run.methodVersion,
      organisationSnapshot: run.organisationSnapshot,
      run: run.gen,
      drawnOn: run.civilDate,
    },
  };
}

type Keep = (files: readonly PlaceFile[], shown?: ManifestPlace["files"]) => Promise<Record<string, PublishedFile>>;

/**
 * Keeps files so that they last until this run has published: what is there since long ago is written again. What readers see now is kept for as long as
 * they do, and this run is not shown once they see something else: the same bytes are not written for it again.
 */
function keeper({ reports, digest }: RenderPorts, since: string | undefined): Keep {
  return async (files, shown = {}) => {
    const known = new Map(Object.values(shown).map((file) => [file.sha256, file]));
    const keep = async (file: PlaceFile) => {
      const same = known.get(digest(file.body));
      return same?.contentType === file.contentType ? same : reports.keepObject(file, since);
    };
    return Object.fromEntries(await inParallel(files, filesAtOnce, async (file) => [file.path, await keep(file)] as const));
  };
}
