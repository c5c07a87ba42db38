/**
 * One meaning for each colour: blue is improvement, orange deterioration, grey neither (NHS England's convention for SPC charts);
 * referrer roles never use those. Every colour is repeated by a shape, a position, an edge or a label.
 */
export const palette = {
  text: "#212b32",
  secondary: "#4c6272",
  axis: "#768692",
  grid: "#d8dde0",
  white: "#ffffff",
  improved: "#005eb8",
  unchanged: "#d8dde0",
  unchangedEdge: "#768692",
  deteriorated: "#ed8b00",
  deterioratedEdge: "#8a4b00",
  mixed: "#aeb7bd",
  distribution: "#c3ccd2",
  volume: "#003087",
  ribbon: "#b5c6e2",
  pale: "#f0f4f5",
  nurse: "#330072",
  nursePale: "#efeaf5",
  nurseSoft: "#c9bddb",
  unclear: "#eef1f3",
  othersSoft: "#8f9ca5",
  target: "#d5281b",
} as const;

export const fontFamily = "Arial, Helvetica, sans-serif";
