import * as z from "zod";
import { canonicalJson } from "../../core/canonical-json.ts";
import { balanceOf } from "../../core/night/balance.ts";
import { boardOver, type CheckBatch, checkBatch } from "../../core/night/check-batches.ts";
import { type Finding, isChecked, leaveFinding } from "../../core/night/check-findings.ts";
import { versionsOf } from "../../core/night/check-generation.ts";
import { decideBoard } from "../../core/night/decide-releases.ts";
import { heldReleases } from "../../core/night/decided-again.ts";
import { type GenerationPlan, isUnchanged } from "../../core/night/generation-plan.ts";
import { damagedObjects } from "../../core/night/held-files.ts";
import { inParallel } from "../../core/night/in-parallel.ts";
import type { ManifestPlace } from "../../core/night/manifest.ts";
import type { DrawingFacts, NightPorts } from "../../core/night/night-ports.ts";
import { openRun, type Run } from "../../core/night/open-run.ts";
import { standingOf } from "../../core/night/place-inputs.ts";
import { readFragment, readGeneration, readPlan } from "../../core/night/read-run-files.ts";
import { unitsThatDoNotAddUp } from "../../core/night/reconcile.ts";

/** One batch of a night whose pages are drawn. */
export const checkBoardsInput = z.object({ gen: z.int(), key: z.string() });

type Ports = NightPorts & DrawingFacts;

/**
 * Checks some boards beside the others: what is released of everything below them, decided anew; every sum and every ledger written since the generation before; every
 * new object. What is wrong is left as found: the last step says it of all boards together. A batch that is answered is left as it is.
 */
export async function checkBoards({ gen, key }: z.infer<typeof checkBoardsInput>, ports: Ports): Promise<{ readonly places: number }> {
  const run = await openRun(gen, ports);
  const body = await ports.reports.readRunFile(gen, key);
  if (body === null) throw new Error(`run ${gen} requires its batch ${key}`);
  const batch = checkBatch.parse(JSON.parse(body));
  const plan = await readPlan(ports.reports, gen);
  const isDone = batch.boards.length === 0 || plan === null || isUnchanged(plan) || (await isChecked(gen, key, ports));
  if (isDone) return { places: 0 };
  const found = await findingOf(batch, { run, plan, ports });
  await leaveFinding(key, found, ports);
  return { places: Object.keys(found.stood).length };
}

type Checking = { readonly run: Run; readonly plan: GenerationPlan; readonly ports: Ports };

async function findingOf(batch: CheckBatch, checking: Checking): Promise<Finding> {
  const { run, plan, ports } = checking;
  const { organisations } = run.snapshot;
  const boards = new Set(batch.boards);
  const places = (await ports.derived.places()).filter((place) => boards.has(boardOver(organisations, place)));
  // Before anything else is read: what is found holds for these versions and no others.
  const standing = await standingOf(places, ports);
  const since = plan.currentGen ?? 0;
  const decided = await decidedOf(batch, standing, checking);
  const balance = await balanceOf(standing.values(), { since, derived: ports.derived });
  const unsummed = await unitsThatDoNotAddUp(standing.values(), { since, ports });
  const drawn = await drawnOf(batch, checking);
  return {
    gen: run.gen,
    boards: batch.boards,
    stood: Object.fromEntries([...standing].map(([code, place]) => [code, versionsOf(place, ports.digest)])),
    pages: drawn.pages,
    releases: decided.releases,
    missing: [...decided.missing],
    ledger: balance.ledger,
    problems: [...unsummed.map((unit) => `${unit} is not the sum of its parts`), ...balance.faults, ...drawn.damaged],
  };
}

type Standing = Awaited<ReturnType<typeof standingOf>>;

/** What the rule releases of what is kept now, worked out anew and written nowhere. */
async function decidedOf({ before }: CheckBatch, standing: Standing, { run, ports }: Checking) {
  const { store, missing } = heldReleases(ports);
  const practices = new Map([...standing].filter(([, { level }]) => level === "practice"));
  const { movesBy } = ports.profileOf("practice");
  const { organisations } = run.snapshot;
  const releases = await decideBoard({ ...ports, standing: practices, organisations, before, movesBy, store });
  return { releases: Object.fromEntries(Object.entries(releases).filter(([code, release]) => release !== before[code])), missing };
}

const placesAtOnce = 4;

type Drawn = { readonly pages: Finding["pages"]; readonly damaged: readonly string[] };

/** Entries of the places that are drawn anew, and their objects that the store does not hold. */
async function drawnOf({ boards }: CheckBatch, { run, plan, ports }: Checking): Promise<Drawn> {
  const { reports, digest } = ports;
  const before = plan.currentGen === null ? null : await readGeneration(reports, plan.currentGen);
  const isBelow = (code: string) =>
    boards.includes(boardOver(run.snapshot.organisations, { code, level: plan.releases[code]?.level ?? "practice" }));
  const entries = await inParallel(plan.drawn.filter(isBelow), placesAtOnce, async (code) => {
    const entry = await readFragment(reports, run.gen, code);
    const known = (await before?.placeOf(code)) ?? null;
    return { code, entry, damaged: await damagedObjects(filesIn(entry), { known: filesIn(known), reports }) };
  });
  return {
    pages: Object.fromEntries(entries.map(({ code, entry }) => [code, digest(canonicalJson(entry))])),
    damaged: [...new Set(entries.flatMap(({ damaged }) => damaged))],
  };
}

function filesIn(entry: ManifestPlace | null) {
  return Object.values(entry?.files ?? {});
}
