/** The encodings that a file may be in. It is decided once, from its first bytes, and never in mid-file. */
export const encodings = ["utf-8", "utf-16le", "utf-16be"] as const;
export type Encoding = (typeof encodings)[number];

/** The encoding of a file by its first bytes: UTF-16 with a byte order mark, else UTF-8. */
export function encodingOf(first: Uint8Array): Encoding {
  if (first[0] === 0xff && first[1] === 0xfe) return "utf-16le";
  return first[0] === 0xfe && first[1] === 0xff ? "utf-16be" : "utf-8";
}

/** How many bytes of mark stand before the text. */
export function markLength(first: Uint8Array): number {
  if (encodingOf(first) !== "utf-8") return 2;
  return first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? 3 : 0;
}
