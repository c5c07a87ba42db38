import type { Json } from "./drawing.ts";
import { fontFamily, palette } from "./palette.ts";

/** The Vega-Lite configuration of every figure; the narrow layout has smaller text, never smaller than 12 pixels. */
export function chartTheme(narrow: boolean): { readonly [key: string]: Json } {
  const size = narrow ? 12 : 14;
  return {
    aria: false,
    background: null,
    font: fontFamily,
    padding: { left: 2, right: narrow ? 3 : 4, top: 4, bottom: 2 },
    view: { stroke: null },
    axis: {
      labelFontSize: size,
      titleFontSize: size,
      titleFontWeight: "normal",
      labelColor: palette.text,
      titleColor: palette.secondary,
      titlePadding: 8,
      labelPadding: 5,
      domainColor: palette.axis,
      tickColor: palette.axis,
      gridColor: palette.grid,
      tickSize: 5,
      labelLimit: 0,
      titleLimit: 0,
    },
    axisY: { domain: false, ticks: false, titleAngle: 0, titleAlign: "left", titleAnchor: "start", titleY: -12, titleBaseline: "bottom" },
    axisX: { grid: false, labelFlush: false },
    legend: {
      labelFontSize: size,
      labelColor: palette.text,
      orient: "top",
      direction: "horizontal",
      labelLimit: 0,
      symbolSize: 150,
      columnPadding: 16,
      title: null,
      offset: 8,
    },
    mark: { aria: false },
    text: { font: fontFamily, fontSize: size, color: palette.text },
    line: { strokeWidth: 2 },
    point: { filled: true, size: 70, opacity: 1 },
    rule: { color: palette.axis },
    bar: { color: palette.improved },
  };
}
