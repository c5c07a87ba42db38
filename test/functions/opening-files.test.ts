import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { largestFile, uploadParts } from "../../core/files/file-size.ts";
import { completeFile } from "../../functions/take-file/complete-file.ts";
import { fileService, open, receiptOf } from "../support/file-service.ts";

const key = { client: "c1", submissionId: "large" };
const opening = { submissionId: "large", size: 40_000_000, contentType: "text/csv" };

describe("opening a file", () => {
  it("takes 1 GB and not a byte more", async () => {
    const service = fileService();

    expect(await open({ ...opening, size: largestFile }, service)).toMatchObject({ status: "uploading" });
    expect(await open({ ...opening, submissionId: "larger", size: largestFile + 1 }, service)).toBe("file-too-large");
    expect(uploadParts(largestFile)).toHaveLength(64);
    expect(uploadParts(largestFile).reduce((sum, { size }) => sum + size, 0)).toBe(largestFile);
  });

  it("gives an address for each part that is not there, and the same file goes on where it was left", async () => {
    const service = fileService();
    const first = await open(opening, service);
    if (typeof first === "string") throw new Error(first);
    expect(first.parts.map(({ size }) => size)).toEqual([16_777_216, 16_777_216, 6_445_568]);
    service.store.sendTo(first.parts[1]?.url ?? "", new Uint8Array(16_777_216));

    const second = await open(opening, service);

    expect(second).toMatchObject({ stored: [2], parts: [{ number: 1 }, { number: 3 }] });
    expect(await completeFile(key, service.deps)).toMatchObject({ problem: { status: 409, rule: "file-parts-missing" } });
    expect(await receiptOf(service)).toMatchObject({ status: "uploading", received: 0 });
  });

  it("refuses another size, type or checksum under an id that is taken, and an id that a submission has", async () => {
    const service = fileService();
    await open({ ...opening, sha256: "0".repeat(64) }, service);

    expect(await open({ ...opening, size: 1, sha256: "0".repeat(64) }, service)).toBe("submission-id-reused");
    expect(await open({ ...opening, contentType: "application/x-ndjson", sha256: "0".repeat(64) }, service)).toBe("submission-id-reused");
    expect(await open({ ...opening, sha256: "1".repeat(64) }, service)).toBe("submission-id-reused");
    const head = { client: "c1", submissionId: "small", bodyHash: "x", received: 1, parts: 1, receivedAt: "2026-11-22T12:00:00.000Z" };
    await service.deps.receipts.openReceipt(head, []);
    expect(await open({ ...opening, submissionId: "small" }, service)).toBe("submission-id-reused");
  });

  it("refuses what it does not know, and an NHS number for an id", async () => {
    const service = fileService();

    expect(await open({ ...opening, contentType: "application/zip" }, service)).toBe("not-in-list");
    expect(await open({ ...opening, submissionId: "9434765919" }, service)).toBe("nhs-number-misplaced");
    expect(await open({ ...opening, size: 0 }, service)).toBe("number-out-of-range");
    expect(await open({ ...opening, md5: [], more: 1 }, service)).toBe("unknown-field");
    expect(await open({ ...opening, md5: ["1B2M2Y8AsgTpgAmY7PhCfg=="] }, service)).toBe("too-many-values");
  });

  it("gives addresses that take one size and one content, once", async () => {
    const service = fileService();
    const body = Buffer.from("0123456789");
    const md5 = [createHash("md5").update(body).digest("base64")];
    const opened = await open({ ...opening, size: 10, md5 }, service);
    if (typeof opened === "string") throw new Error(opened);
    const { url = "", headers = {} } = opened.parts[0] ?? {};

    expect(headers).toEqual({ "content-length": "10", "content-md5": md5[0] });
    expect(() => service.store.sendTo(url, Buffer.from("012345678"))).toThrow("refused");
    expect(() => service.store.sendTo(url, Buffer.from("9123456789"))).toThrow("refused");
    service.store.sendTo(url, body);
    await completeFile(key, service.deps);
    expect(() => service.store.sendTo(url, body)).toThrow("refused");
  });

  it("refuses at its completion what is larger than may be, or than it was announced, and removes it", async () => {
    for (const size of [largestFile + 1, 11]) {
      const service = fileService();
      const opened = await open({ ...opening, size: 10 }, service);
      if (typeof opened === "string") throw new Error(opened);
      service.store.sendTo(opened.parts[0]?.url ?? "", Buffer.from("0123456789"));
      const find: typeof service.store.find = async (of) => {
        const found = await service.store.find(of);
        return found && { ...found, size };
      };

      const answer = await completeFile(key, { ...service.deps, store: { ...service.store, find } });

      expect(answer).toMatchObject({ problem: { rule: "file-size" } });
      expect([service.store.versions.size, service.queue.announced.length]).toEqual([0, 0]);
      expect(await receiptOf(service)).toMatchObject({ status: "uploading", received: 0 });
    }
  });

  it("is nobody's but the client's that opened it", async () => {
    const service = fileService();
    await open(opening, service);

    expect(await completeFile({ ...key, client: "c2" }, service.deps)).toMatchObject({ problem: { status: 404 } });
    expect(await receiptOf(service, "large", "c2")).toMatchObject({ status: 404 });
  });
});
