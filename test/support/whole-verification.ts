import { canonicalJson } from "../../core/canonical-json.ts";
import type { Ledger } from "../../core/ledger.ts";
import { assembleManifest } from "../../core/night/assemble-manifest.ts";
import { balanceOf } from "../../core/night/balance.ts";
import { checkGeneration } from "../../core/night/check-generation.ts";
import { decideReleases } from "../../core/night/decide-releases.ts";
import { filesOf, type Manifest } from "../../core/night/manifest.ts";
import { type DrawingFacts, drawingRules, type NightPorts } from "../../core/night/night-ports.ts";
import { openRun, type Run } from "../../core/night/open-run.ts";
import { placeInputs, type StandingPlace, standingPlaces } from "../../core/night/place-inputs.ts";
import { readManifest, readPlan } from "../../core/night/read-run-files.ts";
import { unitsThatDoNotAddUp } from "../../core/night/reconcile.ts";

type Ports = NightPorts & DrawingFacts;

/** What checking a generation comes to: why it must not be shown, in order, and how its events stand. */
export type WholeVerification = { readonly problems: readonly string[]; readonly ledger: Ledger };

/**
 * The check of a generation in one piece, as it was before boards were checked beside each other: everything read twice by one function, everything decided anew, every
 * new object asked for. Too slow for a country, and simple: what the divided check finds is held against it.
 */
export async function wholeVerification(gen: number, ports: Ports): Promise<WholeVerification> {
  const run = await openRun(gen, ports);
  const plan = await readPlan(ports.reports, gen);
  if (plan === null) throw new Error("nothing was planned");
  const current = await readManifest(ports.reports, plan.currentGen);
  const built = await assembleManifest({ run, plan, current, reports: ports.reports });
  const { ledger, wrong } = await statisticsOf(built, { run, ports, current });
  const unguarded = Object.keys(built.places).filter((code) => built.places[code]?.guard !== plan.guards?.[code]);
  const guarded = unguarded.map((code) => `${code} does not hide what the generation as a whole asks for`);
  return { ledger, problems: [...wrong, ...guarded, ...(await damagedFiles(built, current, ports))].sort() };
}

type Checked = { readonly run: Run; readonly ports: Ports; readonly current: Manifest | null };

async function statisticsOf(built: Manifest, { run, ports, current }: Checked) {
  const since = current?.gen ?? 0;
  const standing = await standingPlaces(ports);
  const marksOfSums = (await Promise.all((["pcn", "icb", "england"] as const).map((level) => ports.derived.marks(level)))).flat();
  const still = await standingPlaces(ports);
  const rules = drawingRules(ports, run.civilDate);
  const { organisations } = run.snapshot;
  const inputs = placeInputs(built.releases ?? {}, organisations, { digest: ports.digest, rules });
  const missing: string[] = [];
  const texts = new Map<string, string>();
  const keep = async (text: string) => {
    const sha256 = ports.digest(text);
    texts.set(sha256, text);
    if ((await ports.reports.readRelease(sha256)) !== text) missing.push(`released table ${sha256} is missing or damaged`);
    return sha256;
  };
  const store = { keep, read: async (sha256: string) => texts.get(sha256) ?? ports.reports.readRelease(sha256) };
  const { movesBy } = ports.profileOf("practice");
  const releases = await decideReleases({ ...ports, standing, organisations, before: current?.releases ?? {}, movesBy, store });
  const balance = await balanceOf(standing.values(), { since, derived: ports.derived });
  const unsummed = await unitsThatDoNotAddUp(standing.values(), { since, ports });
  const [now, before] = [built.expected, current?.expected];
  const isRangeKept = before === undefined || before.asOf !== built.asOf || canonicalJson(now ?? null) === canonicalJson(before);
  const wrong = [
    ...(isStill(standing, still) && marksOfSums.length === 0 ? [] : ["another run is at work on the same statistics"]),
    ...checkGeneration(built, { inputs, releases, standing, organisations, rules }),
    ...unsummed.map((unit) => `${unit} is not the sum of its parts`),
    ...balance.faults,
    ...(isRangeKept ? [] : ["the range expected of practices is another than the month’s"]),
    ...missing,
  ];
  return { ledger: balance.ledger, wrong };
}

type Standing = ReadonlyMap<string, StandingPlace>;

function isStill(first: Standing, second: Standing): boolean {
  const versions = (place: StandingPlace | undefined) => (place?.all ?? []).map(({ month, ver }) => `${month}.${ver}`).join(" ");
  return first.size === second.size && [...first].every(([code, place]) => versions(place) === versions(second.get(code)));
}

async function damagedFiles(built: Manifest, current: Manifest | null, { reports }: Ports): Promise<readonly string[]> {
  const known = new Set(filesOf(current).map(({ sha256 }) => sha256));
  const added = new Map(filesOf(built).flatMap((file) => (known.has(file.sha256) ? [] : [[file.sha256, file] as const])));
  const damaged: string[] = [];
  for (const [sha256, file] of added) if (!(await reports.holdsObject(file))) damaged.push(`object ${sha256} is missing or damaged`);
  return damaged;
}
