import type { EvaluationReport } from "../../core/evaluation-report.ts";
import type { PlaceReport } from "../../core/place-report.ts";
import type { Drawing, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import {
  balanceLabels,
  bandName,
  comparisonEmpty,
  howToReadOverlap,
  isCounted,
  overlapAlt,
  overlapColumns,
  overlapEmpty,
  overlapNotes,
  overlapSubtitle,
  overlapTitle,
} from "../words/balance-words.ts";
import { periodText } from "../words/construct-words.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { countText, numberOf, percentText, shownText } from "../words/numbers.ts";
import { statisticNames } from "../words/statistic-names.ts";
import { axisTicks } from "./axis-ticks.ts";
import type { ComparedOutcome } from "./balance-figure.ts";
import { layer, pixels, textLayer } from "./encode.ts";
import type { DataRecord, Figure } from "./figure.ts";

/** First scores of both groups side by side, band by band: where one group has nobody, nobody can be compared. */
export function overlapFigure(evaluation: EvaluationReport, report: ComparedOutcome, place: PlaceReport): Figure {
  const { bands } = report.comparison;
  const subtitle = overlapSubtitle(report, periodText(place.period));
  const shown = bands.filter(({ treatedPercent, othersPercent }) => numberOf(treatedPercent) !== null && numberOf(othersPercent) !== null);
  const isDrawn = isCounted(evaluation) && shown.length > 1;
  return {
    id: "overlap",
    label: evaluation.label,
    title: overlapTitle(report),
    subtitle,
    how: howToReadOverlap,
    notes: [...overlapNotes, disclosureText(place)],
    alt: overlapAlt(report),
    tables:
      bands.length === 0
        ? []
        : [
            {
              caption: subtitle,
              columns: overlapColumns.map((label, index) => ({ label, numeric: index > 0 })),
              rows: bands.map((band) => [
                bandName(band),
                shownText(band.treated, countText),
                shownText(band.treatedPercent, percentText),
                shownText(band.others, countText),
                shownText(band.othersPercent, percentText),
              ]),
            },
          ],
    records: bands.flatMap((band): readonly DataRecord[] => [
      { group: band.label, statistic: statisticNames.nurseReferrals, unit: "people", value: band.treated },
      { group: band.label, statistic: statisticNames.otherReferrals, unit: "people", value: band.others },
    ]),
    picture: isDrawn
      ? { wide: drawing(bands, "wide"), narrow: drawing(bands, "narrow") }
      : { empty: bands.length === 0 ? overlapEmpty : comparisonEmpty(evaluation) },
  };
}

const sizes = {
  wide: { labels: 190, width: 420, step: 58, bar: 18, text: 14 },
  narrow: { labels: 0, width: 292, step: 66, bar: 15, text: 12 },
} as const;

type Bands = ComparedOutcome["comparison"]["bands"];

function drawing(bands: Bands, layout: Layout): Drawing {
  const { labels, width, step, bar, text } = sizes[layout];
  const height = bands.length * step;
  const drop = layout === "narrow" ? 18 : 6;
  const rows = bands.flatMap((band, index) => [
    { arm: "treated", shown: band.treatedPercent, y: index * step + drop },
    { arm: "others", shown: band.othersPercent, y: index * step + drop + bar + 3 },
  ]);
  const top = Math.max(10, ...rows.map(({ shown }) => numberOf(shown) ?? 0));
  const end = Math.ceil(top / 10) * 10;
  const at = (percent: number) => (percent / end) * (width - 44);
  const boxes = (arm: string): readonly Row[] =>
    rows.flatMap(({ arm: own, shown, y }) =>
      own === arm && shown.kind === "value" ? [{ x: 0, x2: at(shown.value), y, y2: y + bar }] : [],
    );
  const names = { treated: balanceLabels.treated, others: balanceLabels.others };
  const textOf = (wanted: boolean): readonly Row[] =>
    rows
      .filter(({ shown }) => (shown.kind === "value") === wanted)
      .map(({ arm, shown, y }, index) => ({
        x: at(numberOf(shown) ?? 0) + 6,
        y: y + bar / 2,
        t:
          index < 2 && wanted
            ? `${shownText(shown, percentText)} ${names[arm as keyof typeof names].toLowerCase()}`
            : shownText(shown, percentText),
      }));
  const ticks = axisTicks({ from: 0, to: end }, layout === "wide" ? 7 : 5, [5, 10, 20, 25, 50]);
  const labelY = (index: number) => index * step + (layout === "narrow" ? 8 : drop + bar + 1);
  return {
    template: template(height, layout),
    params: {},
    datasets: {
      grid: ticks.map((tick) => ({ x: at(tick), y: 0, y2: height })),
      treated: boxes("treated"),
      others: boxes("others"),
      labels: bands.map((band, index) => ({ x: -labels, y: labelY(index), t: bandName(band) })),
      numbers: textOf(true),
      signs: textOf(false),
      ticks: ticks.map((tick) => ({ x: at(tick), y: height + text + 4, t: percentText(tick) })),
    },
  };
}

function template(height: number, layout: Layout) {
  const { width, text } = sizes[layout];
  const [x, y] = [pixels("x", width), pixels("y", height, true)];
  const at = { x, y };
  const box = { x, x2: { field: "x2" }, y, y2: { field: "y2" } };
  const label = { align: "left", baseline: "middle", fontSize: text };
  return {
    width,
    height,
    layer: [
      layer("grid", { type: "rule", color: palette.grid, strokeWidth: 1 }, { x, y, y2: { field: "y2" } }),
      layer("treated", { type: "rect", color: palette.nurse }, box),
      layer("others", { type: "rect", color: palette.othersSoft, stroke: palette.axis, strokeWidth: 1 }, box),
      textLayer("labels", label, at),
      textLayer("numbers", label, at),
      textLayer("signs", { ...label, fontStyle: "italic", color: palette.secondary }, at),
      textLayer("ticks", { align: "center", baseline: "alphabetic", fontSize: text }, at),
    ],
  };
}
