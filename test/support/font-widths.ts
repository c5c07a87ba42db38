import { readFileSync } from "node:fs";

/** The characters whose widths are kept: Latin-1, dashes, quotation marks, arrows, comparison signs and the minus. */
const characters = [
  ...range(0x20, 0x7e),
  ...range(0xa0, 0xff),
  ...[0x2013, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2026, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2264, 0x2265, 0x2248],
];

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Advance widths in thousandths of the size, read from a TrueType file (tables `head`, `hhea`, `hmtx` and `cmap` format 4). */
export function advanceWidths(fontFile: string): Readonly<Record<string, number>> {
  const font = readFileSync(fontFile);
  const unitsPerEm = font.readUInt16BE(tableAt(font, "head") + 18);
  const longMetrics = font.readUInt16BE(tableAt(font, "hhea") + 34);
  const metrics = tableAt(font, "hmtx");
  const advance = (glyph: number) => font.readUInt16BE(metrics + 4 * Math.min(glyph, longMetrics - 1));
  const entries = characters.flatMap((character) => {
    const glyph = glyphOf(font, character);
    return glyph === 0 ? [] : [[String.fromCodePoint(character), Math.round((advance(glyph) / unitsPerEm) * 1000)] as const];
  });
  return Object.fromEntries(entries);
}

function tableAt(font: Buffer, tag: string): number {
  for (let at = 12; at < 12 + 16 * font.readUInt16BE(4); at += 16) {
    if (font.toString("latin1", at, at + 4) === tag) return font.readUInt32BE(at + 8);
  }
  throw new Error(`a TrueType file requires the table ${tag}`);
}

function glyphOf(font: Buffer, character: number): number {
  const map = unicodeMap(font);
  const segments = font.readUInt16BE(map + 6) / 2;
  for (let segment = 0; segment < segments; segment++) {
    const at = (list: number) => map + 14 + 2 * (list * segments + segment) + (list > 0 ? 2 : 0);
    const [end, start, delta, offset] = [0, 1, 2, 3].map((list) => font.readUInt16BE(at(list))) as [number, number, number, number];
    if (character > end) continue;
    if (character < start) return 0;
    if (offset === 0) return (character + delta) & 0xffff;
    const glyph = font.readUInt16BE(at(3) + offset + 2 * (character - start));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

function unicodeMap(font: Buffer): number {
  const cmap = tableAt(font, "cmap");
  for (let at = cmap + 4; at < cmap + 4 + 8 * font.readUInt16BE(cmap + 2); at += 8) {
    const map = cmap + font.readUInt32BE(at + 4);
    if (font.readUInt16BE(at) === 3 && font.readUInt16BE(at + 2) === 1 && font.readUInt16BE(map) === 4) return map;
  }
  throw new Error("a TrueType file requires a Unicode character map of format 4");
}
