import { escapeText } from "../html/html.ts";
import type { Layout, Picture } from "./drawing.ts";
import { fontFamily, palette } from "./palette.ts";
import { wrapText } from "./text-metrics.ts";

/** The words around a picture that leaves its page. */
export type Caption = {
  readonly title: string;
  readonly subtitle: string;
  readonly notes: readonly string[];
  /** For a reader who cannot see it. */
  readonly alt: string;
};

const sizes = {
  wide: { pad: 20, inner: 720, title: 21, subtitle: 15, note: 12.5 },
  narrow: { pad: 12, inner: 340, title: 17, subtitle: 13, note: 12 },
} as const;

/** A picture with title, subtitle and notes inside it, to be used elsewhere. */
export function standalonePicture({ svg, width, height }: Picture, caption: Caption, layout: Layout): string {
  const { pad, inner: least, title, subtitle, note } = sizes[layout];
  const inner = Math.max(width, least);
  const head = [
    ...lines(caption.title, inner, { size: title, bold: true, fill: palette.text }),
    ...lines(caption.subtitle, inner, { size: subtitle, bold: false, fill: palette.secondary }),
  ];
  const foot = caption.notes.flatMap((text) => lines(text, inner, { size: note, bold: false, fill: palette.secondary }));
  const [top, afterHead] = stacked(head, pad, pad);
  const [bottom, end] = stacked(foot, pad, afterHead + 14 + height + 10);
  const [fullWidth, fullHeight] = [Math.ceil(inner + 2 * pad), Math.ceil(end + pad / 2)];
  const body = svg.replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${fullWidth}" height="${fullHeight}" viewBox="0 0 ${fullWidth} ${fullHeight}" role="img" ` +
    `aria-labelledby="title alt" font-family="${fontFamily}"><title id="title">${escapeText(caption.title)}</title>` +
    `<desc id="alt">${escapeText(caption.alt)}</desc><rect width="${fullWidth}" height="${fullHeight}" fill="${palette.white}"/>${top}` +
    `<g transform="translate(${pad},${(afterHead + 14).toFixed(1)})">${body}</g>${bottom}</svg>\n`
  );
}

type Line = { readonly text: string; readonly size: number; readonly bold: boolean; readonly fill: string };

function lines(text: string, width: number, style: Omit<Line, "text">): readonly Line[] {
  return wrapText(text, width, style).map((line) => ({ ...style, text: line }));
}

/** Lines of text one under the other, and where the last of them ends. */
function stacked(all: readonly Line[], x: number, from: number): readonly [markup: string, end: number] {
  let y = from;
  const markup = all.map(({ text, size, bold, fill }) => {
    y += size * 1.32;
    return `<text x="${x}" y="${y.toFixed(1)}" font-size="${size}"${bold ? ' font-weight="bold"' : ""} fill="${fill}">${escapeText(text)}</text>`;
  });
  return [markup.join(""), y];
}
