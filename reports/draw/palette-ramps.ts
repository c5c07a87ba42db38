/** Four steps of each meaning for heat maps, pale to strong; dark text is readable on every one. */
export const ramps = {
  improved: ["#e3edf7", "#bcd5ec", "#93bbe0", "#6ba3d6"],
  unchanged: ["#eef1f3", "#d8dde0", "#c3ccd2", "#aeb7bd"],
  deteriorated: ["#fdf0da", "#fbd99c", "#f4b44f", "#ed8b00"],
} as const;

/** The step of a ramp for a share of a row, 0 to 100 per cent. */
export function rampStep(percent: number): 0 | 1 | 2 | 3 {
  if (percent < 10) return 0;
  if (percent < 25) return 1;
  return percent < 40 ? 2 : 3;
}
