/**
 * What published numbers, pictures and pages hang on, as it is pinned: a test holds the list to what is installed and to every package that `core` and
 * `reports` import. The statistics themselves are this project's own code.
 */
export const madeWith = {
  node: "24",
  zod: "4.6.7",
  vega: "6.4.0",
  "vega-lite": "6.5.0",
  "vega-dataflow": "6.1.3",
  "vega-encode": "5.2.2",
  "vega-parser": "7.1.3",
  "vega-runtime": "7.1.3",
  "vega-scenegraph": "5.3.0",
  "vega-transforms": "5.2.2",
  "vega-view": "6.2.0",
  "vega-view-transforms": "5.2.2",
  fflate: "0.8.3",
  "nhsuk-frontend": "10.6.1",
} as const;
