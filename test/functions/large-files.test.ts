import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addCounts, countsOfRecords } from "../../core/files/counts.ts";
import { cutParts, type PlacedBatch, recordsToAFilePart } from "../../core/files/cut-parts.ts";
import { isBalanced } from "../../core/ledger.ts";
import { joyQuestionnaires } from "../../core/mapping/shipped/joy.ts";
import type { ReceiptRecord } from "../../core/submission/receipt.ts";
import { splitFile } from "../../functions/split-file/split-file.ts";
import { storePart } from "../../functions/store-part/store-part.ts";
import { fileService, longFile, partsAnnounced, receiptOf, sendFile, sha256Of, workOff } from "../support/file-service.ts";

const key = { client: "c1", submissionId: "large" };

describe("a file that was sent", () => {
  it("is cut, stored and acknowledged row by row, and its ledger balances", async () => {
    const service = fileService();
    const bytes = Buffer.from(longFile(2_600));
    await sendFile(bytes, service, { sha256: sha256Of(bytes) });
    expect(await receiptOf(service)).toMatchObject({ status: "splitting" });

    await workOff(service);

    const receipt = await receiptOf(service);
    expect(receipt).toMatchObject({ status: "complete", encoding: "utf-8", received: 5_200, accepted: 5_148, rejected: 52 });
    if (!("received" in receipt)) throw new Error("no receipt");
    const { received, used, duplicate, superseded, rejected, parked, excluded } = receipt;
    expect(isBalanced({ received, used, duplicate, superseded, rejected, parked, excluded })).toBe(true);
    const lines = [...service.deps.acknowledgements.whole.values()].join("").trimEnd().split("\r\n");
    expect(lines[0]).toBe("\uFEFFrow,eventId,outcome,rule,field,fix,score,band,action");
    expect(lines.slice(1).map((line) => Number(line.split(",")[0]))).toEqual(Array.from({ length: 5_200 }, (_, n) => n + 2));
    expect(lines[2]).toMatch(/^3,csv-[a-z]+,rejected,score-out-of-range,score,/);
  });

  it("counts each record of its parts once, the withdrawn and the excluded too", () => {
    const record = (index: number, outcome: ReceiptRecord["outcome"], more: Partial<ReceiptRecord> = {}): ReceiptRecord => ({
      ...{ index, eventId: null, outcome },
      ...more,
    });
    const parts = [
      [record(0, "accepted"), record(1, "accepted", { standing: "withdrawn" }), record(2, "excluded")],
      [record(3, "rejected"), record(4, "duplicate"), record(5, "parked"), record(6, "superseded"), record(7, "excluded")],
    ];

    const { used, duplicate, superseded, rejected, parked, excluded, accepted } = addCounts(parts.map(countsOfRecords));

    expect(isBalanced({ received: 8, used, duplicate, superseded, rejected, parked, excluded })).toBe(true);
    expect([accepted, used, excluded]).toEqual([2, 1, 3]);
  });

  it("comes to what the same rows come to in requests", async () => {
    const [file, rows] = [fileService(), fileService()];
    const text = longFile(1_300);
    await sendFile(Buffer.from(text), file);
    await workOff(file);
    const [header, ...lines] = text.trimEnd().split("\n");
    const { takeSubmission } = await import("../../functions/take-submission/take-submission.ts");
    for (let at = 0; at < lines.length; at += 400) {
      const body = Buffer.from([header, ...lines.slice(at, at + 400)].join("\n"));
      const request = { client: "c1", contentType: "text/csv", body, idempotencyKey: `piece${at}` };
      await takeSubmission(request, { ...rows.deps, queue: rows.parts });
    }

    expect([...file.episodes.summaries].sort()).toEqual([...rows.episodes.summaries].sort());
  }, 120_000);

  it("shows how far it is while it is worked on", async () => {
    const service = fileService();
    const version = await sendFile(Buffer.from(longFile(2_000)), service);
    await splitFile({ ...key, step: "cut", version }, service.deps);
    expect(await receiptOf(service)).toMatchObject({ status: "storing", received: 4_000, progress: { parts: 4, stored: 0 } });

    const [one] = service.parts.announced;
    if (one === undefined) throw new Error("no part was announced");
    await storePart(one, service.deps);

    expect(await receiptOf(service)).toMatchObject({ status: "storing", accepted: 990, rejected: 10, progress: { parts: 4, stored: 1 } });
  });

  it("is deleted when it is cut, and no part of it holds an NHS number", async () => {
    const service = fileService();
    await sendFile(Buffer.from(longFile(600).replaceAll(",N7,", ",9434765919,")), service);
    await workOff(service);

    expect(service.store.versions.size).toBe(0);
    expect(service.parts.texts.join("")).not.toContain("9434765919");
    expect(await receiptOf(service)).toMatchObject({ status: "complete" });
  });

  it("reads events on lines of their own, and refuses a line alone that is none", async () => {
    const service = fileService();
    const events = Array.from({ length: 1_500 }, (_, n) =>
      n === 700
        ? "no json"
        : JSON.stringify({
            ...{ type: "referral.recorded", eventId: `r${n}`, practice: "A81001", referralId: `R${n}` },
            ...{ patient: { localId: `N${n}` }, referredOn: "2026-03-02" },
          }),
    );
    await sendFile(Buffer.from(`${events.join("\n")}\n\n`), service, { contentType: "application/x-ndjson" });
    await workOff(service);

    expect(await receiptOf(service)).toMatchObject({ status: "complete", received: 1_500, accepted: 1_499, rejected: 1 });
    expect([...service.deps.acknowledgements.whole.values()].join("")).toContain("701,,rejected,malformed-json,");
  });

  it("is read by the mappings of the deployer, as a small one is", async () => {
    const service = fileService();
    const renamed = { ...joyQuestionnaires.columns, referralId: { headings: ["Our case"], required: true } };
    const deps = { ...service.deps, mappings: [{ ...joyQuestionnaires, id: "ours", columns: renamed }] };
    const rows = "GP practice code,Our case,Questionnaire,Completed date,Score\nA81001,C1,PHQ-9,04/03/2026,11\n";
    await sendFile(Buffer.from(rows), service);
    await workOff(service, deps);

    expect(await receiptOf(service)).toMatchObject({ status: "complete", received: 1, rejected: 0, parked: 1 });
  });

  it("says its encoding, which its first bytes decide", async () => {
    const service = fileService();
    await sendFile(Buffer.from(`\uFEFF${longFile(1_200)}`, "utf16le"), service);
    await workOff(service);

    expect(await receiptOf(service)).toMatchObject({ status: "complete", encoding: "utf-16le", received: 2_400, rejected: 24 });
  });

  it("cannot carry a formula into a spreadsheet", async () => {
    const service = fileService();
    const text = longFile(2).replaceAll("R0,", "=HYPERLINK(1),");
    await sendFile(Buffer.from(text), service);
    await workOff(service);

    const cells = [...service.deps.acknowledgements.whole.values()].join("").split(/[,\r\n]+/);
    expect(cells.filter((cell) => /^["'\s]*[=+@]/.test(cell))).toEqual([]);
    expect(await receiptOf(service)).toMatchObject({ rejected: 2 });
  });
});

describe("a file that cannot be taken", () => {
  const refusalOf = async (bytes: Uint8Array, more: object = {}) => {
    const service = fileService();
    await sendFile(bytes, service, more);
    await workOff(service);
    expect(service.parts.texts).toEqual([]);
    expect(service.store.versions.size).toBe(0);
    return receiptOf(service);
  };

  it("is refused whole when its bytes are not what it was announced with", async () => {
    expect(await refusalOf(Buffer.from(longFile(10)), { sha256: "0".repeat(64) })).toMatchObject({
      status: "refused",
      problem: { rule: "file-checksum" },
    });
  });

  it("is refused when its encoding changes on the way, naming the row, and nothing of it is kept", async () => {
    const bytes = Buffer.concat([Buffer.from(longFile(3_000)), Buffer.from([0x41, 0xe9, 0x2c, 0x0a])]);

    const receipt = await refusalOf(bytes);

    expect(receipt).toMatchObject({ status: "refused", encoding: "utf-8", problem: { rule: "encoding" } });
    expect(JSON.stringify(receipt)).toMatch(/read up to row \d{4}/);
  });

  it("is refused with the row in which a quote is not closed", async () => {
    const text = longFile(2_000).split("\n");
    text[1_500] = `"${text[1_500]}`;

    expect(await refusalOf(Buffer.from(text.join("\n")))).toMatchObject({
      status: "refused",
      problem: { rule: "malformed-csv", field: "row 1501" },
    });
  });

  it("is refused for a line of 1 GB, and for ten million columns in a row or in the header, without holding them", async () => {
    const header = `${longFile(1).split("\n")[0]}\n`;
    const stepwise = async (before: string, row: string) => {
      const service = fileService();
      const version = await sendFile(Buffer.from("x"), service);
      let pieces = 0;
      const read = async function* () {
        yield Buffer.from(`${before}${row}`);
        for (; pieces < 16_384; pieces += 1) yield Buffer.alloc(65_536, row);
      };
      await splitFile({ ...key, step: "cut", version }, { ...service.deps, store: { ...service.deps.store, read } });
      return { pieces, receipt: await receiptOf(service) };
    };

    for (const [before, row, place] of [
      [header, "a", "row 2"],
      [header, "a,", "row 2"],
      ["", "a,", "row 1"],
    ] as const) {
      const { pieces, receipt } = await stepwise(before, row);
      expect(receipt).toMatchObject({ status: "refused", problem: { rule: "malformed-csv", field: place } });
      expect(pieces).toBeLessThan(32);
    }
  });

  it("is refused for a header of ten million columns that is there to the last", async () => {
    expect(await refusalOf(Buffer.from(`${"a,".repeat(10_000_000)}a\n`))).toMatchObject({
      problem: { rule: "malformed-csv", field: "row 1" },
    });
  });

  it("is never unpacked: a packed file is bytes that are no text", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2));

    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusalOf(bomb)).toMatchObject({ status: "refused", received: 0, problem: { rule: "encoding" } });
  });

  it("is refused for a header that nobody knows, and for having none or nothing else", async () => {
    expect(await refusalOf(Buffer.from("a,b\n1,2\n"))).toMatchObject({ problem: { rule: "unknown-columns" } });
    expect(await refusalOf(Buffer.from(longFile(0)))).toMatchObject({ problem: { rule: "no-events" } });
    expect(await refusalOf(Buffer.from("\n\n"))).toMatchObject({ status: "refused" });
  });
});

describe("a file that is worked on more than once", () => {
  it("makes the same parts although its cutting is stopped before and after every call", async () => {
    const text = Buffer.from(longFile(2_300));
    const calm = fileService();
    await splitFile({ ...key, step: "cut", version: await sendFile(text, calm) }, calm.deps);

    const service = fileService();
    const version = await sendFile(text, service);
    const kept = new Map<number, string>();
    let runs = 0;
    for (let stopAt = 0, done = false; !done; stopAt += 1) {
      let calls = 0;
      const stopping = <Arguments extends readonly unknown[], Answer>(work: (...given: Arguments) => Promise<Answer>) => {
        return async (...given: Arguments): Promise<Answer> => {
          if (++calls === 1 + (stopAt % 14)) throw new Error("stopped before");
          const answer = await work(...given);
          if (calls === 1 + ((stopAt * 5) % 17)) throw new Error("stopped after");
          return answer;
        };
      };
      const { files, store, parts, partQueue } = service.deps;
      const keepPart: typeof parts.keepPart = async (_about, part, records) => {
        expect(kept.get(part) ?? JSON.stringify(records)).toBe(JSON.stringify(records));
        kept.set(part, JSON.stringify(records));
      };
      const deps = {
        ...service.deps,
        files: { ...files, survey: stopping(files.survey), cut: stopping(files.cut) },
        parts: { ...parts, keepPart: stopping(keepPart) },
        partQueue: { announce: stopping(partQueue.announce) },
        store: { ...store, remove: stopping(store.remove) },
      };
      done = await splitFile({ ...key, step: "cut", version }, deps).then(
        () => true,
        () => false,
      );
      runs += 1;
    }

    expect(runs).toBeGreaterThan(5);
    expect([...kept.values()].sort()).toEqual([...calm.parts.texts].sort());
    expect(partsAnnounced(service.parts.announced)).toEqual(partsAnnounced(calm.parts.announced));
    // Ten times over the file: on a machine that is busy with other things it took longer than a test usually may.
  }, 120_000);

  it("goes on where its time ended, to the same end", async () => {
    const service = fileService();
    const version = await sendFile(Buffer.from(longFile(4_600)), service);
    service.queue.announced.length = 0;

    const first = await splitFile({ ...key, step: "cut", version }, { ...service.deps, hasTime: () => false });

    expect(first).toBe("goes on");
    expect(partsAnnounced(service.parts.announced)).toHaveLength(8);
    expect(await receiptOf(service)).toMatchObject({ status: "splitting", received: 9_200, progress: { parts: 10, stored: 0 } });
    await workOff(service);
    expect(await receiptOf(service)).toMatchObject({ status: "complete", received: 9_200, rejected: 92, accepted: 9_108 });
  }, 120_000);

  it("is worked on once, however often and late it is announced, and whatever took its place meanwhile", async () => {
    const service = fileService();
    const version = await sendFile(Buffer.from(longFile(1_000)), service);
    service.store.overwrite(key, Buffer.from("something else"));
    const messages = ["v0", version, "v99", version].map((each) => ({ ...key, step: "cut" as const, version: each }));
    service.queue.announced.push(...messages, { ...key, step: "acknowledge", version });

    await workOff(service);
    const after = [...service.episodes.heads].length;
    for (const message of messages) expect(await splitFile(message, service.deps)).toBe("known");

    expect(await receiptOf(service)).toMatchObject({ status: "complete", received: 2_000 });
    expect([...service.episodes.heads]).toHaveLength(after);
    expect([...service.deps.acknowledgements.whole.values()].join("").trimEnd().split("\r\n")).toHaveLength(2_001);
  });

  it("is stored and acknowledged once although its workers are stopped anywhere and parts come twice", async () => {
    const service = fileService();
    const version = await sendFile(Buffer.from(longFile(1_500)), service);
    await splitFile({ ...key, step: "cut", version }, service.deps);
    let calls = 0;
    const unreliable = <Arguments extends readonly unknown[], Answer>(work: (...given: Arguments) => Promise<Answer>) => {
      return async (...given: Arguments): Promise<Answer> => {
        calls += 1;
        if (calls % 3 === 1) throw new Error("stopped before");
        const answer = await work(...given);
        if (calls % 5 === 2) throw new Error("stopped after");
        return answer;
      };
    };
    const { files, acknowledgements, fileQueue } = service.deps;
    const deps = {
      ...service.deps,
      files: { ...files, addPart: unreliable(files.addPart) },
      acknowledgements: { ...acknowledgements, keepPiece: unreliable(acknowledgements.keepPiece) },
      fileQueue: { announceFile: unreliable(fileQueue.announceFile) },
    };
    service.queue.announced.length = 0;
    const pending = [...service.parts.announced, ...service.parts.announced];
    for (let tries = 0; pending.length > 0 && tries < 100; tries += 1) {
      const [message] = pending.splice(0, 1);
      if (message !== undefined) await storePart(message, deps).catch(() => pending.push(message));
    }
    service.parts.announced.length = 0;
    expect(service.queue.announced.length).toBeGreaterThan(0);
    await workOff(service);

    expect(await receiptOf(service)).toMatchObject({ status: "complete", received: 3_000, accepted: 2_970, rejected: 30 });
  });
});

describe("cutParts", () => {
  it("cuts the same parts from any cut on, whatever the batches", async () => {
    const sizes = fc.array(fc.nat(12), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 9 }), async (batches, perPart) => {
        const placed = placedFrom(batches);
        const all = await collected(cutParts(placed(0), 0, perPart));
        expect(all.flatMap(({ items }) => items)).toEqual(Array.from({ length: batches.reduce((a, b) => a + b, 0) }, (_, n) => n));
        for (const { next } of all) {
          const rest = await collected(cutParts(placed(next.from.offset), next.part, perPart));
          expect(rest.map(({ part, items }) => [part, items])).toEqual(all.slice(next.part).map(({ part, items }) => [part, items]));
        }
      }),
    );
    expect(recordsToAFilePart).toBe(1_000);
  });
});

/** Records 0, 1, 2 ... in batches of given sizes; an offset counts batches. */
function placedFrom(sizes: readonly number[]) {
  return async function* (from: number): AsyncGenerator<PlacedBatch<number>> {
    let index = 0;
    for (const [offset, size] of sizes.entries()) {
      const items = Array.from({ length: size }, (_, n) => index + n);
      if (offset >= from) yield { at: { offset, row: index + 1, index }, items };
      index += size;
    }
  };
}

async function collected<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
