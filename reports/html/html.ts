/** Markup that is known to be safe: everything in it was written here or escaped on the way in. */
export type Html = { readonly markup: string };
type Part = Html | string | number | null | readonly Html[];

/** A template whose plain values are escaped; only {@link Html} goes in as it is, and `null` as nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { markup: strings.map((text, index) => (index === 0 ? text : markupOf(values[index - 1] ?? null) + text)).join("") };
}

/** Markup from somewhere that only ever writes safe markup: the pictures drawn here. */
export function trusted(markup: string): Html {
  return { markup };
}

/** Nothing. */
export const nothing: Html = { markup: "" };

/** Text with the characters that mean something in markup replaced. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

function markupOf(value: Part): string {
  if (value === null) return "";
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return String(value);
  if ("markup" in value) return value.markup;
  return value.map(({ markup }) => markup).join("");
}
