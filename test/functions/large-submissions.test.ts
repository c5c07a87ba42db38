import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { eachMessage } from "../../adapters/each-message.ts";
import { partMessageFrom } from "../../adapters/sqs-parts.ts";
import type { Receipt } from "../../core/submission/receipt.ts";
import { readReceipt } from "../../functions/read-receipt/read-receipt.ts";
import { storePart } from "../../functions/store-part/store-part.ts";
import { type SubmissionAnswer, takeSubmission } from "../../functions/take-submission/take-submission.ts";
import { aroundWrites } from "../support/around-writes.ts";
import { keepingDeps } from "../support/keeping.ts";
import { memoryEpisodes } from "../support/memory-episodes.ts";
import { memoryAcknowledgements, memoryFileBook, memoryFileQueue } from "../support/memory-files.ts";
import { memoryParts, memoryReceipts } from "../support/memory-receipts.ts";

const mac = (text: string) => createHmac("sha256", "key").update(text).digest("hex");
const practice = {
  level: "practice" as const,
  kind: "practice" as const,
  name: "",
  parent: null,
  validFrom: "2000-01-01",
  validTo: null,
  sample: true,
};

/** A service whose stores remember, for one client that may send for every practice. */
function service() {
  const episodes = memoryEpisodes();
  const parts = memoryParts();
  const deps = {
    ...keepingDeps(episodes),
    receipts: memoryReceipts(),
    parts,
    queue: parts,
    files: memoryFileBook(),
    acknowledgements: memoryAcknowledgements(),
    fileQueue: memoryFileQueue(),
    authority: {
      organisationVersions: async (code: string) => [{ ...practice, code }],
      grantOf: async (_: string, organisation: string) => ({ organisation, scope: "own" as const, expiresOn: null }),
    },
    pseudonyms: { refKey: async (ods: string, id: string) => mac(`${ods}|${id}`), personId: async (patient: string) => mac(patient) },
    now: () => Date.parse("2026-11-22T12:00:00Z"),
  };
  return { episodes, parts, deps };
}

/** Referrals of three events each, the last of all being refused. */
function body(referrals: number, submissionId = "large"): string {
  const events = Array.from({ length: referrals }, (_, n) => [
    {
      type: "survey.completed",
      eventId: `s${n}`,
      practice: "A81001",
      referralId: `R${n}`,
      instrument: "phq-9",
      completedOn: "2026-03-04",
      total: n % 28,
    },
    {
      type: "referral.recorded",
      eventId: `r${n}`,
      practice: "A81001",
      referralId: `R${n}`,
      patient: { nhsNumber: "9434765919" },
      referredOn: "2026-03-02",
    },
    { type: "event.withdrawn", eventId: `w${n}`, practice: "A81001", withdraws: n % 2 === 0 ? `s${n}` : `never${n}` },
  ]).flat();
  return JSON.stringify({ submissionId, events: [...events, { type: "nonsense" }] });
}

function send(text: string, deps: ReturnType<typeof service>["deps"]): Promise<SubmissionAnswer> {
  return takeSubmission({ client: "c1", contentType: "application/json", body: Buffer.from(text), idempotencyKey: null }, deps);
}

function receiptOf(answer: SubmissionAnswer): Receipt {
  if (!("receipt" in answer)) throw new Error(answer.problem.rule);
  return answer.receipt;
}

/** The verdicts of a receipt by record. */
const verdicts = ({ records }: Receipt) => records.map(({ index, outcome, rule }) => `${index} ${rule ?? outcome}`);

describe("a submission of more than 500 records", () => {
  it("is taken, stored part by part, and ends with the receipt it would have had at once", async () => {
    const { deps, parts, episodes } = service();

    const taken = await send(body(400), deps);
    expect(taken).toMatchObject({
      status: 202,
      receipt: { status: "accepted", received: 1201, accepted: 0, progress: { parts: 3, stored: 0 }, records: [] },
    });

    await storePart(parts.announced[1] ?? { client: "", submissionId: "", part: 0, receivedAt: "" }, deps);
    const midway = await readReceipt({ client: "c1", submissionId: "large", after: -1 }, deps.receipts, deps.files);
    expect(midway).toMatchObject({ page: { status: "accepted", progress: { parts: 3, stored: 1 } } });

    for (const message of [...parts.announced, ...parts.announced]) await storePart(message, deps);
    const done = receiptOf(await send(body(400), deps));
    expect(done).toMatchObject({ status: "complete", received: 1201, accepted: 1000, parked: 200, rejected: 1 });
    expect(done.records.map(({ index }) => index)).toEqual(Array.from({ length: 1201 }, (_, index) => index));

    const small = service();
    const pieces = JSON.parse(body(400)).events as unknown[];
    const atOnce: string[] = [];
    for (let at = 0; at < pieces.length; at += 300) {
      const { records } = receiptOf(
        await send(JSON.stringify({ submissionId: `part${at}`, events: pieces.slice(at, at + 300) }), small.deps),
      );
      atOnce.push(...records.map(({ index, outcome, rule }) => `${at + index} ${rule ?? outcome}`));
    }
    expect(verdicts(done)).toEqual(atOnce);
    expect([...small.episodes.heads].sort()).toEqual([...episodes.heads].sort());
  });

  it("keeps no NHS number in its parts, and those of one referral together", async () => {
    const { deps, parts } = service();
    await send(body(400), deps);

    expect(parts.texts.join("")).not.toContain("9434765919");
    const places = parts.texts.map(
      (text) =>
        new Set(
          (JSON.parse(text) as { events: { referralId?: string }[] }[]).flatMap(({ events }) =>
            events.flatMap(({ referralId }) => referralId ?? []),
          ),
        ),
    );
    expect(places.reduce((sum, place) => sum + place.size, 0)).toBe(new Set(places.flatMap((place) => [...place])).size);
  });

  it("announces what is not stored again when it is sent again, and refuses other content", async () => {
    const { deps, parts } = service();
    await send(body(400), deps);
    await storePart({ ...(parts.announced[0] ?? { client: "", submissionId: "", receivedAt: "" }), part: 0 }, deps);
    parts.announced.length = 0;

    expect((await send(body(400), deps)).status).toBe(202);
    expect(parts.announced.map(({ part }) => part)).toEqual([1, 2]);
    expect((await send(body(401), deps)).status).toBe(422);
  });

  it("is found by nobody but the client that sent it, page by page", async () => {
    const { deps, parts } = service();
    await send(body(2000), deps);
    for (const message of parts.announced) await storePart(message, deps);

    const first = await readReceipt({ client: "c1", submissionId: "large", after: -1 }, deps.receipts, deps.files);
    const second = await readReceipt({ client: "c1", submissionId: "large", after: 4999 }, deps.receipts, deps.files);

    expect(first).toMatchObject({ page: { received: 6001, next: "/v1/submissions/large?after=4999" } });
    expect("page" in second && [second.page.records.length, "next" in second.page]).toEqual([1001, false]);
    expect(await readReceipt({ client: "c2", submissionId: "large", after: -1 }, deps.receipts, deps.files)).toMatchObject({
      problem: { status: 404 },
    });
  });

  it("is stored whole although workers are stopped at every step and parts come twice and at once", async () => {
    const { deps, parts, episodes } = service();
    await send(body(300), deps);
    let calls = 0;
    const unreliable = {
      ...deps,
      episodes: aroundWrites(episodes, async (write) => {
        calls += 1;
        if (calls % 11 === 0) throw new Error("stopped before");
        const written = await write();
        if (calls % 7 === 0) throw new Error("stopped after");
        return written;
      }),
    };
    const pending = [...parts.announced, ...parts.announced];
    for (let tries = 0; pending.length > 0 && tries < 50; tries += 1) {
      const some = pending.splice(0, 2);
      const results = await Promise.allSettled(some.map((message) => storePart(message, unreliable)));
      pending.push(...some.filter((_, at) => results[at]?.status === "rejected"));
    }

    const calm = service();
    await send(body(300), calm.deps);
    for (const message of calm.parts.announced) await storePart(message, calm.deps);

    expect(pending).toEqual([]);
    expect(verdicts(receiptOf(await send(body(300), deps)))).toEqual(verdicts(receiptOf(await send(body(300), calm.deps))));
    expect([...episodes.heads].sort()).toEqual([...calm.episodes.heads].sort());
    expect([...episodes.summaries].sort()).toEqual([...calm.episodes.summaries].sort());
  });
});

describe("eachMessage", () => {
  const event = (count: number) =>
    ({ Records: Array.from({ length: count }, (_, n) => ({ messageId: `m${n}`, body: String(n) })) }) as Parameters<typeof eachMessage>[0];
  const failing = (numbers: readonly number[]) => async (text: string) => {
    if (numbers.includes(Number(text))) throw new Error("no");
  };

  it("names the messages that failed and no other, all of them when all failed, none when none did", async () => {
    const failed = async (numbers: readonly number[]) =>
      (await eachMessage(event(10), failing(numbers), () => undefined)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

    expect(await failed([3])).toEqual(["m3"]);
    expect(await failed([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).toHaveLength(10);
    expect(await failed([])).toEqual([]);
  });

  it("leaves a message that nobody can read to the queue", async () => {
    const told: unknown[] = [];
    const { batchItemFailures } = await eachMessage(
      event(1),
      async (text) => void partMessageFrom(text),
      (error) => told.push(error),
    );

    expect(batchItemFailures).toEqual([{ itemIdentifier: "m0" }]);
    expect(told).toHaveLength(1);
  });
});
