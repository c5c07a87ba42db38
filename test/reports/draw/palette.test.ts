import { describe, expect, it } from "vitest";
import { palette } from "../../../reports/draw/palette.ts";
import { ramps } from "../../../reports/draw/palette-ramps.ts";

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const { text, secondary, white, axis, improved, unchanged, unchangedEdge, deterioratedEdge, mixed, distribution, volume, ribbon } = palette;

describe("the palette", () => {
  it("has text that can be read on everything it stands on: 4.5 to 1", () => {
    const pairs = [
      [text, white],
      [secondary, white],
      [improved, white],
      [deterioratedEdge, white],
      [white, improved],
      [white, volume],
      [text, unchanged],
      [text, distribution],
      [text, ribbon],
    ] as const;
    for (const [ink, paper] of pairs) expect([ink, paper, contrast(ink, paper) >= 4.5]).toEqual([ink, paper, true]);
  });

  it("has text that can be read on every step of a heat map, and steps that differ in lightness", () => {
    for (const steps of Object.values(ramps)) {
      for (const step of steps) expect([step, contrast(text, step) >= 4.5]).toEqual([step, true]);
      expect(steps.map(luminance)).toEqual(steps.map(luminance).toSorted((a, b) => b - a));
    }
  });

  it("has marks that can be seen, by their fill or by their edge: 3 to 1", () => {
    for (const mark of [improved, deterioratedEdge, unchangedEdge, axis, volume])
      expect([mark, contrast(mark, white) >= 3]).toEqual([mark, true]);
    expect(contrast(improved, mixed)).toBeGreaterThan(2.5);
  });
});
