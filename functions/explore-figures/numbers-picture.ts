import type { TopLevelSpec } from "vega-lite";
import type { FeedRecord } from "../../core/outcomes-feed.ts";
import { chosenOf, isOfEverybody, labelOf } from "./chosen-numbers.ts";

/** Under so many pixels, names stand above their marks and not beside them. */
const narrowBelow = 560;

/** The numbers of a measure as a picture of so many pixels' width, whose every mark can be pointed at; `null` where no number is shown. */
export function pictureOf(numbers: readonly FeedRecord[], measure: string, width: number): TopLevelSpec | null {
  const shown = chosenOf(numbers, measure).filter(({ value }) => value !== null);
  if (shown.length === 0) return null;
  const ofAll = isOfEverybody(measure);
  const isNarrow = width < narrowBelow;
  const unit = capital(shown[0]?.unit ?? "");
  const x = { field: "value", type: "quantitative", title: unit, axis: { tickCount: isNarrow ? 4 : 6 } } as const;
  const axis = isNarrow
    ? { labels: false, ticks: false, domain: false }
    : { labelLimit: 260, labelPadding: 8, ticks: false, domain: false };
  const withIntervals = shown.some(({ lower }) => lower !== null);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width,
    autosize: { type: "fit-x", contains: "padding" },
    height: shown.length * (isNarrow ? 52 : 32),
    data: { values: shown.map((one) => ({ ...one, label: labelOf(one, measure) })) },
    encoding: { y: { field: "label", type: "nominal", sort: null, title: null, axis }, tooltip: tooltipOf(unit, ofAll) },
    layer: [...(isNarrow ? [namesAbove(width)] : []), ...(withIntervals ? [intervals(x)] : []), { mark: points, encoding: { x } }],
    config: {
      view: { stroke: null },
      axis: { labelFontSize: 14, titleFontSize: 14, gridColor: "#d8dde0", titleFontWeight: "normal" },
      font,
    },
  };
}

const font = "Arial, Helvetica, sans-serif";

const points = { type: "circle", aria: false, size: 140, opacity: 1, color: "#005eb8" } as const;

function tooltipOf(unit: string, ofAll: boolean) {
  return [
    { field: "label", title: ofAll ? "Number" : "Group" },
    { field: "statistic", title: "What it is" },
    { field: "value", title: unit, format: ",.4~g" },
    { field: "lower", title: "95% interval from", format: ",.4~g" },
    { field: "upper", title: "to", format: ",.4~g" },
    { field: "status", title: "Standing" },
  ];
}

function namesAbove(width: number) {
  const mark = { type: "text", aria: false, align: "left", baseline: "bottom", dy: -10, fontSize: 14, limit: width, font } as const;
  return { mark, encoding: { text: { field: "label" }, x: { value: 0 } } };
}

function intervals(x: { readonly type: "quantitative"; readonly title: string }) {
  return {
    transform: [{ filter: "datum.lower !== null" }],
    mark: { type: "rule" as const, aria: false, strokeWidth: 3, color: "#768692" },
    encoding: { x: { ...x, field: "lower" }, x2: { field: "upper" } },
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
