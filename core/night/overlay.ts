import type { DerivedStore, Mark, StatisticChange } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import type { RunRecord } from "./run-record.ts";
import type { MonthStanding } from "./standing.ts";
import { type Unit, unitName } from "./unit.ts";

/** A store that is read through and never written: what would have been written is kept in memory and read from there. */
export function overlayDerived(under: DerivedStore): DerivedStore {
  const changes = new Map<string, StatisticChange>();
  const added = new Map<string, Mark>();
  const cleared = new Set<string>();
  const records = new Map<number, RunRecord>();
  const changesOf = (keep: (change: StatisticChange) => boolean) => [...changes.values()].filter(keep);
  const withMarks = (marks: readonly Mark[], keep: (mark: Mark) => boolean) =>
    [...marks, ...[...added.values()].filter(keep)].filter((mark) => !cleared.has(markName(mark)));

  return {
    ...under,
    marks: async (level) => withMarks(await under.marks(level), (mark) => mark.level === level),
    marksOf: async (unit) => withMarks(await under.marksOf(unit), (mark) => unitName(mark) === unitName(unit)),
    standingOf: async (unit) => changes.get(unitName(unit))?.standing ?? under.standingOf(unit),
    standingsOf: async (code) => {
      const mine = changesOf(({ unit }) => unit.code === code);
      return mergeMonths(
        await under.standingsOf(code),
        mine.map(({ unit, standing }) => ({ ...standing, month: unit.month })),
      );
    },
    places: async () => {
      const listed = new Map((await under.places()).map((place) => [place.code, place]));
      for (const { unit } of changes.values()) listed.set(unit.code, { code: unit.code, level: unit.level });
      return [...listed.values()];
    },
    childrenOf: async ({ code, month }: Unit) => {
      const changed = changesOf(({ unit }) => unit.month === month);
      const untouched = (await under.childrenOf({ level: "england", code, month })).filter(
        (child) => !changed.some(({ unit }) => unit.code === child.code),
      );
      return [
        ...untouched,
        ...changed.filter(({ standing }) => standing.parent === code).map(({ unit, text }) => ({ code: unit.code, text })),
      ];
    },
    statisticsOf: async (place, months) => {
      const mine = new Map(changesOf(({ unit }) => unit.code === place.code).map((change) => [change.unit.month, change]));
      const untouched = await under.statisticsOf(
        place,
        months.filter(({ month }) => !mine.has(month)),
      );
      const own = months.flatMap(({ month }) =>
        [mine.get(month) ?? []].flat().map(({ standing, text }) => ({ month, hash: standing.hash, text })),
      );
      return [...untouched, ...own].sort((a, b) => (a.month < b.month ? -1 : 1));
    },
    keep: async (change) => {
      changes.set(unitName(change.unit), change);
      for (const mark of change.parentMarks) added.set(markName(mark), mark);
      return true;
    },
    clear: async (marks) => marks.forEach((mark) => void cleared.add(markName(mark))),
    takeGeneration: async (floor) => Math.max(floor, ...(await under.runs()).map(({ gen }) => gen)) + 1,
    recordRun: async (run) => void records.set(run.gen, run),
    runOf: async (gen) => records.get(gen) ?? under.runOf(gen),
  };
}

function markName(mark: Mark): string {
  return `${mark.level}#${unitName(mark)}#${mark.id}`;
}

function mergeMonths(before: readonly MonthStanding[], after: readonly MonthStanding[]): readonly MonthStanding[] {
  const months = new Map([...before, ...after].map((standing) => [standing.month, standing]));
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}

/** The same for what a run writes beside statistics. */
export function overlayReports(under: ReportStore, digest: Digest): ReportStore {
  const written = new Map<string, string>();
  const released = new Map<string, string>();
  return {
    ...under,
    writeRunFile: async (gen, name, body) => {
      written.set(`${gen}/${name}`, body);
      return true;
    },
    readRunFile: async (gen, name) => written.get(`${gen}/${name}`) ?? under.readRunFile(gen, name),
    keepObject: () => readOnly(),
    keepRelease: async (text) => {
      const sha256 = digest(text);
      released.set(sha256, text);
      return sha256;
    },
    readRelease: async (sha256) => released.get(sha256) ?? under.readRelease(sha256),
    movePointer: () => readOnly(),
  };
}

function readOnly(): Promise<never> {
  return Promise.reject(new Error("a dry run writes nothing"));
}
