import type { Json } from "../draw/drawing.ts";

type Spec = { readonly [key: string]: Json };

/** A layer of one mark over one named data set. */
export function layer(data: string, mark: Spec, encoding: Spec): Spec {
  return { data: { name: data }, mark, encoding };
}

/** A channel in pixels: the scale is the identity over the drawing's own size, without an axis. */
export function pixels(field: string, size: number, reverse = false): Spec {
  return { field, type: "quantitative", scale: { domain: [0, size], nice: false, zero: false, reverse }, axis: null };
}

/** Text in the given field, at x and y in pixels. */
export function textLayer(data: string, mark: Spec, at: { readonly x: Spec; readonly y: Spec; readonly color?: Spec }): Spec {
  return layer(data, { type: "text", ...mark }, { ...at, text: { field: "t" } });
}
