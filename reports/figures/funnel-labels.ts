import { textWidth } from "../draw/text-metrics.ts";

/** A point that is to be named, in pixels. */
export type Named = { readonly x: number; readonly y: number; readonly text: string };

/** Where a name is written: beside its point, with a line to it. */
export type PlacedLabel = Named & { readonly toX: number; readonly toY: number; readonly isLeft: boolean };

export type LabelRoom = {
  readonly width: number;
  readonly height: number;
  readonly size: number;
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  /** Curves that a name should rather not cross. */
  readonly curves: readonly (readonly { readonly x: number; readonly y: number }[])[];
};

type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

const reaches = [12, 18, 26, 36, 50, 66] as const;
const angles = [0, 30, -30, 60, -60, 90, -90, 150, -150, 180] as const;
const curveCost = 25;

/** Names beside their points: the nearest free spot for one after the other, over no dot and no other name. One without a spot is left out. */
export function placeLabels(named: readonly Named[], room: LabelRoom): readonly PlacedLabel[] {
  const taken: Box[] = [];
  return named.flatMap((point) => {
    const spots = reaches.flatMap((reach) => angles.map((angle) => spotAt(point, { reach, angle }, room.size)));
    const free = spots.filter(
      ({ box }) => isInside(box, room) && !taken.some((other) => overlaps(box, other)) && !room.dots.some((dot) => covers(box, dot)),
    );
    const best = free.toSorted((a, b) => costOf(a, room) - costOf(b, room))[0];
    if (best === undefined) return [];
    taken.push(best.box);
    return [{ ...point, toX: best.toX, toY: best.toY, isLeft: best.isLeft }];
  });
}

type Spot = {
  readonly box: Box;
  readonly toX: number;
  readonly toY: number;
  readonly isLeft: boolean;
  readonly reach: number;
  readonly angle: number;
};

function spotAt({ x, y, text }: Named, { reach, angle }: { readonly reach: number; readonly angle: number }, size: number): Spot {
  const turn = (angle * Math.PI) / 180;
  const [toX, toY] = [x + Math.cos(turn) * reach, y - Math.sin(turn) * reach];
  const isLeft = Math.cos(turn) < -0.1;
  const width = textWidth(text, size, true) + 6;
  const box = { left: isLeft ? toX - width : toX, right: isLeft ? toX : toX + width, top: toY - size / 2 - 2, bottom: toY + size / 2 + 2 };
  return { box, toX, toY, isLeft, reach, angle };
}

function costOf({ box, reach, angle }: Spot, { curves }: LabelRoom): number {
  const crossed = curves.some((curve) => curve.some((point) => covers(box, point, 1)));
  return reach + (crossed ? curveCost : 0) + Math.abs(angle) / 30;
}

function isInside({ left, right, top, bottom }: Box, { width, height }: LabelRoom): boolean {
  return left >= 0 && right <= width + 4 && top >= 0 && bottom <= height;
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

function covers({ left, right, top, bottom }: Box, { x, y }: { readonly x: number; readonly y: number }, room = 5): boolean {
  return x > left - room && x < right + room && y > top - room && y < bottom + room;
}
