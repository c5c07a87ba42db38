import type { Row } from "../draw/drawing.ts";
import { textWidth } from "../draw/text-metrics.ts";

/** Where a chart of months is marked, in pixels: the mark, the frame, and what text beside the mark should not lie on. */
export type EdgeSetting = {
  readonly edge: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly number[];
  readonly points: readonly { readonly x: number; readonly y: number }[];
};

const fontSize = 12;
const lineHeight = 15;
const gap = 6;
const step = 3;

type Box = { readonly x: number; readonly x2: number; readonly y: number; readonly y2: number };

/**
 * The words beside a mark, a row of text each, inside the frame where they lie on as little as can be: to the right of the mark before the left, and low
 * before high.
 */
export function edgeText(words: readonly string[], setting: EdgeSetting): readonly Row[] {
  const long = Math.max(...words.map((text) => textWidth(text, fontSize)));
  const tall = words.length * lineHeight;
  const { edge, width, height } = setting;
  const starts = [edge + gap, edge - gap - long].filter((x) => x >= 0 && x + long <= width + gap);
  const places = starts.flatMap((x) =>
    Array.from({ length: Math.max(1, Math.floor((height - tall) / step)) }, (_, index) => height - tall - index * step).map((y) => ({
      ...{ x, x2: x + long, y, y2: y + tall },
    })),
  );
  const first = { x: edge + gap, x2: edge + gap + long, y: height - tall, y2: height };
  const found = places.reduce<Place>(better(setting), { box: first, covered: Number.POSITIVE_INFINITY }).box;
  return words.map((t, line) => ({ x: found.x, y: found.y + (line + 0.5) * lineHeight, t }));
}

type Place = { readonly box: Box; readonly covered: number };

function better(setting: EdgeSetting): (best: Place, box: Box) => Place {
  return (best, box) => {
    if (best.covered === 0) return best;
    const covered = coveredBy(box, setting);
    return covered < best.covered ? { box, covered } : best;
  };
}

/** How many lines and points a text lies on; what joins two points counts by points on its way. */
function coveredBy({ x, x2, y, y2 }: Box, { lines, points }: EdgeSetting): number {
  const onTheWay = points.slice(1).flatMap((point, index) => {
    const before = points[index] ?? point;
    return shares.map((share) => ({ x: before.x + (point.x - before.x) * share, y: before.y + (point.y - before.y) * share }));
  });
  const under = [...points, ...onTheWay].filter((point) => point.x > x - 3 && point.x < x2 + 3 && point.y > y - 3 && point.y < y2 + 3);
  return under.length + lines.filter((line) => line > y - 2 && line < y2 + 2).length * weightOfLine;
}

const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** A line runs under the whole text. */
const weightOfLine = 4;
