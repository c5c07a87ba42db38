import { canonicalJson } from "../canonical-json.ts";
import { foldVersion } from "../episodes/contribution.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import { showAgain } from "../release/release.ts";
import { parseRelease, releaseTexts } from "../release/release-texts.ts";
import { readRelease } from "./decide-releases.ts";
import { freshSince, keptForDays, keptGenerations } from "./fresh-objects.ts";
import { indexOf } from "./generation-index.ts";
import { inParallel } from "./in-parallel.ts";
import { filesOf, type Manifest, type PlaceRelease, type Releases, releasesOf, runFiles } from "./manifest.ts";
import type { NightPorts } from "./night-ports.ts";
import { type Publication, publish } from "./publish.ts";
import { type Live, readLive, readManifest } from "./read-run-files.ts";

const filesAtOnce = 16;

/**
 * Shows an earlier generation again, as a new one that points at the old objects: the number that readers see only ever rises. The next
 * night draws what is kept by then, so a rollback is a respite in which to correct it.
 */
export async function rollBack(to: number, ports: NightPorts & { readonly now: () => string }): Promise<Parsed<Publication>> {
  const [live, target] = await Promise.all([readLive(ports.reports), readManifest(ports.reports, to)]);
  if (live.gen === to) return refused("live-generation", "generation", "readers see this generation already: name an earlier one");
  const wasShown = target !== null || (await ports.derived.runOf(to))?.phase === "published";
  if (!wasShown) return refused("unknown-generation", "generation", "name a generation that was published: `hearten runs` lists them");
  if (target === null || !isKept(to, live) || !(await keepAgain(target, live, ports.reports)))
    return refused(
      "collected-generation",
      "generation",
      `name a generation that was live in the last ${keptForDays} days: what older ones need is collected`,
    );
  const releases = await releasedAgain(target.releases ?? {}, live, ports);
  const gen = await writeAgain({ ...target, releases }, live.gen, ports);
  const { civilDate, codeVersion, methodVersion, organisationSnapshot } = target;
  const record = { gen, civilDate, startedAt: ports.now(), codeVersion, methodVersion, foldVersion, organisationSnapshot };
  await ports.derived.recordRun({ ...record, phase: "verified", units: 0, drawn: 0, rolledBackTo: to });
  const result = await publish({ gen, civilDate, etag: live.etag }, ports);
  await ports.derived.recordRun({ ...record, phase: result.published ? "published" : "outrun", units: 0, drawn: 0, rolledBackTo: to });
  return taken(result);
}

/** Whether a collection leaves everything of a generation alone: what is built upon another would lose its footing. */
function isKept(gen: number, { pointer, movedAt }: Live): boolean {
  const keeping = pointer === null || movedAt === undefined ? null : keptGenerations({ pointer, movedAt });
  return keeping === null || keeping.kept.includes(gen);
}

/** Keeps the pages that readers do not see now, so that no collection takes them before they are shown; `false` when one has. */
async function keepAgain(target: Manifest, live: Live, reports: ReportStore): Promise<boolean> {
  const shown = new Set(filesOf(live.manifest).map(({ sha256 }) => sha256));
  const hidden = new Map(filesOf(target).flatMap((file) => (shown.has(file.sha256) ? [] : [[file.sha256, file] as const])));
  const isKept = await inParallel([...hidden.values()], filesAtOnce, async ({ sha256, contentType }) => {
    const body = await reports.readObject(sha256);
    if (body !== null) await reports.keepObject({ contentType, body }, freshSince(live.movedAt));
    return body !== null;
  });
  const known = new Set(releasesOf(live.manifest));
  const isReleaseKept = await inParallel(
    releasesOf(target).filter((sha256) => !known.has(sha256)),
    filesAtOnce,
    async (sha256) => {
      const text = await reports.readRelease(sha256);
      if (text !== null) await reports.keepRelease(text, freshSince(live.movedAt));
      return text !== null;
    },
  );
  return ![...isKept, ...isReleaseKept].includes(false);
}

/**
 * What is released by the generation that is shown again, with all that readers have seen since in its memory: the nights that follow are held against that too.
 */
async function releasedAgain(target: Releases, live: Live, { reports, digest }: NightPorts): Promise<Releases> {
  const seen = live.manifest?.releases ?? {};
  const practices = [...new Set([...Object.keys(target), ...Object.keys(seen)])].filter(
    (code) => (target[code] ?? seen[code])?.level === "practice" && !isSame(target[code], seen[code]),
  );
  const read = async (sha256: string | null | undefined) =>
    sha256 === null || sha256 === undefined ? null : readRelease(sha256, { read: reports.readRelease, digest });
  const releaseOf = async (of: PlaceRelease | undefined) =>
    parseRelease({ table: await read(of?.table), history: await read(of?.history) });
  const remembered = await inParallel(practices, filesAtOnce, async (code) => {
    const { history } = releaseTexts(showAgain(await releaseOf(target[code]), await releaseOf(seen[code])));
    const kept = history === null ? {} : { history: await reports.keepRelease(history, freshSince(live.movedAt)) };
    return [code, { level: "practice" as const, table: target[code]?.table ?? null, of: undecided, ...kept }] as const;
  });
  return { ...target, ...Object.fromEntries(remembered) };
}

/** How no practice stands: the next night decides for it. */
const undecided = "";

function isSame(one: PlaceRelease | undefined, other: PlaceRelease | undefined): boolean {
  return one?.table === other?.table && one?.history === other?.history;
}

async function writeAgain(target: Manifest, previous: number | null, { derived, reports }: NightPorts): Promise<number> {
  const organisations = (await reports.readRunFile(target.gen, runFiles.organisations)) ?? "";
  for (;;) {
    const gen = await derived.takeGeneration(previous ?? 0);
    const again: Manifest = { ...target, gen, previous, rolledBackTo: target.rolledBackTo ?? target.gen };
    const isFirst = await reports.writeRunFile(gen, runFiles.organisations, organisations);
    if (!isFirst) continue;
    await reports.writeRunFile(gen, runFiles.index, canonicalJson(indexOf(again)));
    if (await reports.writeRunFile(gen, runFiles.manifest, canonicalJson(again))) return gen;
  }
}
