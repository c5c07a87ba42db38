import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { s3Acknowledgements } from "../../adapters/s3-acknowledgements.ts";
import { s3Files } from "../../adapters/s3-files.ts";
import { s3Parts } from "../../adapters/s3-parts.ts";
import { parseSubmissionId } from "../../core/submission/submission.ts";
import { takeSubmission } from "../../functions/take-submission/take-submission.ts";
import { fileService, longFile, open, receiptOf, sendFile, workOff } from "../support/file-service.ts";
import { takingDeps } from "../support/memory-taking.ts";

const traversals = [
  ...["../x", "..\\x", "a/../b", "%2e%2e/x", "..%2fx", "．．/x", "\u2024\u2024/x", "a\0b", "/etc/passwd", "C:\\x", "~", ".", "..", ""],
  ...["x".repeat(1025), "a\nb", "a b", "é", "raw/../exclusions/x", "\ud800", "a?x=1", "a#b", "__proto__\u0000"],
];

/** The keys of everything that is asked of a bucket. */
function keysOf(work: (client: never) => Promise<unknown>): Promise<readonly string[]> {
  const keys: string[] = [];
  const send = async ({ input }: { input: { Key?: string } }) => {
    keys.push(String(input.Key));
    return { UploadId: "u", Body: { transformToString: async () => "[]" } };
  };
  return work({ send, config: {} } as never).then(() => keys);
}

describe("52: names that lead elsewhere", () => {
  it.each(traversals)("%j is no id of a submission or a file, and no code of a practice", async (name) => {
    const { deps } = takingDeps();
    const body = (about: object) => Buffer.from(JSON.stringify({ events: [{}], ...about }));
    const send = (idempotencyKey: string | null, about: object) =>
      takeSubmission({ client: "c1", contentType: "application/json", body: body(about), idempotencyKey }, deps);

    expect(parseSubmissionId(name).ok).toBe(false);
    expect(await send(name, {})).toMatchObject({ status: 400 });
    expect(await send(null, { submissionId: name })).toMatchObject({ status: 400 });
    expect(await open({ submissionId: name, size: 10, contentType: "text/csv" }, fileService())).toMatch(
      /^(submission-id|id-format|wrong-type)/,
    );
    const event = { type: "event.withdrawn", eventId: "w1", practice: name, withdraws: "e1" };
    const answer = await send("s1", { events: [event] });
    expect("receipt" in answer && answer.receipt.records.map(({ rule }) => rule)).toEqual(["practice-format"]);
  });

  it("become no part of a key, even where they got past: keys are hashes and numbers", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...traversals), fc.string({ unit: "binary" })), fc.nat(9999), async (name, part) => {
        const key = { client: name, submissionId: name };
        const keys = await keysOf(async (client) => {
          await s3Parts(client, "raw").keepPart(key, part, []);
          await s3Acknowledgements(client, "raw").keepPiece(key, part, []);
          await s3Files("raw", client).startUpload(key, "text/csv");
        });
        expect(keys).toHaveLength(3);
        for (const each of keys) expect(each).toMatch(/^(parts|acks|raw)\/(pieces\/)?[0-9a-f/]{8,140}(-[0-9a-f]{16})?(\.json|\.csv)?$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("42: archives", () => {
  const long = Buffer.from(longFile(2_000));
  const bomb = gzipSync(Buffer.alloc(50_000_000, "a,"));
  const nested = zipSync({ "inner.zip": zipSync({ "data.csv": long }) });
  const lying = Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(26, 0xff), long]);
  const archives: readonly (readonly [string, Uint8Array])[] = [
    ["a zip", zipSync({ "data.csv": long })],
    ["a zip within a zip", nested],
    ["a gzip of a thousand to one", bomb],
    ["a header that lies about what follows", lying],
    ["a spreadsheet, which is a zip", zipSync({ "xl/workbook.xml": Buffer.from("<x/>"), "[Content_Types].xml": Buffer.from("<x/>") })],
  ];

  it.each(archives)("%s is refused in a request and as a file, and nothing of it is kept", async (_, bytes) => {
    const { deps, episodes } = takingDeps();
    const answer = await takeSubmission({ client: "c1", contentType: "text/csv", body: bytes, idempotencyKey: "s1" }, deps);
    expect("problem" in answer && answer.problem.status).toBe(400);
    expect(episodes.events()).toBe(0);

    const service = fileService();
    await sendFile(bytes, service);
    await workOff(service);
    expect(await receiptOf(service)).toMatchObject({ status: "refused" });
    expect([service.parts.texts, service.store.versions.size]).toEqual([[], 0]);
  });

  it("are no type of file, and nothing on the way in can unpack anything", async () => {
    for (const contentType of ["application/zip", "application/gzip", "application/x-7z-compressed"]) {
      expect(await open({ submissionId: "large", size: 10, contentType }, fileService())).toBe("not-in-list");
    }
    const ingest = ["take-submission", "take-file", "split-file", "store-part", "fill-in"].map((name) => `functions/${name}`);
    const sources = [...ingest, "core/files", "core/submission", "core/mapping", "core/fhir"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `${folder}/${name}`),
    );
    const unpacking = sources.filter((file) =>
      /node:zlib|fflate|gunzip|inflate|brotliDecompress|DecompressionStream/.test(readFileSync(file, "utf8")),
    );
    expect(unpacking).toEqual([]);
  });
});
