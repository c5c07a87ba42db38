import { describe, expect, it } from "vitest";
import { reportBucket } from "../../../adapters/report-bucket.ts";
import { publish } from "../../../core/night/publish.ts";
import { pointerKey, prefixes } from "../../../names.ts";
import { bucketTwin, refused } from "../../support/bucket-twin.ts";
import type { Around, Operation } from "../../support/table-twin.ts";

const isFlip = ({ writes, keys }: Operation) => writes && keys.includes(pointerKey);

function store(around: Around = {}) {
  const twin = bucketTwin();
  const reports = reportBucket({
    client: twin.clientWith(around),
    bucket: "reports",
    objects: prefixes.objects,
    released: prefixes.released,
    runs: prefixes.runs,
    pointerKey,
  });
  const plain = reportBucket({
    client: twin.client,
    bucket: "reports",
    objects: prefixes.objects,
    released: prefixes.released,
    runs: prefixes.runs,
    pointerKey,
  });
  return { twin, plain, ports: { reports, pause: async () => undefined } };
}

/** Fails the first flips with these answers, before or after they take effect. */
function failing(answers: readonly Error[], when: "before" | "after"): Around {
  const left = [...answers];
  return {
    [when]: async (operation: Operation) => {
      const error = isFlip(operation) ? left.shift() : undefined;
      if (error !== undefined) throw error;
    },
  };
}

const first = { gen: 1, civilDate: "2026-06-10", etag: null };

describe("publishing", () => {
  it("shows a first generation, and the same again is done already", async () => {
    const { twin, ports } = store();
    expect(await publish(first, ports)).toEqual({ gen: 1, published: true });
    expect(await publish(first, ports)).toEqual({ gen: 1, published: true });
    expect(twin.operations.filter(isFlip).length).toBe(1);
  });

  it("gives way to whoever published since the build began", async () => {
    const { plain, ports } = store();
    const etag = null;
    await publish({ gen: 8, civilDate: "2026-06-11", etag }, ports);
    expect(await publish({ gen: 7, civilDate: "2026-06-10", etag }, ports)).toEqual({ gen: 7, published: false, reason: "newer" });
    expect(await publish({ gen: 9, civilDate: "2026-06-12", etag }, ports)).toEqual({ gen: 9, published: false, reason: "newer" });
    expect((await plain.readPointer())?.pointer.gen).toBe(8);
  });

  it("gives way when the pointer moves between looking and writing: 412", async () => {
    const rival = store();
    const around: Around = {
      before: async (operation) => {
        if (isFlip(operation)) await rival.plain.movePointer({ gen: 2, manifest: "runs/2/manifest.json", civilDate: "2026-06-11" }, null);
      },
    };
    const reports = reportBucket({
      client: rival.twin.clientWith(around),
      bucket: "b",
      objects: prefixes.objects,
      released: prefixes.released,
      runs: prefixes.runs,
      pointerKey,
    });
    expect(await publish(first, { ...rival.ports, reports })).toEqual({ gen: 1, published: false, reason: "newer" });
    expect((await rival.plain.readPointer())?.pointer.gen).toBe(2);
  });

  it("tries again when the store is busy or in conflict: 503, 500, 409", async () => {
    const { ports, plain } = store(failing([refused(503), refused(500), refused(409)], "before"));
    expect(await publish(first, ports)).toEqual({ gen: 1, published: true });
    expect((await plain.readPointer())?.pointer.gen).toBe(1);
  });

  it("recognises its own success when the answer was lost, and moves nothing twice", async () => {
    const { ports, twin } = store(failing([refused(500)], "after"));
    expect(await publish(first, ports)).toEqual({ gen: 1, published: true });
    expect(twin.operations.filter(isFlip).length).toBe(1);
  });

  it("says what the store last answered when it never takes the pointer", async () => {
    const { ports, plain } = store(
      failing(
        Array.from({ length: 10 }, () => refused(503)),
        "before",
      ),
    );
    await expect(publish(first, ports)).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    expect(await plain.readPointer()).toBeNull();
  });
});
