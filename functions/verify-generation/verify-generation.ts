import * as z from "zod";
import { canonicalJson } from "../../core/canonical-json.ts";
import type { Ledger } from "../../core/ledger.ts";
import { assembleManifest } from "../../core/night/assemble-manifest.ts";
import { balanceOf } from "../../core/night/balance.ts";
import { checkGeneration, rivalsAtWork } from "../../core/night/check-generation.ts";
import { decideReleases } from "../../core/night/decide-releases.ts";
import { indexOf } from "../../core/night/generation-index.ts";
import { isUnchanged } from "../../core/night/generation-plan.ts";
import { inParallel } from "../../core/night/in-parallel.ts";
import { filesOf, type Manifest, type Releases, runFiles } from "../../core/night/manifest.ts";
import { type DrawingFacts, drawingRules, type NightPorts } from "../../core/night/night-ports.ts";
import { openRun, type Run } from "../../core/night/open-run.ts";
import { placeInputs, standingPlaces } from "../../core/night/place-inputs.ts";
import { readManifest, readPlan } from "../../core/night/read-run-files.ts";
import { unitsThatDoNotAddUp } from "../../core/night/reconcile.ts";

/** A night whose pages are drawn. */
export const verifyGenerationInput = z.object({ gen: z.int() });

/** The generation must not be shown. The message names places and rules, never a number. */
export class VerificationError extends Error {
  override readonly name = "VerificationError";
}

const objectsAtOnce = 16;

/**
 * Puts the manifest together and writes it only if everything in it may be shown: every place is there, drawn from what is kept now,
 * every new object is what its name says, every sum is the sum of its parts, and every event that was kept is accounted for.
 */
export async function verifyGeneration(
  { gen }: z.infer<typeof verifyGenerationInput>,
  ports: NightPorts & DrawingFacts,
): Promise<{ readonly problems: 0 }> {
  const run = await openRun(gen, ports);
  const plan = await readPlan(ports.reports, gen);
  const isDone = run.phase === "unchanged" || plan === null || isUnchanged(plan) || (await readManifest(ports.reports, gen)) !== null;
  if (isDone) return { problems: 0 };
  const current = await readManifest(ports.reports, plan.currentGen);
  const built = await assembleManifest({ run, plan, current, reports: ports.reports });
  const { ledger, wrong } = await problemsOf(built, { run, ports, current });
  const unguarded = Object.keys(built.places).filter((code) => built.places[code]?.guard !== plan.guards?.[code]);
  const guarded = unguarded.map((code) => `${code} does not hide what the generation as a whole asks for`);
  const problems = [...wrong, ...guarded, ...(await damagedFiles(built, current, ports))];
  if (problems.length > 0) throw new VerificationError(`run ${gen} must not be shown: ${summary(problems)}`);
  // The index first: whoever finds a manifest finds the index too. Both follow from what is written once, so a repeated step writes the same.
  await ports.reports.writeRunFile(gen, runFiles.index, canonicalJson(indexOf(built)));
  await ports.reports.writeRunFile(gen, runFiles.manifest, canonicalJson(built));
  await ports.derived.recordRun(recordOf({ ...run, phase: "verified", drawn: plan.drawn.length, ledger }));
  return { problems: 0 };
}

const shownProblems = 10;

function summary(problems: readonly string[]): string {
  const rest = problems.length - shownProblems;
  return [...problems.slice(0, shownProblems), ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}

type Found = { readonly ledger: Ledger; readonly wrong: readonly string[] };
type Checked = { readonly run: Run; readonly ports: NightPorts & DrawingFacts; readonly current: Manifest | null };

async function problemsOf(built: Manifest, { run, ports, current }: Checked): Promise<Found> {
  const since = current?.gen ?? 0;
  const standing = await standingPlaces(ports);
  const marksOfSums = (await Promise.all((["pcn", "icb", "england"] as const).map((level) => ports.derived.marks(level)))).flat();
  const still = await standingPlaces(ports);
  const rules = drawingRules(ports, run.civilDate);
  const { organisations } = run.snapshot;
  const inputs = placeInputs(built.releases ?? {}, organisations, { digest: ports.digest, rules });
  const { releases, missing } = await decidedAgain(standing, { run, ports, current });
  const balance = await balanceOf(standing.values(), { since, derived: ports.derived });
  const wrong = [
    ...rivalsAtWork(standing, marksOfSums, still),
    ...checkGeneration(built, { inputs, releases, standing, organisations, rules }),
    ...(await unitsThatDoNotAddUp(standing.values(), { since, ports })).map((unit) => `${unit} is not the sum of its parts`),
    ...balance.faults,
    ...rangesChanged(built, current),
    ...missing.map((sha256) => `released table ${sha256} is missing or damaged`),
  ];
  return { ledger: balance.ledger, wrong };
}

/** Within a month the range in which practices are expected stays. */
function rangesChanged(built: Manifest, current: Manifest | null): readonly string[] {
  const [now, before] = [built.expected, current?.expected];
  const isKept = before === undefined || before.asOf !== built.asOf || canonicalJson(now ?? null) === canonicalJson(before);
  return isKept ? [] : ["the range expected of practices is another than the month’s"];
}

type Decided = { readonly releases: Releases; readonly missing: readonly string[] };

/** What the rule releases of what is kept now, worked out anew and written nowhere; and what of it the store does not hold. */
async function decidedAgain(standing: Awaited<ReturnType<typeof standingPlaces>>, { run, ports, current }: Checked): Promise<Decided> {
  const { derived, digest, reports, profileOf } = ports;
  const missing: string[] = [];
  const keep = async (text: string) => {
    const sha256 = digest(text);
    if ((await reports.readRelease(sha256)) !== text) missing.push(sha256);
    return sha256;
  };
  const texts = new Map<string, string>();
  const store = {
    keep: async (text: string) => {
      const sha256 = await keep(text);
      texts.set(sha256, text);
      return sha256;
    },
    read: async (sha256: string) => texts.get(sha256) ?? reports.readRelease(sha256),
  };
  const { organisations } = run.snapshot;
  const { movesBy } = profileOf("practice");
  const releases = await decideReleases({ standing, organisations, before: current?.releases ?? {}, movesBy, derived, digest, store });
  return { releases, missing };
}

/** Objects that the generation before did not have and the store does not hold. */
async function damagedFiles(built: Manifest, current: Manifest | null, { reports }: NightPorts): Promise<readonly string[]> {
  const known = new Set(filesOf(current).map(({ sha256 }) => sha256));
  const fresh = new Map(filesOf(built).map((file) => [file.sha256, file]));
  const added = [...fresh.values()].filter(({ sha256 }) => !known.has(sha256));
  const held = await inParallel(added, objectsAtOnce, (file) => reports.holdsObject(file));
  return added.filter((_, index) => !held[index]).map(({ sha256 }) => `object ${sha256} is missing or damaged`);
}

function recordOf({ snapshot: _snapshot, ...record }: Run) {
  return record;
}
