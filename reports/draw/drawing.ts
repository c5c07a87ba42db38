/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One row of a drawing's data. */
export type Row = { readonly [field: string]: string | number | boolean | null };

/**
 * A picture before it is drawn: a Vega-Lite template that names its data, and the data. Everything that differs from place to place
 * is data or a parameter, so one template is compiled once and drawn thousands of times.
 */
export type Drawing = {
  readonly template: { readonly [key: string]: Json };
  /** Values of the template's own parameters: where axes begin and end, which ticks they have. */
  readonly params: { readonly [name: string]: Json };
  readonly datasets: { readonly [name: string]: readonly Row[] };
};

/** The two layouts of a figure: about 720 and about 340 pixels wide. */
export type Layout = "wide" | "narrow";

/** An SVG and its size in pixels. */
export type Picture = { readonly svg: string; readonly width: number; readonly height: number };
