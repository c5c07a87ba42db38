import type { LoggerInterface } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { chartTheme } from "./chart-theme.ts";
import type { Drawing, Layout, Picture, Row } from "./drawing.ts";
import { type Lean, leanRuntime } from "./lean-runtime.ts";
import { rememberedCode } from "./remembered-code.ts";
import { useArialWidths } from "./text-metrics.ts";
import { tidySvg } from "./tidy-svg.ts";
import { parse, View } from "./vega.ts";

useArialWidths();

/** Draws one layout of a figure. The same drawing gives the same bytes anywhere. @throws {Error} on any Vega warning */
export async function drawPicture(drawing: Drawing, { id, layout }: { readonly id: string; readonly layout: Layout }): Promise<Picture> {
  const { runtime, names, positions } = await compiledTemplate(drawing, layout);
  const view = new View(runtime, { renderer: "none", logger: strictLogger(id), expr: rememberedCode });
  for (const [name, value] of Object.entries(drawing.params)) view.signal(name, value);
  for (const name of names) view.data(name, standing(drawing.datasets[name] ?? [], positions.get(name) ?? [], `${id}: ${name}`));
  await view.runAsync();
  const svg = await view.toSVG();
  view.finalize();
  return tidySvg(svg, `${id}-${layout}`);
}

/** The whole Vega-Lite specification of a drawing, as it is published: it opens in any Vega-Lite editor with theme and data. */
export function publishedSpec({ template, params, datasets }: Drawing, layout: Layout) {
  const named = Object.entries(params).map(([name, value]) => ({ name, value }));
  const config = chartTheme(layout === "narrow");
  return { $schema: "https://vega.github.io/schema/vega-lite/v6.json", ...template, params: named, config, datasets };
}

/** Copies of the rows, for Vega writes on them. Each has a place to stand: Vega would leave one without out and say nothing. */
function standing(rows: readonly Row[], positions: readonly string[], what: string): Row[] {
  const lacking = positions.find((position) => !rows.every((row) => row[position] != null && Number.isFinite(Number(row[position]))));
  if (lacking !== undefined) throw new Error(`drawing ${what} requires a number for ${lacking} in every row`);
  return rows.map((row) => ({ ...row }));
}

type Compiled = Lean & { readonly names: readonly string[] };
const compiled = new Map<string, Promise<Compiled>>();

async function compiledTemplate(drawing: Drawing, layout: Layout): Promise<Compiled> {
  const key = `${layout} ${JSON.stringify(drawing.template)}`;
  const known = compiled.get(key) ?? compileTemplate(drawing, layout);
  compiled.set(key, known);
  return known;
}

// Vega-Lite alone takes half the time of a picture, and the result depends on the template only: data are set on the view
async function compileTemplate({ template, params }: Drawing, layout: Layout): Promise<Compiled> {
  const { compile } = await import("vega-lite");
  const names = namedData(template);
  const datasets = Object.fromEntries(names.map((name) => [name, []]));
  const logger = strictLogger("a template");
  const spec = { ...publishedSpec({ template, params, datasets }, layout) } as unknown as TopLevelSpec;
  const { spec: vegaSpec } = compile(spec, { logger });
  return { ...leanRuntime(parse(vegaSpec, undefined, { logger } as never)), names };
}

function namedData(template: unknown): readonly string[] {
  const names = new Set<string>();
  JSON.stringify(template, (key, value: unknown) => {
    if (key === "data" && typeof value === "object" && value !== null && "name" in value) names.add(String(value.name));
    return value;
  });
  return [...names].sort();
}

/** Vega logs and draws on: an empty domain becomes a made-up axis. Here it stops. Vega calls these without `this`. */
function strictLogger(what: string): LoggerInterface {
  const refuse = (...parts: readonly unknown[]): never => {
    throw new Error(`drawing ${what} requires a specification without warnings: ${parts.map(String).join(" ")}`);
  };
  const logger = { level: () => logger, info: () => logger, debug: () => logger, warn: refuse, error: refuse };
  return logger as unknown as LoggerInterface;
}
