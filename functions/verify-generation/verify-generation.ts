import * as z from "zod";
import { canonicalJson } from "../../core/canonical-json.ts";
import { addLedgers, isBalanced, type Ledger } from "../../core/ledger.ts";
import { assembleManifest } from "../../core/night/assemble-manifest.ts";
import { batchKey, batchLists } from "../../core/night/batch-lists.ts";
import { type Finding, readFinding } from "../../core/night/check-findings.ts";
import { checkGeneration, rivalsAtWork } from "../../core/night/check-generation.ts";
import { decideReleases } from "../../core/night/decide-releases.ts";
import { heldReleases } from "../../core/night/decided-again.ts";
import { indexOf } from "../../core/night/generation-index.ts";
import { type GenerationPlan, isUnchanged } from "../../core/night/generation-plan.ts";
import { damagedObjects } from "../../core/night/held-files.ts";
import { inParallel } from "../../core/night/in-parallel.ts";
import { type Manifest, type Releases, runFiles } from "../../core/night/manifest.ts";
import { type DrawingFacts, drawingRules, type NightPorts } from "../../core/night/night-ports.ts";
import { openRun, type Run } from "../../core/night/open-run.ts";
import { placeInputs, standingPlaces } from "../../core/night/place-inputs.ts";
import { readManifest, readPlan } from "../../core/night/read-run-files.ts";
import { englandCode } from "../../core/organisations/organisation.ts";

/** A night whose pages are drawn and whose boards are checked. */
export const verifyGenerationInput = z.object({ gen: z.int() });

/** The generation must not be shown. The message names places and rules, never a number. */
export class VerificationError extends Error {
  override readonly name = "VerificationError";
}

/**
 * Puts the manifest together and writes it only if everything in it may be shown: every board was checked, against what stands now, and nothing was found; every place
 * is there, drawn from what is released; and what concerns all boards together, England, is what the rule releases.
 */
export async function verifyGeneration(
  { gen }: z.infer<typeof verifyGenerationInput>,
  ports: NightPorts & DrawingFacts,
): Promise<{ readonly problems: 0 }> {
  const run = await openRun(gen, ports);
  const plan = await readPlan(ports.reports, gen);
  const isDone = run.phase === "unchanged" || plan === null || isUnchanged(plan) || (await readManifest(ports.reports, gen)) !== null;
  if (isDone) return { problems: 0 };
  const { findings, unchecked } = await findingsOf(plan, run, ports);
  if (unchecked.length > 0) throw new VerificationError(`run ${gen} must not be shown: ${summary(unchecked)}`);
  const current = await readManifest(ports.reports, plan.currentGen);
  const built = await assembleManifest({ run, plan, current, reports: ports.reports });
  const { ledger, problems } = await problemsOf(built, findings, { run, plan, ports, current });
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

type Found = { readonly findings: readonly Finding[]; readonly unchecked: readonly string[] };

const findingsAtOnce = 16;

/** What was found of each list of boards: by the plan, which is written once, and not by how many answers there are. */
async function findingsOf({ checks }: GenerationPlan, { gen }: Run, ports: NightPorts): Promise<Found> {
  const found = await inParallel([...checks.entries()], findingsAtOnce, ([at, boards]) =>
    readFinding({ gen, key: batchKey(batchLists.checks, at), boards }, ports),
  );
  const unchecked = checks.filter((_, at) => found[at] === null).flatMap((boards) => boards.map((board) => `${board} was not checked`));
  return { findings: found.filter((one) => one !== null), unchecked };
}

type Checked = {
  readonly run: Run;
  readonly plan: GenerationPlan;
  readonly ports: NightPorts & DrawingFacts;
  readonly current: Manifest | null;
};
type Problems = { readonly ledger: Ledger; readonly problems: readonly string[] };

async function problemsOf(built: Manifest, findings: readonly Finding[], checked: Checked): Promise<Problems> {
  const { run, plan, ports, current } = checked;
  const marksOfSums = (await Promise.all((["pcn", "icb", "england"] as const).map((level) => ports.derived.marks(level)))).flat();
  // After the marks, as every finding was before them.
  const standing = await standingPlaces(ports);
  const rules = drawingRules(ports, run.civilDate);
  const { organisations } = run.snapshot;
  const inputs = placeInputs(built.releases ?? {}, organisations, { digest: ports.digest, rules });
  const { releases, missing } = await decidedAgain(standing, findings, checked);
  const ledger = addLedgers(findings.map((found) => found.ledger));
  const stood = Object.assign({}, ...findings.map((found) => found.stood));
  const assets = await damagedObjects(Object.values(built.assets), { known: Object.values(current?.assets ?? {}), reports: ports.reports });
  const problems = [
    ...rivalsAtWork(stood, marksOfSums, { standing, digest: ports.digest }),
    ...checkGeneration(built, { inputs, releases, standing, organisations, rules }),
    ...findings.flatMap((found) => found.problems),
    ...(isBalanced(ledger) ? [] : ["the ledger of all boards together does not balance"]),
    ...rangesChanged(built, current),
    ...missing.map((sha256) => `released table ${sha256} is missing or damaged`),
    ...unguarded(built, plan),
    ...uncheckedPages(built, findings, checked),
    ...assets,
  ];
  return { ledger, problems };
}

/** Within a month the range in which practices are expected stays. */
function rangesChanged(built: Manifest, current: Manifest | null): readonly string[] {
  const [now, before] = [built.expected, current?.expected];
  const isKept = before === undefined || before.asOf !== built.asOf || canonicalJson(now ?? null) === canonicalJson(before);
  return isKept ? [] : ["the range expected of practices is another than the month’s"];
}

type Decided = { readonly releases: Releases; readonly missing: readonly string[] };

/** What the rule releases of everything together: of each board as its batch decided it, upon what stands now; of England anew. Written nowhere. */
async function decidedAgain(
  standing: Awaited<ReturnType<typeof standingPlaces>>,
  findings: readonly Finding[],
  { run, plan, ports, current }: Checked,
): Promise<Decided> {
  const known: Releases = Object.assign({}, ...findings.map((found) => found.releases));
  const lost = findings.flatMap((found) => found.missing);
  if (lost.length > 0) return { releases: withoutSums(plan.releases, known), missing: lost };
  const { store, missing } = heldReleases(ports);
  const { organisations } = run.snapshot;
  const { movesBy } = ports.profileOf("practice");
  const before = current?.releases ?? {};
  return { releases: await decideReleases({ ...ports, standing, organisations, before, known, movesBy, store }), missing };
}

/** What is not kept cannot be summed: where a board's table is another than was planned, England's is as well, whatever it is. */
function withoutSums(planned: Releases, known: Releases): Releases {
  const isOther = Object.entries(known).some(([code, { table }]) => table !== planned[code]?.table);
  const england = isOther ? { [englandCode]: { level: "england" as const, table: null, of: "not decided" } } : {};
  return { ...planned, ...known, ...england };
}

function unguarded({ places }: Manifest, { guards }: GenerationPlan): readonly string[] {
  const codes = Object.keys(places).filter((code) => places[code]?.guard !== guards?.[code]);
  return codes.map((code) => `${code} does not hide what the generation as a whole asks for`);
}

/** Places drawn anew whose files nobody asked for, or of which another entry was checked than is shown. */
function uncheckedPages({ places }: Manifest, findings: readonly Finding[], { plan, ports }: Checked): readonly string[] {
  const pages: Finding["pages"] = Object.assign({}, ...findings.map((found) => found.pages));
  const other = plan.drawn.filter((code) => pages[code] !== ports.digest(canonicalJson(places[code] ?? null)));
  return other.map((code) => `${code} has pages that were not checked`);
}

function recordOf({ snapshot: _snapshot, ...record }: Run) {
  return record;
}
