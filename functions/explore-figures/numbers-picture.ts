import type { TopLevelSpec } from "vega-lite";
import type { FeedRecord } from "../../core/outcomes-feed.ts";

/** What of a figure can be looked at: one statistic across its groups, or everything said of everybody in one unit. */
export function measuresOf(numbers: readonly FeedRecord[]): readonly (readonly [value: string, text: string])[] {
  const across = new Set(numbers.flatMap(({ group, statistic }) => (group === "all" ? [] : [statistic])));
  const units = new Set(numbers.flatMap(({ group, unit }) => (group === "all" ? [unit] : [])));
  return [
    ...[...across].map((statistic) => [`across ${statistic}`, `${capital(statistic)}, by group`] as const),
    ...[...units].map((unit) => [`all ${unit}`, `Everybody, in ${unit}`] as const),
  ];
}

/** The numbers of a measure as a picture whose every mark can be pointed at, and what there is to say of it; no picture where no number is shown. */
export function pictureOf(numbers: readonly FeedRecord[], measure: string): { readonly spec: TopLevelSpec | null; readonly words: string } {
  const chosen = numbers.filter(({ group, statistic, unit }) =>
    group === "all" ? measure === `all ${unit}` : measure === `across ${statistic}`,
  );
  const shown = chosen.filter(({ value }) => value !== null);
  const words = wordsOf(chosen.length, chosen.length - shown.length);
  return shown.length === 0 ? { spec: null, words } : { spec: { ...specOf(shown, measure.startsWith("all ")), description: words }, words };
}

function wordsOf(all: number, hidden: number): string {
  const those = hidden === 0 ? "" : ` ${hidden === 1 ? "One is" : `${hidden} are`} not shown here: the page says why.`;
  return `${all} ${all === 1 ? "number" : "numbers"}.${those}`;
}

function specOf(shown: readonly FeedRecord[], isOfEverybody: boolean): TopLevelSpec {
  const values = shown.map((one) => ({ ...one, label: isOfEverybody ? one.statistic : one.group }));
  const y = { field: "label", type: "nominal", sort: null, title: null, axis: { labelLimit: 260, ticks: false, domain: false } } as const;
  const x = { field: "value", type: "quantitative", title: capital(shown[0]?.unit ?? ""), axis: { tickCount: 6 } } as const;
  const tooltip = [
    { field: "label", title: isOfEverybody ? "Number" : "Group" },
    { field: "statistic", title: "What it is" },
    { field: "value", title: capital(shown[0]?.unit ?? ""), format: ",.4~g" },
    { field: "lower", title: "95% interval from", format: ",.4~g" },
    { field: "upper", title: "to", format: ",.4~g" },
    { field: "status", title: "Standing" },
  ];
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: 480,
    height: { step: 30 },
    data: { values },
    encoding: { y, tooltip },
    layer: [...(shown.some(({ lower }) => lower !== null) ? [intervals(x)] : []), { mark: points, encoding: { x } }],
    config: { view: { stroke: null }, axis: { labelFontSize: 14, titleFontSize: 14, gridColor: "#d8dde0" }, font: "Arial" },
  };
}

const points = { type: "circle", aria: false, size: 140, opacity: 1, color: "#005eb8" } as const;

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
