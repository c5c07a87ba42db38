import type { Month } from "../civil-date.ts";
import { instrumentFor } from "../disclosure/measure-of.ts";
import { profileOf } from "../disclosure/profile.ts";
import { showCount, suppressed } from "../disclosure/show.ts";
import { foldEpisode } from "../episodes/fold-episode.ts";
import type { Registry } from "../instruments/registry.ts";
import { addLedgers, type Ledger, ledgerOfEvents } from "../ledger.ts";
import type { Level, OrganisationSnapshot } from "../organisations/organisation.ts";
import type { DerivedStore } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import type { Explaining } from "../ports/explaining.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import { flowFamily } from "../release/family.ts";
import type { Shown } from "../shown.ts";
import { type ExplainedCell, isCounted } from "./explained-cell.ts";
import { inParallel } from "./in-parallel.ts";
import type { Manifest } from "./manifest.ts";
import { placesAbove } from "./pinned-organisations.ts";
import { practicesBehind } from "./practices-behind.ts";

/** What stands behind one published number: counts alone, each by the rule under which the place's numbers are shown. */
export type Explanation = {
  readonly cell: ExplainedCell;
  readonly level: Level;
  readonly people: Shown;
  /** The months of their referrals, from the first to the last. */
  readonly months: { readonly from: Month; readonly to: Month } | null;
  readonly practices: Shown;
  /** Their events by type. */
  readonly events: Readonly<Record<string, Shown>>;
  /** How those events stand: used, replaced or told twice, withdrawn or contradictory, parked. */
  readonly standing: Readonly<Record<"received" | "used" | "superseded" | "excluded" | "parked", Shown>>;
  readonly versions: {
    readonly generation: number;
    /** The run that drew the place's pages, and its day. */
    readonly run: number;
    readonly drawnOn: string;
    readonly codeVersion: string;
    readonly methodVersion: number;
    readonly foldVersions: readonly number[];
    readonly instrument: string;
  };
  /** Practice-months of the place that have changed since: the next night counts them, and the numbers above do already. */
  readonly waiting: number;
  /** Practices of the place that show other figures of this kind than are counted here: theirs move when at least eight people's have. */
  readonly notYetShown: number;
};

type Given = {
  readonly live: Manifest | null;
  readonly organisations: OrganisationSnapshot["organisations"];
  readonly derived: DerivedStore;
  readonly reports: Pick<ReportStore, "readRelease">;
  readonly digest: Digest;
  readonly explaining: Explaining;
  readonly registry?: Registry | undefined;
};

const unitsAtOnce = 8;

/** Which events made a published number: read from what is kept now, so that it answers for the live generation and says what waits. */
export async function explainCell(cell: ExplainedCell, given: Given): Promise<Parsed<Explanation>> {
  const { live, derived, registry } = given;
  const entry = live?.places[cell.place];
  if (live === null || entry === undefined) return refused("unknown-place", "cell", "name a place that the live generation shows");
  const units = await unitsBelow(cell.place, given);
  const counts = isCounted(cell, registry);
  const found = (await inParallel(units, unitsAtOnce, (unit) => countedIn(unit, { ...given, counts }))).flat();
  const marks = await derived.marks("practice");
  const profile = profileOf(entry.level);
  const people = showCount(found.length, profile);
  // where the people themselves are not told, nothing that follows from them is
  const shown = (n: number): Shown => (people.kind === "value" ? showCount(n, profile) : suppressed);
  const ledger = addLedgers(found.map((each) => each.ledger));
  const months = found.map(({ month }) => month).sort();
  const types = [...new Set(found.flatMap((each) => each.types))].sort();
  return taken({
    cell,
    level: entry.level,
    people,
    months: people.kind !== "value" || found.length === 0 ? null : { from: months[0] ?? "", to: months.at(-1) ?? "" },
    practices: shown(new Set(found.map(({ practice }) => practice)).size),
    events: Object.fromEntries(types.map((type) => [type, shown(found.reduce((sum, each) => sum + countOf(each.types, type), 0))])),
    standing: {
      ...{ received: shown(ledger.received), used: shown(ledger.used), superseded: shown(ledger.superseded) },
      ...{ excluded: shown(ledger.excluded), parked: shown(ledger.parked) },
    },
    versions: {
      ...{ generation: live.gen, run: entry.run, drawnOn: entry.drawnOn, codeVersion: live.codeVersion, methodVersion: live.methodVersion },
      foldVersions: [...new Set(found.map(({ fold }) => fold))].sort((a, b) => a - b),
      instrument: `${instrumentFor(cell.outcome, registry).id} ${instrumentFor(cell.outcome, registry).version}`,
    },
    notYetShown: await practicesBehind([...new Set(units.map(({ code }) => code))], familyOfCell(cell, registry), {
      ...given,
      releases: live.releases ?? {},
    }),
    waiting: new Set(marks.filter(({ code }) => isBelow(code, cell.place, given)).map(({ code, month }) => `${code}#${month}`)).size,
  });
}

function familyOfCell({ number, outcome }: ExplainedCell, registry: Registry | undefined): string {
  const isStep = number === "referred" || number === "accepted" || number === "started" || number === "lost";
  return isStep ? flowFamily : instrumentFor(outcome, registry).id;
}

function countOf(list: readonly string[], wanted: string): number {
  return list.filter((each) => each === wanted).length;
}

function isBelow(code: string, place: string, { organisations }: Pick<Given, "organisations">): boolean {
  return code === place || placesAbove(organisations, code).some((above) => above.code === place);
}

async function unitsBelow(place: string, given: Given): Promise<readonly { readonly code: string; readonly month: Month }[]> {
  const practices = (await given.derived.places()).filter(({ code, level }) => level === "practice" && isBelow(code, place, given));
  const months = await inParallel(practices, unitsAtOnce, async ({ code }) =>
    (await given.derived.standingsOf(code)).map(({ month }) => ({ code, month })),
  );
  return months.flat();
}

type Found = {
  readonly practice: string;
  readonly month: Month;
  readonly fold: number;
  readonly types: readonly string[];
  readonly ledger: Ledger;
};

async function countedIn(
  { code, month }: { readonly code: string; readonly month: Month },
  { explaining, counts, registry }: Given & { readonly counts: ReturnType<typeof isCounted> },
): Promise<readonly Found[]> {
  const people = await explaining.countedIn({ level: "practice", code, month });
  const mine = people.filter(({ contribution }) => counts(contribution));
  return inParallel(mine, unitsAtOnce, async ({ contribution, events: read }) => {
    const events = await read();
    const { standings } = foldEpisode(events, registry);
    const types = events.map(({ type }) => type);
    return { practice: code, month, fold: contribution.fold, types, ledger: ledgerOfEvents(events, standings) };
  });
}
