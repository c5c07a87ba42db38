const named: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** Text made safe between XML tags. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&"'\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The inside of every `<tag>` of a document, as it was sent. S3's requests nest no element in one of its own name. */
export function elements(document: string, tag: string): readonly string[] {
  return [...document.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}>`, "g"))].map((match) => match[1] ?? "");
}

/** The text of the first `<tag>`, entities resolved. */
export function textOf(document: string, tag: string): string | undefined {
  const inside = elements(document, tag)[0];
  return inside === undefined ? undefined : unescapeXml(inside);
}

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp|#x[0-9a-fA-F]+|#\d+);/g, (_, name: string) => named[name] ?? codePoint(name));
}

function codePoint(reference: string): string {
  return String.fromCodePoint(reference[1] === "x" ? Number.parseInt(reference.slice(2), 16) : Number(reference.slice(1)));
}
