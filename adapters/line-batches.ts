import { type Parsed, refused, taken } from "../core/refusal.ts";

/** A line of a file that has an event to a line, under its number in the file. */
export type FileLine = { readonly row: number; readonly text: string };

/** Some lines that hold something, how many lines of the file they take, and the very text they were read from. */
export type LineBatch = { readonly rows: readonly FileLine[]; readonly lines: number; readonly text: string };

const longestLine = 5 * 1024 * 1024;

/** Reads lines as their text comes, from any line on, in memory that does not grow with the text. The texts of all batches are the text. */
export async function* lineBatches(text: AsyncIterable<string>, firstRow = 1): AsyncGenerator<Parsed<LineBatch>> {
  let pending: string[] = [];
  let waiting = 0;
  let nextRow = firstRow;
  for await (const piece of text) {
    const end = piece.lastIndexOf("\n") + 1;
    if (end > 0) {
      const batch = batchOf(`${pending.join("")}${piece.slice(0, end)}`, nextRow);
      yield taken(batch);
      nextRow += batch.lines;
      [pending, waiting] = [[], 0];
    }
    pending.push(piece.slice(end));
    waiting += piece.length - end;
    if (waiting > longestLine) {
      yield refused("body-too-large", `row ${nextRow}`, "send one event to a line");
      return;
    }
  }
  const last = pending.join("");
  if (last !== "") yield taken(batchOf(last, nextRow));
}

function batchOf(text: string, firstRow: number): LineBatch {
  const lines = text.split("\n");
  if (text.endsWith("\n")) lines.pop();
  const rows = lines.map((line, place) => ({ row: firstRow + place, text: line })).filter((line) => line.text.trim() !== "");
  return { rows, lines: lines.length, text };
}
