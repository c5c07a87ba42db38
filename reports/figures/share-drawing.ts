import type { OutcomeReport } from "../../core/place-report.ts";
import type { Drawing, Json, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { textWidth } from "../draw/text-metrics.ts";
import { capital } from "../words/capital.ts";
import { classWords, namedClasses } from "../words/construct-words.ts";
import { countText, numberOf, percentText, shownText } from "../words/numbers.ts";
import { shareLabels } from "../words/share-words.ts";
import { layer, textLayer } from "./encode.ts";
import type { ShareRow } from "./share-rows.ts";

const sizes = {
  wide: { width: 498, step: 42, bar: 29, above: 0, text: 14 },
  narrow: { width: 330, step: 58, bar: 25, above: 24, text: 12 },
} as const;

/** Deterioration left of one zero, improvement right of it, no change last and pale: both important lengths start at the same line. */
export function shareDrawing(report: OutcomeReport, rows: readonly ShareRow[], layout: Layout): Drawing {
  const { step, bar, above, width, text } = sizes[layout];
  const placed = rows.map((row, index) => ({ ...row, index, y: index * step + above + (step - above - bar) / 2 }));
  const left = Math.max(4, ...rows.map(({ deteriorated }) => numberOf(deteriorated) ?? 0));
  const roomForLabel = ((textWidth("00%", text, true) + 10) / width) * (100 + left);
  const perPoint = width / (100 + left + roomForLabel);
  const middle = (y: number) => y + bar / 2;
  // an interval that would begin in its own number lies below it
  const isUnderNumber = (row: ShareRow) =>
    row.improved.kind === "value" && row.improved.lower * perPoint < textWidth(percentText(row.improved.value), text, true) + roomInBar;
  const interval = (row: PlacedRow) => ({ ...limits(row.improved), y: isUnderNumber(row) ? row.y + bar - 4 : middle(row.y) });
  const drawn = placed.filter(({ improved }) => improved.kind === "value");
  const worse = placed.filter(({ deteriorated }) => deteriorated.kind === "value");
  const pieces = placed.flatMap((row) =>
    piecesOf(row, report).map((piece) => ({ ...piece, y: row.y, y2: row.y + bar, o: row.unreliable ? 0.35 : 1 })),
  );
  return {
    template: shareTemplate(rows.length, report.reliable.threshold !== null, layout),
    params: { shareFrom: -(left + roomForLabel) },
    datasets: {
      pieces,
      rest: placed.flatMap((row) => restOf(row).map((rest) => ({ ...rest, y: row.y, y2: row.y + bar }))),
      casing: drawn.map(interval),
      whiskers: drawn.map(interval),
      zero: drawn.map(({ y }) => ({ x: 0, y: y - 3, y2: y + bar + 3 })),
      improvedText: drawn.map(({ improved, unreliable, y }) => ({
        x: 0,
        y: middle(y),
        t: shownText(improved, percentText),
        c: unreliable ? palette.text : palette.white,
      })),
      worseText: worse.map(({ deteriorated, y }) => ({
        x: -(numberOf(deteriorated) ?? 0),
        y: middle(y),
        t: shownText(deteriorated, percentText),
      })),
      restText: drawn.flatMap((row) => restText(row, (points) => points * perPoint, text).map((rest) => ({ ...rest, y: middle(row.y) }))),
      confidential: placed.flatMap((row) => confidentialText(row, { text, perPoint }).map((note) => ({ ...note, y: middle(row.y) }))),
      ...labelsOf(placed, layout),
      people: layout === "wide" ? placed.map(({ n, y }) => ({ y: middle(y), t: shownText(n, countText) })) : [],
      peopleTitle: layout === "wide" ? [{ y: -6, t: shareLabels.people }] : [],
    },
  };
}

/** What stands left and right of a number in its bar. */
const roomInBar = 9;

type PlacedRow = ShareRow & { readonly y: number };

function labelsOf(placed: readonly PlacedRow[], layout: Layout): { readonly [name: string]: readonly Row[] } {
  const labels = placed.map(({ label, n, y }) => ({
    y: layout === "wide" ? y + sizes.wide.bar / 2 : y - 8,
    t: layout === "wide" ? label : shareLabels.count(label, shownText(n, countText)),
  }));
  return { firstLabel: labels.slice(0, 1), labels: labels.slice(1) };
}

/** The share that did not change, at the end of its piece, where the interval leaves room for it. */
function restText({ unchanged, improved }: ShareRow, pixels: (points: number) => number, size: number): readonly Row[] {
  if (unchanged.kind !== "value" || improved.kind !== "value") return [];
  const end = improved.value + unchanged.value;
  const from = Math.max(improved.value, improved.upper);
  const t = percentText(unchanged.value);
  return pixels(end - from) > textWidth(t, size) + roomInBar ? [{ x: end, t }] : [];
}

function limits(improved: ShareRow["improved"]): Row {
  return improved.kind === "value" ? { x: improved.lower, x2: improved.upper } : {};
}

function piecesOf({ improved, unchanged, deteriorated }: ShareRow, report: OutcomeReport): readonly Row[] {
  const words = classWords(report);
  const [better, same, worse] = [numberOf(improved), numberOf(unchanged), numberOf(deteriorated)];
  return [
    ...(worse === null ? [] : [{ cls: capital(words.deteriorated), x: -worse, x2: 0 }]),
    ...(better === null ? [] : [{ cls: capital(words.improved), x: 0, x2: better }]),
    ...(better === null || same === null ? [] : [{ cls: capital(words.unchanged), x: better, x2: Math.min(100, better + same) }]),
  ];
}

/** The outline of what is there but confidential. */
function restOf({ improved, unchanged }: ShareRow): readonly Row[] {
  return improved.kind === "value" && unchanged.kind !== "value" ? [{ x: improved.value, x2: 100 }] : [];
}

type Room = { readonly text: number; readonly perPoint: number };

/** As many words as there is room for between the whisker and the end. */
function confidentialText({ improved, unchanged }: ShareRow, { text, perPoint }: Room): readonly Row[] {
  if (improved.kind !== "value") return [{ x: 0, t: shareLabels.confidential }];
  if (unchanged.kind === "value") return [];
  const x = Math.max(improved.value, improved.upper);
  const fitting = [shareLabels.rest, "[c]"].find((words) => textWidth(words, text) + 14 <= (100 - x) * perPoint);
  return fitting === undefined ? [] : [{ x, t: fitting }];
}

type Channel = { readonly [key: string]: Json };

function shareTemplate(rows: number, isReliable: boolean, layout: Layout) {
  const { width, step, text } = sizes[layout];
  const height = rows * step;
  const names = (isReliable ? namedClasses.reliable : namedClasses.any).map(capital);
  const legend = { symbolType: "square", columns: layout === "wide" ? 3 : 1, rowPadding: 3, offset: layout === "wide" ? 12 : 16 };
  const colour = (range: readonly string[]) => ({ field: "cls", type: "nominal", scale: { domain: names, range }, legend });
  const x: Channel = {
    field: "x",
    type: "quantitative",
    scale: { domain: [{ expr: "shareFrom" }, 100], nice: false, zero: false },
    axis: null,
  };
  const y: Channel = {
    field: "y",
    type: "quantitative",
    scale: { domain: [0, height], reverse: true, nice: false, zero: false },
    axis: null,
  };
  const raw = (field: string, type = "nominal") => ({ field, type, scale: null, legend: null });
  const corners = { x, x2: { field: "x2" }, y, y2: { field: "y2" } };
  const bold = { baseline: "middle", fontWeight: "bold", fontSize: text };
  const plain = { baseline: "middle", fontSize: text };
  return {
    width,
    height,
    layer: [
      layer(
        "pieces",
        { type: "rect", strokeWidth: 1 },
        {
          ...corners,
          fill: colour([palette.deteriorated, palette.improved, palette.unchanged]),
          stroke: colour([palette.deterioratedEdge, palette.improved, palette.unchangedEdge]),
          fillOpacity: raw("o", "quantitative"),
        },
      ),
      layer("rest", { type: "rect", filled: false, fillOpacity: 0, stroke: palette.axis, strokeDash: [3, 3], strokeWidth: 1 }, corners),
      layer("casing", { type: "rule", strokeWidth: 5, color: palette.white }, { x, x2: { field: "x2" }, y }),
      layer("whiskers", { type: "rule", strokeWidth: 2, color: palette.text }, { x, x2: { field: "x2" }, y }),
      layer("zero", { type: "rule", strokeWidth: 2, color: palette.text }, { x, y, y2: { field: "y2" } }),
      textLayer("improvedText", { ...bold, align: "left", dx: 6 }, { x, y, color: raw("c") }),
      textLayer("worseText", { ...bold, align: "right", dx: -5, color: palette.deterioratedEdge }, { x, y }),
      textLayer("restText", { ...plain, align: "right", dx: -6 }, { x, y }),
      textLayer("confidential", { ...plain, align: "left", dx: 8, color: palette.secondary, fontStyle: "italic" }, { x, y }),
      ...labelLayers(layout, y),
    ],
  };
}

function labelLayers(layout: Layout, y: Channel) {
  const { width, text } = sizes[layout];
  const label = { align: "left", fontSize: text, baseline: layout === "wide" ? "middle" : "alphabetic" };
  const right = { align: "right", fontSize: text, color: palette.secondary };
  const at = { x: { value: layout === "wide" ? -150 : 0 }, y };
  return [
    textLayer("firstLabel", { ...label, fontWeight: "bold" }, at),
    textLayer("labels", label, at),
    textLayer("people", { ...right, baseline: "middle" }, { x: { value: width + 56 }, y }),
    textLayer("peopleTitle", { ...right, fontSize: 13, baseline: "bottom" }, { x: { value: width + 56 }, y }),
  ];
}
