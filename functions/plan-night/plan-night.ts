import * as z from "zod";
import { type CivilDate, isCivilDate } from "../../core/civil-date.ts";
import { foldVersion } from "../../core/episodes/contribution.ts";
import { batchLists, writeBatches } from "../../core/night/batch-lists.ts";
import { type BoardBatch, boardBatches, noBoard } from "../../core/night/board-batches.ts";
import { consideredAt, isDecided, practicesWaiting } from "../../core/night/considered.ts";
import { comparePlaces, inBatches, isUnchanged } from "../../core/night/generation-plan.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { runFiles } from "../../core/night/manifest.ts";
import { type DrawingFacts, drawingRules, type NightPorts } from "../../core/night/night-ports.ts";
import { pinOrganisations, snapshotText } from "../../core/night/pinned-organisations.ts";
import { type DrawingRules, outdatedUnits, placeInputs, standingPlaces } from "../../core/night/place-inputs.ts";
import { type Live, readLive } from "../../core/night/read-run-files.ts";
import type { RunRecord } from "../../core/night/run-record.ts";
import { type DerivedBook, noteRun, requireSameDerived } from "../../core/night/same-derived.ts";
import { assetHashes } from "../../core/night/site-assets.ts";
import { distinctUnits, type Unit } from "../../core/night/unit.ts";
import { methodVersion } from "../../core/night/versions.ts";
import { levels, type OrganisationSnapshot } from "../../core/organisations/organisation.ts";
import type { Mark } from "../../core/ports/derived.ts";
import type { OrganisationBook } from "../../core/ports/organisations.ts";

/** A night for a date, or for the moment it was scheduled for, or for now. */
export const planNightInput = z.object({
  civilDate: z.string().refine(isCivilDate).optional(),
  scheduledTime: z.iso.datetime({ offset: true }).optional(),
  correlationId: z.string().optional(),
});

/** What planning asks for besides what every step is given. `now` is an instant, UTC. */
export type PlanNightPorts = NightPorts &
  DrawingFacts & {
    readonly organisations: OrganisationBook;
    readonly derivedBook: DerivedBook;
    readonly now: () => string;
    /** With how many practices that move their boards are planned beside each other; a hundred, where nothing is said. */
    readonly spreadsFrom?: number | undefined;
  };

/** A planned night: its number, and whether there is anything to do; then the practice-months to recompute are listed in batches under `runs/<gen>/`. */
export type PlannedNight = {
  readonly gen: number;
  readonly civilDate: CivilDate;
  readonly nothingToDo: boolean;
};

const unitsInBatch = 50;

/**
 * Decides what a night has to do, pins the organisations it works with, and gives it a number greater than any before.
 *
 * @throws {DerivedRestoredError} where the derived table is not the one that the last run left: its marks do not say what came since
 */
export async function planNight(input: z.infer<typeof planNightInput>, ports: PlanNightPorts): Promise<PlannedNight> {
  await requireSameDerived(ports.derivedBook);
  const startedAt = ports.now();
  const civilDate = input.civilDate ?? londonDate(input.scheduledTime ?? startedAt);
  const snapshot = pinOrganisations(await ports.organisations.versions(), civilDate, ports.digest);
  const work = await findWork(snapshot, civilDate, ports);
  const record: Omit<RunRecord, "gen"> = {
    civilDate,
    phase: work.nothingToDo ? "unchanged" : "planned",
    startedAt,
    codeVersion: ports.codeVersion,
    methodVersion,
    foldVersion,
    organisationSnapshot: snapshot.hash,
    units: work.units.length,
    drawn: work.nothingToDo ? 0 : null,
    ...(work.nothingToDo ? work.known : {}),
    ...(input.correlationId !== undefined && { correlationId: input.correlationId }),
  };
  const gen = await takeGeneration(work.nothingToDo ? null : snapshotText(snapshot), work.liveGen, ports);
  if (!work.nothingToDo) {
    await noteRun(ports.derivedBook, gen);
    const batches = inBatches(work.units, unitsInBatch);
    await writeBatches(gen, { list: batchLists.work, batches, none: [], reports: ports.reports });
    await writeBatches(gen, { list: batchLists.boards, batches: work.boards, none: noBoard, reports: ports.reports });
  }
  await ports.derived.recordRun({ gen, ...record });
  return { gen, civilDate, nothingToDo: work.nothingToDo };
}

type Work = {
  readonly units: readonly Unit[];
  /** Boards whose pages are planned beside each other. */
  readonly boards: readonly BoardBatch[];
  readonly nothingToDo: boolean;
  readonly liveGen: number;
  /** What a run with nothing to do leaves in its record, as the run before it did. */
  readonly known: Pick<RunRecord, "considered" | "waiting">;
};

/**
 * Practice-months that are marked, or stand under an old parent, or were made by old rules. There is nothing to do only when no level
 * has marks *and* readers see what may be seen of what is kept: a run that broke off after clearing its marks leaves work behind without any.
 */
async function findWork(snapshot: OrganisationSnapshot, civilDate: CivilDate, ports: PlanNightPorts): Promise<Work> {
  const live = await readLive(ports.reports);
  const marks = await marksFromBelow(ports);
  const standing = await standingPlaces(ports);
  const rules = drawingRules(ports, civilDate);
  const outdated = outdatedUnits(standing.values(), snapshot.organisations, rules);
  const inputs = placeInputs(live.manifest?.releases ?? {}, snapshot.organisations, { digest: ports.digest, rules });
  const pages = comparePlaces(inputs, live.manifest, { assets: assetHashes(ports.siteFiles(), ports.digest) });
  const known = await knownOf(standing, live, ports);
  const nothingToDo = marks.length === 0 && outdated.length === 0 && isUnchanged(pages) && known !== null;
  const units = distinctUnits([...marks, ...outdated].filter(({ level }) => level === "practice"));
  const moving = { units, standing, organisations: snapshot.organisations, anew: isMadeAnew(live, rules) };
  const seen = { liveGen: live.gen, before: live.manifest?.releases ?? {} };
  const { movesBy } = ports.profileOf("practice");
  const boards = boardBatches({ ...moving, ...seen, digest: ports.digest, movesBy }, ports.spreadsFrom);
  return { units, boards, nothingToDo, liveGen: live.gen ?? 0, known: known ?? {} };
}

/** Whether every table is read anew: what readers see was made by other rules, or in another month. */
function isMadeAnew({ manifest }: Live, { asOf, codeVersion, methodVersion: method }: DrawingRules): boolean {
  return manifest?.asOf !== asOf || manifest.codeVersion !== codeVersion || manifest.methodVersion !== method;
}

/** What is known of everything as it stands: it was decided upon when readers' generation was made, or by a night that found nothing to show since; `null` where neither is so. */
async function knownOf(
  standing: Standing,
  { manifest, gen }: Live,
  { derived, digest, profileOf }: PlanNightPorts,
): Promise<Work["known"] | null> {
  const { movesBy } = profileOf("practice");
  const considered = consideredAt(standing, { gen, digest, movesBy });
  const releases = manifest?.releases ?? {};
  if (isDecided(standing, { releases, digest, movesBy })) return { considered, waiting: practicesWaiting(releases) };
  const last = (await derived.runs()).find(({ phase }) => phase === "published" || phase === "unchanged");
  return last?.considered === considered ? { considered, waiting: last.waiting } : null;
}

type Standing = Awaited<ReturnType<typeof standingPlaces>>;

/** Level by level and from below: work moves upwards, so what another run carries on is met at one of the levels. */
async function marksFromBelow({ derived }: PlanNightPorts): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for (const level of levels) marks.push(...(await derived.marks(level)));
  return marks;
}

/** A number whose files nobody has written yet: after the derived table was dropped, an unpublished run may have left some behind. */
async function takeGeneration(organisations: string | null, floor: number, { derived, reports }: PlanNightPorts): Promise<number> {
  for (;;) {
    const gen = await derived.takeGeneration(floor);
    if (organisations === null || (await reports.writeRunFile(gen, runFiles.organisations, organisations))) return gen;
  }
}
