import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { derivedTable } from "../../adapters/derived-table.ts";
import { Busy } from "../../core/night/busy.ts";
import type { StatisticChange } from "../../core/ports/derived.ts";
import { type Around, type TableTwin, tableTwin } from "../support/table-twin.ts";

const unit = { level: "icb", code: "QA1", month: "2026-03" } as const;
const england = { level: "england", code: "ENG", month: "2026-03" } as const;

/** A text that does not pack well, of so many lines. */
function textOf(lines: number, seed: string): string {
  return Array.from({ length: lines }, (_, line) => `${createHash("sha256").update(`${seed}${line}`).digest("hex")}\t1\n`).join("");
}

function changeTo(text: string, ver: number): StatisticChange {
  const standing = { ver, parent: "ENG", parentLevel: "england", hash: `hash-${ver}`, foldVersion: 2, methodVersion: 2, gen: 1 } as const;
  return { unit, readVer: ver - 1, standing, text, organisationSnapshot: "snapshot", parentMarks: [], leaves: null };
}

function storeOf(table: TableTwin, around?: Around) {
  const client = around === undefined ? table.client : table.clientWith(around);
  return derivedTable({ client, table: "derived", pause: async () => undefined });
}

async function read(store: ReturnType<typeof storeOf>) {
  const [month] = await store.statisticsOf(unit, await store.standingsOf(unit.code));
  const [child] = await store.childrenOf(england);
  return [month?.text, child?.text];
}

describe("a statistic that is larger than an item may be", () => {
  it("is kept in parts and read whole again, as a month and as a child; no row is too large", async () => {
    const table = tableTwin();
    const store = storeOf(table);
    const large = textOf(30_000, "a");

    expect(await store.keep(changeTo(large, 1))).toBe(true);

    expect(await read(store)).toEqual([large, large]);
    const sizes = table.rows("derived").map(({ text }) => (text instanceof Uint8Array ? text.byteLength : 0));
    expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThan(400 * 1024);
  });

  it("may become small again: parts that are left behind are not read", async () => {
    const store = storeOf(tableTwin());
    await store.keep(changeTo(textOf(30_000, "a"), 1));
    const small = textOf(3, "b");
    await store.keep(changeTo(small, 2));

    expect(await read(store)).toEqual([small, small]);
  });

  it("is read again when somebody writes another between its parts", async () => {
    const table = tableTwin();
    const writer = storeOf(table);
    const [before, after] = [textOf(30_000, "a"), textOf(31_000, "b")];
    await writer.keep(changeTo(before, 1));
    const standings = await writer.standingsOf(unit.code);
    let isWritten = false;
    const reader = storeOf(table, {
      after: async ({ name }) => {
        if (isWritten || !name.includes("Get")) return;
        isWritten = true;
        await writer.keep(changeTo(after, 2));
      },
    });

    const [month] = await reader.statisticsOf(unit, standings);
    expect(isWritten).toBe(true);
    expect(month?.text === after || month?.text === before).toBe(true);
    expect(month?.text).toBe(after);
  });

  it("is busy, and never half of one and half of another, when somebody writes without end", async () => {
    const table = tableTwin();
    const writer = storeOf(table);
    await writer.keep(changeTo(textOf(14_000, "a"), 1));
    const standings = await writer.standingsOf(unit.code);
    let ver = 1;
    const reader = storeOf(table, {
      before: async ({ name }) => {
        if (name.includes("Get")) await writer.keep(changeTo(textOf(14_000, `${++ver}`), ver));
      },
    });

    await expect(reader.statisticsOf(unit, standings)).rejects.toBeInstanceOf(Busy);
  });
});
