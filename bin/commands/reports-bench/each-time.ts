import { compile, type TopLevelSpec } from "vega-lite";
import { publishedSpec } from "../../../reports/draw/draw-picture.ts";
import type { Drawing, Layout } from "../../../reports/draw/drawing.ts";
import { parse, View } from "../../../reports/draw/vega.ts";

/** The peer: one layout of a figure as everybody draws it with Vega-Lite, compiled and parsed each time. */
export async function drawEachTime(drawing: Drawing, layout: Layout): Promise<string> {
  const { spec } = compile(publishedSpec(drawing, layout) as unknown as TopLevelSpec);
  const view = new View(parse(spec), { renderer: "none" });
  await view.runAsync();
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
