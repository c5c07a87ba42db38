// Vega's parts have no types of their own: what is used of them is typed by the package that brings them together.
declare module "vega-dataflow" {
  export const transforms: Record<string, unknown>;
}
declare module "vega-encode" {}
declare module "vega-parser" {
  export { parse } from "vega";
}
declare module "vega-runtime" {
  /** Makes a function of an expression; without a view it is bound to none. */
  export type CodeMaker = (view: { readonly functions: object } | null, expression: object) => (...values: never[]) => unknown;
  type Code = Readonly<Record<"operator" | "parameter" | "event" | "handler" | "encode", CodeMaker>>;
  export function context(dataflow: object, transforms: object, functions: null): { readonly expr: Code };
}
declare module "vega-scenegraph" {
  export const textMetrics: { width(item: object, text?: unknown): number };
}
declare module "vega-transforms" {}
declare module "vega-view" {
  export { View } from "vega";
}
declare module "vega-view-transforms" {}
