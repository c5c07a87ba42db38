import widths from "./arial-widths.json" with { type: "json" };
import { textMetrics } from "./vega.ts";

const tables: { readonly regular: Readonly<Record<string, number>>; readonly bold: Readonly<Record<string, number>> } = widths;
const fallbackWidth = 600;

/** The width of a text in pixels as Arial sets it, from a table of advance widths: the same on every machine, with no canvas. */
export function textWidth(text: string, size: number, bold = false): number {
  const table = bold ? tables.bold : tables.regular;
  let thousandths = 0;
  for (const character of text) thousandths += table[character] ?? fallbackWidth;
  return (thousandths * size) / 1000;
}

/** The text broken at spaces into lines no wider than `width`; a longer word keeps a line of its own. */
export function wrapText(
  text: string,
  width: number,
  { size, bold = false }: { readonly size: number; readonly bold?: boolean },
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, size, bold) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
}

type TextItem = { readonly text?: unknown; readonly fontSize?: number; readonly fontWeight?: string | number };

/** Vega guesses widths where there is no canvas (0.8 of the size a character), and spreads legends and axes accordingly. */
export function useArialWidths(): void {
  textMetrics.width = (item: TextItem, text = item.text) => {
    const lines = Array.isArray(text) ? text : [text];
    const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
    return Math.max(0, ...lines.map((line) => (line == null ? 0 : textWidth(String(line), item.fontSize ?? 11, bold))));
  };
}
