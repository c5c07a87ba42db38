import { type GetObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { publishedReports } from "../../adapters/published-reports.ts";
import { pointerKey, prefixes } from "../../names.ts";

const stamp = { civilDate: "2026-11-22", asOf: "2026-11-01", codeVersion: "c", methodVersion: 1, organisationSnapshot: "o" };
const stand = { level: "practice", name: "The surgery", parent: null, run: 1 } as const;
const file = { sha256: "f".repeat(64), bytes: 1, contentType: "text/html" };
const entry = { ...stand, inputHash: "i", drawnOn: "2026-11-20", files: { "index.html": file } };

/** A bucket that answers as S3 does to somebody who may read but not list: what is not there may not be read. */
class BucketOfReports extends S3Client {
  readonly objects = new Map<string, string>();
  readonly asked: string[] = [];

  override send(command: unknown): never {
    const key = (command as GetObjectCommand).input.Key ?? "";
    this.asked.push(key);
    const text = this.objects.get(key);
    const refusal = new S3ServiceException({ name: "AccessDenied", $fault: "client", $metadata: { httpStatusCode: 403 } });
    return (text === undefined ? Promise.reject(refusal) : Promise.resolve({ Body: { transformToString: async () => text } })) as never;
  }
}

let bucket: BucketOfReports;
let clock: number;
let reports: ReturnType<typeof publishedReports>;

beforeEach(() => {
  bucket = new BucketOfReports({ region: "eu-west-2" });
  clock = 0;
  reports = publishedReports({ client: bucket, bucket: "reports", prefixes, pointerKey, now: () => clock });
});

/** A generation with two places that the first run drew; one of older code has no index. */
function publish(gen: number, { hasIndex = true } = {}): void {
  const codes = ["A81001", "A81002"];
  const places = (each: object) => Object.fromEntries(codes.map((code) => [code, each]));
  const keep = (name: string, body: object) => void bucket.objects.set(`${prefixes.runs}${name}`, JSON.stringify(body));
  bucket.objects.set(pointerKey, JSON.stringify({ gen, manifest: `runs/${gen}/manifest.json`, civilDate: "2026-11-22" }));
  keep(`${gen}/manifest.json`, { gen, previous: null, ...stamp, places: places(entry), assets: {} });
  if (hasIndex) keep(`${gen}/index.json`, { gen, ...stamp, places: places(stand), assets: {} });
  for (const code of codes) keep(`1/fragments/${code}.json`, entry);
}

describe("published reports", () => {
  it("are none before the first generation, and there as soon as it is", async () => {
    expect(await reports.pointer()).toBeNull();

    publish(1);

    expect((await reports.pointer())?.gen).toBe(1);
  });

  it("show a new generation within half a minute, and ask for the pointer no more often", async () => {
    publish(1);
    await reports.pointer();
    publish(2);

    clock = 29_999;
    expect((await reports.pointer())?.gen).toBe(1);
    clock = 30_000;
    expect((await reports.pointer())?.gen).toBe(2);
    expect(bucket.asked).toEqual([pointerKey, pointerKey]);
  });

  it("read an index once, keep only the latest few, and never ask for a manifest where there is one", async () => {
    for (const gen of [1, 2, 3, 4, 5]) publish(gen);
    for (const gen of [1, 2, 3, 4, 4, 5, 5]) expect((await reports.generation(gen))?.index.gen).toBe(gen);
    expect(bucket.asked).toEqual([1, 2, 3, 4, 5].map((gen) => `runs/${gen}/index.json`));

    await reports.generation(1);

    expect(bucket.asked.length).toBe(6);
  });

  it("read the files of one place alone, from the run that drew it, and once for a page with its pictures", async () => {
    publish(7);
    const shown = await reports.generation(7);
    for (let pictures = 0; pictures < 5; pictures++) expect(await shown?.placeOf("A81002")).toEqual(entry);

    expect(bucket.asked).toEqual(["runs/7/index.json", "runs/1/fragments/A81002.json"]);
    expect(await shown?.placeOf("constructor")).toBeNull();
  });

  it("take the manifest for a generation of code that wrote no index, and nothing for one that was never made", async () => {
    publish(7, { hasIndex: false });
    const shown = await reports.generation(7);

    expect([shown?.index.places, await shown?.placeOf("A81001")]).toEqual([{ A81001: stand, A81002: stand }, entry]);
    expect(bucket.asked).toEqual(["runs/7/index.json", "runs/7/manifest.json"]);
    expect(await reports.generation(9)).toBeNull();
  });

  it("never take a place whose files cannot be found for one that has none", async () => {
    publish(7);
    bucket.objects.delete("runs/1/fragments/A81001.json");

    await expect((await reports.generation(7))?.placeOf("A81001")).rejects.toThrow("requires the pages of A81001");
  });

  it("take a refusal to read for nothing there, and let every other fault be known", async () => {
    expect(await reports.object("0".repeat(64))).toBeNull();
    bucket.send = () =>
      Promise.reject(new S3ServiceException({ name: "SlowDown", $fault: "server", $metadata: { httpStatusCode: 503 } })) as never;
    await expect(reports.object("1".repeat(64))).rejects.toThrow();
  });
});
