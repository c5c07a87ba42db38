import { gzipSync } from "node:zlib";
import type { PlaceReport } from "../../core/place-report.ts";
import { drawPicture } from "../../reports/draw/draw-picture.ts";
import type { Drawing, Layout } from "../../reports/draw/drawing.ts";
import { placeFolder } from "../../reports/html/page-shell.ts";
import { outcomeSections } from "../../reports/outcome-sections.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { siteFiles } from "../../reports/site-files.ts";
import type { BenchRow } from "./bench-core.ts";
import { drawEachTime } from "./reports-bench/each-time.ts";
import { firstFigureMs } from "./reports-bench/first-figure.ts";
import { firstPages } from "./reports-bench/first-page.ts";
import { observableSeconds } from "./reports-bench/observable-pages.ts";
import { simulatedReports } from "./reports-bench/simulated-reports.ts";

/** How large a run: practices simulated, pages built by the peer, places of the generation that is read, and whether a browser is asked. */
export type ReportsSize = {
  readonly practices: number;
  readonly referrals: number;
  readonly pages: number;
  readonly places: number;
  readonly browser: boolean;
};

/** As many places as the country has: practices, PCNs, ICBs and England. */
const nationalPlaces = 7_593;
const usual: ReportsSize = { practices: 60, referrals: 12_000, pages: 1_000, places: nationalPlaces, browser: true };
const filesOfPlace = 60;
const figuresToAPage = 5;
const comparedFigures = 150;
const goldenSection = (Math.sqrt(5) - 1) / 2;
const compressedLimit = 90 * 1024;

/** A figure's two layouts. */
type Pair = Readonly<Record<Layout, Drawing>>;

/** Figures and pages from a simulated service: time, weight and memory, beside compiling each figure anew and beside another maker of static pages. */
export async function benchReports(size: ReportsSize = usual): Promise<readonly BenchRow[]> {
  const { england, practices } = simulatedReports(size.practices, size.referrals);
  const reports = [england, ...practices];
  const pairs = reports.flatMap(pairsOf);
  const times = await figureTimes(pairs);
  return [
    ...figureRows(times),
    ...(await pageRows(england, practices, { warmMs: median(times.warm), pages: size.pages })),
    ...(await readerRows(size.places)),
    ...(size.browser ? await browserRows(england) : []),
    { name: "memory at its highest", value: Math.round(process.resourceUsage().maxRSS / 1024), unit: "MB", ratio: null, peer: "" },
  ];
}

/** The same figures in turn as they are drawn and as everybody draws them, so that what else the machine does slows both. */
async function figureTimes(pairs: readonly Pair[]): Promise<Times> {
  const times: Record<keyof Times, number[]> = { cold: [], warm: [], eachTime: [] };
  for (const pair of coldPairs(pairs)) times.cold.push(await timeOf(() => drawBoth(pair)));
  for (const pair of pairs) await drawBoth(pair);
  for (const pair of spreadOver(pairs)) {
    times.warm.push(await timeOf(() => drawBoth(pair)));
    times.eachTime.push(await timeOf(() => drawBothEachTime(pair)));
  }
  return times;
}

/** Enough of the figures to compare with, of every place and kind: in strides of the golden section, which falls in with no order of figures. */
function spreadOver(pairs: readonly Pair[]): readonly Pair[] {
  const strides = Array.from({ length: Math.min(comparedFigures, pairs.length) }, (_, at) => (at * goldenSection) % 1);
  return strides.flatMap((share) => pairs[Math.floor(share * pairs.length)] ?? []);
}

function pairsOf(place: PlaceReport): readonly Pair[] {
  return place.outcomes.flatMap((outcome) =>
    outcomeSections.flatMap(({ make }) => {
      const picture = make(outcome, place)?.picture;
      return picture === undefined || "empty" in picture ? [] : [picture];
    }),
  );
}

/** The first figure of each template: what a process that has drawn nothing has to do. */
function coldPairs(pairs: readonly Pair[]): readonly Pair[] {
  return [...new Map(pairs.map((pair) => [JSON.stringify([pair.wide.template, pair.narrow.template]), pair])).values()];
}

async function drawBoth({ wide, narrow }: Pair): Promise<void> {
  await drawPicture(wide, { id: "bench", layout: "wide" });
  await drawPicture(narrow, { id: "bench", layout: "narrow" });
}

async function drawBothEachTime({ wide, narrow }: Pair): Promise<void> {
  await drawEachTime(wide, "wide");
  await drawEachTime(narrow, "narrow");
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

type Times = Readonly<Record<"cold" | "warm" | "eachTime", readonly number[]>>;

function figureRows({ cold, warm, eachTime }: Times): readonly BenchRow[] {
  const peer = "compiling and parsing each time";
  const row = (name: string, times: readonly number[], share: number, beside: readonly number[]) => ({
    name,
    value: Number(quantile(times, share).toFixed(1)),
    unit: "ms",
    ratio: quantile(times, share) / quantile(beside, share),
    peer,
  });
  return [
    row("a figure in both widths, warm, p50", warm, 0.5, eachTime),
    row("a figure in both widths, warm, p95", warm, 0.95, eachTime),
    row("a figure in both widths, cold, p50", cold, 0.5, eachTime),
    row("a figure in both widths, cold, p95", cold, 0.95, eachTime),
    { ...row("the same compiled and parsed each time, p50", eachTime, 0.5, eachTime), ratio: 1 },
  ];
}

type Pace = { readonly warmMs: number; readonly pages: number };

/** Whole places drawn one after another on one core, what their pages weigh, and the processor time that a thousand pages of five figures come to. */
async function pageRows(england: PlaceReport, practices: readonly PlaceReport[], { warmMs, pages }: Pace): Promise<readonly BenchRow[]> {
  const before = process.cpuUsage();
  const drawn = [];
  for (const report of practices) drawn.push(await renderPlace(report));
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1_000_000;
  const html = [...drawn, await renderPlace(england)].flat().filter(({ path }) => path.endsWith(".html"));
  const figures = practices.flatMap(pairsOf).length;
  const besideFigures = Math.max(0, seconds - (figures * warmMs) / 1000) / drawn.flat().filter(({ path }) => path.endsWith(".html")).length;
  const thousand = pages * (besideFigures + (figuresToAPage * warmMs) / 1000);
  const observable = observableSeconds(pages);
  const weights = html.map(({ body }) => gzipSync(body).length);
  const heaviest = Math.max(...weights);
  return [
    {
      name: "pages drawn a second of processor time",
      value: Number((html.length / seconds).toFixed(1)),
      unit: "pages/s",
      ratio: null,
      peer: "",
    },
    {
      name: `${pages} pages of ${figuresToAPage} figures in two widths`,
      value: Number(thousand.toFixed(1)),
      unit: "CPU s",
      ratio: observable === null ? null : thousand / observable,
      peer: observable === null ? "Observable Framework is not installed" : "Observable Framework, as many pages without a figure",
    },
    {
      name: "the heaviest page, compressed",
      value: Math.round(heaviest / 1024),
      unit: "KB",
      ratio: heaviest / compressedLimit,
      peer: "the limit of 90 KB",
    },
    { name: "a page, compressed, p50", value: Math.round(quantile(weights, 0.5) / 1024), unit: "KB", ratio: null, peer: "" },
  ];
}

/** The first page that a cold reader of the country hands out: by the index of its generation, beside the manifest. */
async function readerRows(places: number): Promise<readonly BenchRow[]> {
  const { index, manifest } = await firstPages({ places, files: filesOfPlace });
  const name = `the first page read of ${places} places`;
  const peer = "by the manifest, as before there was an index";
  return [
    { name: `${name}, processor time`, value: index.processorMs, unit: "ms", ratio: index.processorMs / manifest.processorMs, peer },
    { name: `${name}, memory added`, value: index.memoryMb, unit: "MB", ratio: index.memoryMb / manifest.memoryMb, peer },
  ];
}

async function browserRows(england: PlaceReport): Promise<readonly BenchRow[]> {
  const folder = placeFolder(england.place);
  const files = [...siteFiles(), ...(await renderPlace(england)).map((file) => ({ ...file, path: `${folder}/${file.path}` }))];
  const first = england.outcomes[0]?.outcome ?? "anxiety";
  const times = [];
  for (let run = 0; run < 3; run++) times.push(await firstFigureMs(files, `${folder}/${first}/index.html`));
  const measured = times.filter((time) => time !== null);
  const name = "the first figure on slow 4G, processor four times as slow";
  return measured.length === 0
    ? [{ name, value: 0, unit: "ms", ratio: null, peer: "Chromium is not installed" }]
    : [{ name, value: median(measured), unit: "ms", ratio: median(measured) / 1500, peer: "the limit of 1.5 s" }];
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
