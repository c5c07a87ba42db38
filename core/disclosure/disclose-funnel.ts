import type { ExpectedRanges } from "../expected-range.ts";
import type { FunnelLine, FunnelPoint, FunnelStanding, FunnelTable } from "../funnel-table.ts";
import type { Instrument } from "../instruments/instrument.ts";
import type { Registry } from "../instruments/registry.ts";
import type { Level } from "../organisations/organisation.ts";
import { type Outcome, outcomes } from "../place-report.ts";
import type { ComparedPlace, FunnelPlace, FunnelPlaces } from "../place-statistics.ts";
import type { Estimate, Shown } from "../shown.ts";
import { funnel, funnelLimitsAt } from "../statistics/funnel.ts";
import { instrumentFor } from "./measure-of.ts";
import { outcomeCells } from "./outcome-cells.ts";
import { changeCounts, outcomeCounts } from "./outcome-counts.ts";
import { type DisclosureProfile, profileOf } from "./profile.ts";
import { missing } from "./show.ts";
import { shareOf, shownCell, type Table } from "./shown-cell.ts";

type Comparing = {
  /** The table under whose name the generation may have hidden cells. */
  readonly outcome?: Outcome;
  readonly instrument: Instrument;
  readonly asOf: string;
  /** The page the funnel stands on: England's is open to everybody, who may not open the pages of the places. */
  readonly level: Level;
  /** The share of everybody who improved, as the page that the funnel stands on shows it: limits lie around it, and there are none where it is hidden. */
  readonly own: Estimate;
  readonly profileFor?: (level: Level) => DisclosureProfile;
};

/**
 * Places compared by size. Each shows the very numbers that its own page shows, hidden ones hidden with the same cells, so that the funnel tells
 * readers of those pages nothing more; who may not open them is told no names. Limits lie around the share that the page itself shows of everybody, and
 * their widening uses everybody: hiding a place must not move them. A place's standing is read off the numbers shown.
 */
export function discloseFunnel(
  compared: readonly ComparedPlace[],
  { outcome, instrument, asOf, level, own, profileFor = profileOf }: Comparing,
): FunnelTable | null {
  const [first] = compared;
  if (first === undefined) return null;
  const table = outcome ?? instrument.id;
  const all = compared.map((each) => ({
    place: each.place,
    ...("points" in each ? (each.points[table] ?? nobody) : funnelPlace(each, { table, instrument, asOf, profileFor })),
  }));
  const counted = all.filter(({ n }) => n > 0);
  const chart = chartOf(
    funnel(counted.map(({ improved, n }) => ({ x: improved, n }))),
    counted.map(({ shown }) => shown.n),
    own,
  );
  const points = counted.map(({ place, shown }): FunnelPoint => {
    const { n, improved } = shown;
    const standing = chart === null || n.kind !== "value" || improved.kind !== "value" ? null : standingOf(n.value, improved.value, chart);
    return { name: level === "england" ? null : place.name, n, improved, standing };
  });
  const isShown = ({ n, improved }: FunnelPoint) => n.kind === "value" && improved.kind === "value";
  return {
    of: "places",
    level: first.place.level,
    points: level === "england" ? points.filter(isShown).toSorted(bySize) : points,
    hidden: points.filter((point) => !isShown(point)).length,
    chart,
  };
}

/**
 * A practice on its own page: the very point that the page's numbers give, within the range expected for its size. No other practice is there, and
 * the range is told by two numbers of England that stay for a month.
 */
export function discloseOwnPoint(table: Table, name: string, expected: ExpectedRange | undefined): FunnelTable {
  const [n, improved] = [shownCell(table, "n"), shareOf(table, "improved", "n")];
  const chart = expected === undefined ? null : withLineAt(n, chartAround(expected, twiceAs([n])), expected);
  const standing = chart === null || n.kind !== "value" || improved.kind !== "value" ? null : standingOf(n.value, improved.value, chart);
  const isShown = n.kind === "value" && improved.kind === "value";
  return { of: "own", level: "practice", points: [{ name, n, improved, standing }], hidden: isShown ? 0 : 1, chart };
}

/** The limits at the practice's very size are among those drawn, so that its table can tell them. */
function withLineAt(n: Shown, chart: Chart, expected: ExpectedRange): Chart {
  if (n.kind !== "value" || n.value === 0 || chart.lines.some((line) => line.n === n.value)) return chart;
  return { ...chart, lines: [...chart.lines, lineAt(n.value, expected)].toSorted((a, b) => a.n - b.n) };
}

/** Room to the right of the practice's own size: the range narrows there. */
function twiceAs(sizes: readonly Shown[]): readonly Shown[] {
  return sizes.map((n) => (n.kind === "value" ? { kind: "value", value: 2 * n.value } : n));
}

const nobody: FunnelPlace = { n: 0, improved: 0, shown: { n: missing, improved: missing } };

type Described = Pick<Comparing, "instrument" | "asOf" | "profileFor"> & {
  /** The table under whose name the generation may have hidden cells. */
  readonly table: string;
};
type CountedPlace = Extract<ComparedPlace, { readonly statistic: unknown }>;

function funnelPlace({ place, statistic, hidden }: CountedPlace, described: Described): FunnelPlace {
  const { instrument, asOf, table: name, profileFor = profileOf } = described;
  const counts = outcomeCounts(statistic, instrument.id, asOf);
  const { n, improved } = changeCounts(counts.pairs, instrument);
  const profile = { ...profileFor(place.level), also: hidden?.[name] };
  const table: Table = { ...outcomeCells(counts, instrument, profile), profile };
  return { n, improved, shown: { n: shownCell(table, "n"), improved: shareOf(table, "improved", "n") } };
}

/** What a place comes to in the funnel of each outcome: all that whoever compares it needs to know of it. Outcomes of which nobody has both scores are left out. */
export function funnelPlaces(
  place: CountedPlace,
  { asOf, registry }: { readonly asOf: string; readonly registry?: Registry | undefined },
): FunnelPlaces {
  const found = outcomes.map(
    (outcome) => [outcome, funnelPlace(place, { table: outcome, instrument: instrumentFor(outcome, registry), asOf })] as const,
  );
  return Object.fromEntries(found.filter(([, { n }]) => n > 0));
}

type ExpectedRange = ExpectedRanges[string];
type Chart = NonNullable<FunnelTable["chart"]>;

const gridSteps = 60;

function chartOf(found: ReturnType<typeof funnel>, sizes: readonly Shown[], own: Estimate): Chart | null {
  if ("reason" in found || own.kind !== "value") return null;
  return chartAround({ target: roundedTo(own.value / 100, 3), tau2: roundedTo(found.arcsine.tau2, 4) }, sizes);
}

function chartAround({ target, tau2 }: ExpectedRange, sizes: readonly Shown[]): Chart {
  const largest = Math.max(10, ...sizes.map((n) => (n.kind === "value" ? n.value : 0)));
  const smallest = 5;
  const at = (step: number) => roundedTo(smallest * (largest / smallest) ** (step / gridSteps), 2);
  const lines = Array.from({ length: gridSteps + 1 }, (_, step) => lineAt(at(step), { target, tau2 }));
  return { target: target * 100, tau2, lines };
}

function lineAt(n: number, around: { readonly target: number; readonly tau2: number }): FunnelLine {
  const limits = funnelLimitsAt(n, around);
  const percent = (limit: number) => roundedTo(limit * 100, 2);
  return {
    n,
    lower998: percent(limits.lower998),
    lower95: percent(limits.lower95),
    upper95: percent(limits.upper95),
    upper998: percent(limits.upper998),
  };
}

function standingOf(n: number, percent: number, { target, tau2 }: Chart): FunnelStanding {
  const limits = funnelLimitsAt(n, { target: target / 100, tau2 });
  const share = percent / 100;
  if (share > limits.upper998) return "above";
  if (share < limits.lower998) return "below";
  return share > limits.upper95 || share < limits.lower95 ? "between" : "within";
}

function bySize(a: FunnelPoint, b: FunnelPoint): number {
  const [sizeOf, shareIn] = [({ n }: FunnelPoint) => numberIn(n), ({ improved }: FunnelPoint) => numberIn(improved)];
  return sizeOf(a) - sizeOf(b) || shareIn(a) - shareIn(b);
}

function numberIn(shown: { readonly kind: string; readonly value?: number }): number {
  return shown.value ?? 0;
}

function roundedTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
