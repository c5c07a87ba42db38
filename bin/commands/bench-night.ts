import type { BenchRow } from "./bench-core.ts";
import { type BenchService, benchReferrals } from "./night-bench/bench-referrals.ts";
import { dollarsOf } from "./night-bench/counted-calls.ts";
import {
  type Measured,
  type MeasuredNight,
  type MeasuredService,
  measuredService,
  type NightOptions,
} from "./night-bench/measured-service.ts";
import { nationalRows } from "./night-bench/national-night.ts";
import { peerRows } from "./night-bench/night-peers.ts";

/** About as many referrals to a practice-month as England's practices have: 15. */
const perPracticeMonth = 15;
const months = 24;

/** Nights over 10,000, 30,000 and 100,000 referrals (or as many as are asked for), the analyst's own way, and the national case. */
export async function benchNight({
  referrals,
  ...options
}: NightOptions & { readonly referrals?: number | undefined }): Promise<readonly BenchRow[]> {
  const sizes = referrals === undefined ? [10_000, 30_000, 100_000] : [referrals];
  const rows: BenchRow[] = [];
  let largest: Measured | null = null;
  for (const size of sizes) {
    const service = serviceOf(size, months);
    largest = await measured(service, options);
    rows.push(...nightRows(service, largest), ...(await peerRows(service, benchReferrals(service), largest.full.seconds)));
  }
  return largest === null ? rows : [...rows, ...nationalRows(largest)];
}

function serviceOf(referrals: number, over: number): BenchService {
  return { referrals, practices: Math.max(2, Math.round(referrals / (perPracticeMonth * over))), months: over };
}

async function measured(service: BenchService, options: NightOptions): Promise<Measured> {
  const under = await measuredService(service, options);
  try {
    const full = await under.night();
    const nothing = await under.night();
    await under.change(under.units.slice(0, 1));
    const one = await under.night();
    const changed = everyHundredth(under);
    await under.change(changed);
    const onePerCent = await under.night();
    await under.change(asManyTogether(under, changed.length));
    const gathered = await under.night();
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    return {
      units: under.units.length,
      practices: service.practices,
      changed: changed.length,
      full,
      one,
      onePerCent,
      gathered,
      nothing,
      megabytes,
    };
  } finally {
    await under.stop();
  }
}

function asManyTogether({ units }: MeasuredService, count: number) {
  return units.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)).slice(0, count);
}

function everyHundredth({ units }: MeasuredService) {
  return units.filter((_, at) => at % 100 === 0);
}

const thousands = (n: number) => n.toLocaleString("en-GB");

function nightRows({ referrals }: BenchService, measured: Measured): readonly BenchRow[] {
  const { units, changed, full, one, onePerCent, gathered, nothing, megabytes } = measured;
  const name = (what: string) => `${thousands(referrals)} referrals, ${what}`;
  const beside = "a night that makes everything anew";
  const seconds = ({ seconds: value }: MeasuredNight) => rounded(value);
  const ratio = (night: MeasuredNight) => night.seconds / full.seconds;
  const thin = `${changed} practice-months changed`;
  const together = "as many changed in as few practices as have them";
  return [
    { name: name(`all ${thousands(units)} practice-months`), value: seconds(full), unit: "s", ratio: 1, peer: beside },
    { name: name(thin), value: seconds(onePerCent), unit: "s", ratio: ratio(onePerCent), peer: beside },
    { name: name("nothing changed"), value: seconds(nothing), unit: "s", ratio: ratio(nothing), peer: beside },
    ...processorRows(name("everything anew"), full, { full, constant: null }),
    ...processorRows(name("one practice-month changed, the constant"), one, { full, constant: null }),
    ...processorRows(name(thin), onePerCent, { full, constant: one }),
    ...processorRows(name(together), gathered, { full, constant: one }),
    {
      ...{ name: name(`counting alone, ${thin}`), value: Number(onePerCent.counting.toFixed(2)), unit: "s" },
      ...{ ratio: (onePerCent.counting - nothing.counting) / full.counting, peer: "counting everything anew, less looking" },
    },
    ...stepRows(name, full, onePerCent),
    ...countedRows(name, measured),
    ...demandRows(name("everything anew"), full),
    ...demandRows(name(thin), onePerCent),
    ...demandRows(name("nothing changed"), nothing),
    { name: name("most memory of the measuring process, clients and all"), value: megabytes, unit: "MB", ratio: null, peer: "" },
  ];
}

type Beside = { readonly full: MeasuredNight; readonly constant: MeasuredNight | null };

/** Processor time against everything anew, the same without what any night costs, and how many of all published files had to become others. */
function processorRows(name: string, night: MeasuredNight, { full, constant }: Beside): readonly BenchRow[] {
  const peer = "a night that makes everything anew";
  const row = (what: string, processor: number, than: string): BenchRow => ({
    ...{ name: `${name}: ${what}`, value: rounded(processor), unit: "s", ratio: processor / full.processor, peer: than },
  });
  const { places, placesDrawn, files, filesChanged } = night.shown;
  return [
    row("processor time", night.processor, peer),
    ...(constant === null ? [] : [row("the same less the constant", night.processor - constant.processor, peer)]),
    { name: `${name}: places drawn`, value: placesDrawn, unit: "places", ratio: placesDrawn / places, peer: "all places" },
    { name: `${name}: files that show something else`, value: filesChanged, unit: "files", ratio: filesChanged / files, peer: "all files" },
    ...(constant === null || filesChanged === 0 ? [] : [fileRow(name, night, { full, constant })]),
  ];
}

/** What each file costs that truly had to become another: a night can change no fewer, however little else it does. */
function fileRow(name: string, night: MeasuredNight, { full, constant }: { full: MeasuredNight; constant: MeasuredNight }): BenchRow {
  const each = (night.processor - constant.processor) / night.shown.filesChanged;
  return {
    ...{ name: `${name}: the same for each file that shows something else`, value: Number((each * 1000).toFixed(1)), unit: "ms" },
    ...{ ratio: each / (full.processor / full.shown.files), peer: "a file of a night that makes everything anew" },
  };
}

const rounded = (seconds: number) => Number(seconds.toFixed(2));

/** What `hearten cost` goes by: see `core/cost/counted-night.ts`. */
function countedRows(name: (what: string) => string, { full, onePerCent, nothing, changed }: Measured): readonly BenchRow[] {
  const row = (what: string, value: number, unit: string): BenchRow => ({
    ...{ name: name(`counted for the cost: ${what}`), value: rounded(value), unit, ratio: null, peer: "" },
  });
  const drawing = ({ steps, shown }: MeasuredNight) =>
    (steps.find((step) => step.name === "render-pages")?.demand.objectWrites ?? 0) / Math.max(1, shown.placesDrawn);
  return [
    row("read for each practice-month that changed", (onePerCent.demand.readUnits - nothing.demand.readUnits) / changed, "read units"),
    row("objects for each place made anew", drawing(full), "calls that write"),
    row("objects for each place of which something changed", drawing(onePerCent), "calls that write"),
  ];
}

/** Processor time, because other programs are on the machine too. */
function stepRows(name: (what: string) => string, full: MeasuredNight, { steps }: MeasuredNight): readonly BenchRow[] {
  return steps.map(({ name: step, processor }, at) => {
    const whole = full.steps[at]?.processor ?? 0;
    const beside = `${rounded(whole)} s of processor time in a night that makes everything anew`;
    return {
      ...{ name: name(`${step}: processor time`), value: rounded(processor), unit: "s" },
      ...{ ratio: whole === 0 ? null : processor / whole, peer: beside },
    };
  });
}

function demandRows(name: string, { demand }: MeasuredNight): readonly BenchRow[] {
  const row = (what: string, value: number, unit: string): BenchRow => ({ name: `${name}: ${what}`, value, unit, ratio: null, peer: "" });
  return [
    row("read from tables", demand.readUnits, "read units"),
    row("written to tables", demand.writeUnits, "write units"),
    row("calls to tables", demand.tableCalls, "calls"),
    row("calls that write objects", demand.objectWrites, "calls"),
    row("at the prices of London", Number(dollarsOf(demand).toPrecision(3)), "$"),
  ];
}

/** The same practice-months changed, under histories of two, five and ten years: what grows is looking, not counting. */
export async function benchHistory(options: NightOptions): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  let first: MeasuredNight | null = null;
  for (const years of [2, 5, 10]) {
    const service = { referrals: 30 * 12 * years * 5, practices: 30, months: 12 * years };
    const under = await measuredService(service, options);
    try {
      await under.night();
      await under.change(under.units.slice(-7));
      const night = await under.night();
      first ??= night;
      const name = `seven practice-months changed under ${years} years of history`;
      const peer = "the same change under two years";
      const beside = (value: number, before: number, unit: string) => ({
        value: Number(value.toFixed(2)),
        unit,
        ratio: value / before,
        peer,
      });
      rows.push({ name: `${name}: processor time`, ...beside(night.processor, first.processor, "s") });
      rows.push({ name: `${name}: read from tables`, ...beside(night.demand.readUnits, first.demand.readUnits, "read units") });
      rows.push({ name: `${name}: written to tables`, ...beside(night.demand.writeUnits, first.demand.writeUnits, "write units") });
    } finally {
      await under.stop();
    }
  }
  return rows;
}
