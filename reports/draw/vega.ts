import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import * as data from "vega-transforms";
import * as view from "vega-view-transforms";

export { parse } from "vega-parser";
export { textMetrics } from "vega-scenegraph";
export { View } from "vega-view";

// Vega without maps, trees, forces, word clouds and regressions, which no figure uses: the package `vega` brings all of them.
Object.assign(transforms, data, view, encode);
