import { beforeEach, describe, expect, it } from "vitest";
import { reportBucket } from "../../../adapters/report-bucket.ts";
import type { Pointer } from "../../../core/night/manifest.ts";
import { packsAfter } from "../../../core/night/public-packs.ts";
import { publish } from "../../../core/night/publish.ts";
import { withdrawPack } from "../../../core/night/withdraw-pack.ts";
import { pointerKey, prefixes } from "../../../names.ts";
import { bucketTwin, refused } from "../../support/bucket-twin.ts";
import type { Around, Operation } from "../../support/table-twin.ts";

const isFlip = ({ writes, keys }: Operation) => writes && keys.includes(pointerKey);
const shown: Pointer = {
  gen: 9,
  manifest: "runs/9/manifest.json",
  civilDate: "2026-11-22",
  packs: [
    { month: "2026-11", gen: 9 },
    { month: "2026-10", gen: 4 },
  ],
  earlier: [{ gen: 8, shownSince: "2026-11-21T02:00:00.000Z" }],
};

let twin: ReturnType<typeof bucketTwin>;

function reportsWith(around: Around = {}) {
  const names = { bucket: "reports", objects: prefixes.objects, released: prefixes.released, runs: prefixes.runs, pointerKey };
  return reportBucket({ client: twin.clientWith(around), ...names });
}

function ports(around: Around = {}) {
  return { reports: reportsWith(around), pause: async () => undefined };
}

/** The first flips fail with these answers, before or after they take effect. */
function failing(answers: readonly Error[], when: "before" | "after"): Around {
  const left = [...answers];
  return {
    [when]: async (operation: Operation) => {
      const error = isFlip(operation) ? left.shift() : undefined;
      if (error !== undefined) throw error;
    },
  };
}

const pointerNow = async () => (await reportsWith().readPointer())?.pointer;
const withdrawn = { ok: true, value: { month: "2026-11", gen: 9 } };
const closed = [
  { month: "2026-11", gen: 9, withdrawn: true },
  { month: "2026-10", gen: 4 },
];

beforeEach(async () => {
  twin = bucketTwin();
  await reportsWith().movePointer(shown, null);
});

describe("withdrawing a public pack", () => {
  it("closes it and touches nothing else that readers see", async () => {
    expect(await withdrawPack("2026-11", ports())).toEqual(withdrawn);
    expect(await pointerNow()).toEqual({ ...shown, packs: closed });
  });

  it("asked twice does it once", async () => {
    const before = twin.operations.filter(isFlip).length;

    expect(await withdrawPack("2026-11", ports())).toEqual(withdrawn);
    expect(await withdrawPack("2026-11", ports())).toEqual(withdrawn);

    expect(twin.operations.filter(isFlip).length - before).toBe(1);
  });

  it("refuses a month without a pack, and a service that has published nothing", async () => {
    const refusal = { ok: false, refusals: [expect.objectContaining({ rule: "unknown-pack", field: "month" })] };

    expect(await withdrawPack("2026-09", ports())).toEqual(refusal);
    twin = bucketTwin();
    expect(await withdrawPack("2026-11", ports())).toEqual(refusal);
  });

  it.each([
    ["before", 503],
    ["after", 503],
    ["after", 500],
    ["before", 409],
  ] as const)("survives a write whose answer is lost %s it takes effect (%i)", async (when, status) => {
    expect(await withdrawPack("2026-11", ports(failing([refused(status), refused(status)], when)))).toEqual(withdrawn);
    expect((await pointerNow())?.packs).toEqual(closed);
  });

  it("keeps what a night published between looking and writing (412), and closes the pack in that", async () => {
    let isFirst = true;
    const around: Around = {
      before: async (operation) => {
        if (!isFlip(operation) || !isFirst) return;
        isFirst = false;
        const current = await reportsWith().readPointer();
        await publish({ gen: 10, civilDate: "2026-11-23", etag: current?.etag ?? null }, ports());
      },
    };

    expect(await withdrawPack("2026-11", ports(around))).toEqual(withdrawn);

    const now = await pointerNow();
    expect([now?.gen, now?.packs]).toEqual([10, closed]);
  });

  it("makes a night that was built before it give way, so that the old list never comes back, and the next night keeps it closed", async () => {
    const before = await reportsWith().readPointer();
    await withdrawPack("2026-11", ports());

    const built = await publish({ gen: 10, civilDate: "2026-11-23", etag: before?.etag ?? null, mayBecomePack: true }, ports());
    const after = await reportsWith().readPointer();
    const next = await publish({ gen: 11, civilDate: "2026-11-24", etag: after?.etag ?? null, mayBecomePack: true }, ports());

    expect([built.published, next.published]).toEqual([false, true]);
    expect((await pointerNow())?.packs).toEqual(closed);
  });

  it("says what the store answered where the outcome stays open", async () => {
    const always = failing(
      Array.from({ length: 20 }, () => refused(503)),
      "before",
    );

    await expect(withdrawPack("2026-11", ports(always))).rejects.toThrow();
    expect((await pointerNow())?.packs).toEqual(shown.packs);
  });
});

it("a month whose pack was withdrawn gets no other, and the next month gets its own", () => {
  const packs = [{ month: "2026-11", gen: 9, withdrawn: true as const }];

  expect(packsAfter(packs, { gen: 12, civilDate: "2026-11-30", mayBecome: true })).toEqual(packs);
  expect(packsAfter(packs, { gen: 13, civilDate: "2026-12-01", mayBecome: true })[0]).toEqual({ month: "2026-12", gen: 13 });
});
