import { type GetObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { publishedReports } from "../../adapters/published-reports.ts";
import { pointerKey, prefixes } from "../../names.ts";

const manifestText = (gen: number) =>
  JSON.stringify({
    gen,
    previous: null,
    civilDate: "2026-11-22",
    asOf: "2026-11-01",
    codeVersion: "c",
    methodVersion: 1,
    organisationSnapshot: "o",
    places: {},
    assets: {},
  });

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

function publish(gen: number): void {
  bucket.objects.set(pointerKey, JSON.stringify({ gen, manifest: `runs/${gen}/manifest.json`, civilDate: "2026-11-22" }));
  bucket.objects.set(`${prefixes.runs}${gen}/manifest.json`, manifestText(gen));
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

  it("read a manifest once, and keep only the latest few", async () => {
    for (const gen of [1, 2, 3, 4, 5]) publish(gen);
    for (const gen of [1, 2, 3, 4, 4, 5, 5]) expect((await reports.manifest(gen))?.gen).toBe(gen);
    expect(bucket.asked.length).toBe(5);

    await reports.manifest(1);

    expect(bucket.asked.length).toBe(6);
    expect(await reports.manifest(9)).toBeNull();
  });

  it("take a refusal to read for nothing there, and let every other fault be known", async () => {
    expect(await reports.object("0".repeat(64))).toBeNull();
    bucket.send = () =>
      Promise.reject(new S3ServiceException({ name: "SlowDown", $fault: "server", $metadata: { httpStatusCode: 503 } })) as never;
    await expect(reports.object("1".repeat(64))).rejects.toThrow();
  });
});
