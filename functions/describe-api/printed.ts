/** Text as it is printed: apostrophes and quotation marks are curved, and what stands between backticks is code and stays as it is typed. */
export function printed(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : curved(part)))
    .join("");
}

function curved(text: string): string {
  return text.replace(/"([^"]*)"/g, "“$1”").replace(/(?<=\p{L})'/gu, "’");
}

/** Every summary and description of a document, printed; names, patterns, examples and values stay as programs read them. */
export function printedDocument<Document>(document: Document): Document {
  return within(document) as Document;
}

function within(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(within);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, isTold(key, held) ? printed(held) : within(held)]));
}

/** A property may be called description too; its value is then a schema. */
function isTold(key: string, held: unknown): held is string {
  return (key === "description" || key === "summary") && typeof held === "string";
}

const tag = /(<[^<>]*>)/;

/** The tag of an element whose text is no prose. */
const noProse = /^<(\/?)(code|pre|style)\b/;

/** A page's prose, printed: what is code, what is between the signs of a tag, and nothing else stays as it is typed. */
export function printedPage(page: string): string {
  let code: string | undefined;
  // a group in the pattern stands between the pieces: every second one is a tag
  const pieces = page.split(tag).map((piece, at) => {
    if (at % 2 === 0) return code === undefined ? curved(piece.replaceAll("&#39;", "'").replaceAll("&quot;", '"')) : piece;
    const [, closes, name] = noProse.exec(piece) ?? [];
    if (code === undefined && closes === "") code = name;
    else if (closes === "/" && name === code) code = undefined;
    return piece;
  });
  return pieces.join("");
}
