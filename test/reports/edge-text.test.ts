import { describe, expect, it } from "vitest";
import { textWidth } from "../../reports/draw/text-metrics.ts";
import { edgeText } from "../../reports/figures/edge-text.ts";

const words = ["Limits set on the", "months to the left"];
const long = Math.max(...words.map((text) => textWidth(text, 12)));
const frame = { edge: 80, width: 208, height: 240, lines: [], points: [] };
const rows = (setting: Parameters<typeof edgeText>[1]) => edgeText(words, setting) as readonly { x: number; y: number; t: string }[];

describe("the words beside a mark in a chart of months", () => {
  it("stand low to the right of it where nothing else is", () => {
    expect(rows(frame).map(({ x, t }) => [x, t])).toEqual(words.map((t) => [86, t]));
    expect(rows(frame).every(({ y }) => y > 200 && y < 240)).toBe(true);
  });

  it("rise above a limit that would strike them through", () => {
    const [first, second] = rows({ ...frame, lines: [225] });

    expect(Math.min(Math.abs((first?.y ?? 225) - 225), Math.abs((second?.y ?? 225) - 225))).toBeGreaterThan(8);
  });

  it("go to the left where the frame ends too soon, and lie on no point and on nothing that joins two", () => {
    const points = [
      { x: 60, y: 20 },
      { x: 100, y: 230 },
      { x: 150, y: 20 },
    ];
    const placed = rows({ ...frame, edge: 180, points });

    expect(placed.every(({ x }) => x + long < 180)).toBe(true);
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      const at = { x: 60 + 40 * share, y: 20 + 210 * share };
      expect(placed.filter(({ x, y }) => at.x > x && at.x < x + long && Math.abs(at.y - y) < 7)).toEqual([]);
    }
  });

  it("lie on as little as can be where nothing is free", () => {
    const lines = Array.from({ length: 120 }, (_, index) => index * 2).filter((y) => y < 60 || y > 80);

    expect(rows({ ...frame, lines }).every(({ y }) => y > 50 && y < 95)).toBe(true);
  });
});
