const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text that is safe inside an element or a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Text set as code. */
export function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

/** A table with a caption; the first cell of each row names the row. Cells are HTML. */
export function table({ caption, head, rows }: { caption: string; head: readonly string[]; rows: readonly TableRow[] }): string {
  const headings = head.map((text) => `<th scope="col">${escaped(text)}</th>`).join("");
  const body = rows.map(({ id, cells }) => `<tr${id === undefined ? "" : ` id="${escaped(id)}"`}>${rowCells(cells)}</tr>`).join("\n");
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption)}"><table><caption>${escaped(caption)}</caption><thead><tr>${headings}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** One row: its cells, and the id by which it can be linked to. */
export type TableRow = { readonly id?: string; readonly cells: readonly string[] };

function rowCells([first = "", ...others]: readonly string[]): string {
  return `<th scope="row">${first}</th>${others.map((cell) => `<td>${cell}</td>`).join("")}`;
}
