import type { Picture } from "./drawing.ts";
import { fontFamily } from "./palette.ts";

const unread = new RegExp(
  [
    ' class="[^"]*"',
    ' (?:role|aria-[a-z]+)="[^"]*"',
    ' pointer-events="none"',
    ` font-family="${fontFamily}"`,
    ' font-style="normal"',
    ' font-weight="normal"',
    ' opacity="1"',
    ' stroke-miterlimit="10"',
  ].join("|"),
  "g",
);
const unseen = /<path d="M0,0h-?[\d.]+v-?[\d.]+h-?[\d.]+Z"(?: fill="none"| stroke="none"| fill="transparent")*><\/path>/g;

/** What Vega wrote, without what no reader needs: classes, roles, repeated fonts, long decimals, empty groups; ids begin with `prefix`. */
export function tidySvg(svg: string, prefix: string): Picture {
  const read = ownIds(svg, prefix).replace(unread, "").replace(unseen, "");
  const tidy = read.replace(/(?<!\d)-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)) || 0));
  const size = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(tidy);
  if (size === null) throw new Error("tidySvg requires an svg element with its size");
  return { svg: withoutEmptyGroups(tidy), width: Number(size[1]), height: Number(size[2]) };
}

/** Ids are counted afresh in order of appearance: Vega's own count runs on from picture to picture. */
function ownIds(svg: string, prefix: string): string {
  const ids = new Map<string, string>();
  return svg.replace(/\b(?:clip|gradient_?)\d+\b/g, (id) => {
    const own = ids.get(id) ?? `${prefix}-${ids.size}`;
    ids.set(id, own);
    return own;
  });
}

function withoutEmptyGroups(svg: string): string {
  const shorter = svg.replace(/<g(?: (?:transform|fill|stroke)="[^"]*")*>\s*<\/g>/g, "");
  return shorter === svg ? svg : withoutEmptyGroups(shorter);
}
