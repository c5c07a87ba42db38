import { describe, expect, it } from "vitest";
import { sha256 } from "../../../adapters/sha256.ts";
import { canonicalJson } from "../../../core/canonical-json.ts";
import { contribute } from "../../../core/episodes/contribution.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { attentionTo } from "../../../core/practice/attention.ts";
import { riskFlagSchema, riskFlagsSchema } from "../../../core/practice/list-schemas.ts";
import { riskFlags } from "../../../core/practice/risk-flags.ts";
import { answerAcknowledgement } from "../../../functions/acknowledge-risk/answer-acknowledgement.ts";
import { answerPractice } from "../../../functions/read-practice/answer-practice.ts";
import { bodyOf } from "../../support/api-event.ts";
import { corrected, referral, survey } from "../../support/kept-events.ts";
import { memoryRecords, practiceDoor, practiceRequest } from "../../support/practice-service.ts";

const answered = (eventId: string, on: string, items: readonly number[]) => survey(eventId, 0, on, { total: undefined, items });
const calm = [1, 1, 1, 1, 1, 1, 1, 1, 0];
const risky = [1, 1, 1, 1, 1, 1, 1, 0, 1];

function attentionOf(events: readonly KeptEvent[], names = { practice: "A81001", refKey: "k1", referralId: "R1" }) {
  return [attentionTo(events, foldEpisode(events), names) ?? []].flat();
}

const twoFlags = attentionOf([referral(), answered("s1", "2026-03-04", risky), answered("s2", "2026-05-04", risky)]);

function service(attention = twoFlags) {
  const door = practiceDoor();
  let now = Date.parse("2026-11-22T09:00:00Z");
  const deps = { ...door, ...memoryRecords({ attention }), now: () => (now += 60_000) };
  const list = async (headers: Record<string, string>) => answerPractice(practiceRequest("risk-flags", { headers }), deps);
  const acknowledge = async (id: string, headers: Record<string, string>, ods = "A81001") =>
    answerAcknowledgement(practiceRequest(`risk-flags/${id}/acknowledgement`, { headers, id, ods, method: "POST" }), deps);
  return { noted: door.noted, list, acknowledge };
}

const practice = { cookie: "practice-1" };
const supplier = { authorization: "Bearer supplier-1" };

describe("the risk flags of a practice", () => {
  it("are listed with what to do, the oldest first, by the sender's own references", async () => {
    const { list } = service();
    const body = riskFlagsSchema.parse(bodyOf(await list(practice)));

    expect(body).toMatchObject({ practice: "A81001", asOf: "2026-11-22", open: 2 });
    expect(body.flags.map(({ eventId, referralId, instrument }) => [eventId, referralId, instrument])).toEqual([
      ["s1", "R1", "phq-9"],
      ["s2", "R1", "phq-9"],
    ]);
    expect(body.flags[0]?.action).toMatch(/today/);
    expect(JSON.stringify(body)).not.toContain("k1");
  });

  it("are acknowledged once: by whom and when stays, whoever does so again", async () => {
    const { list, acknowledge } = service();
    const [first] = riskFlagsSchema.parse(bodyOf(await list(practice))).flags;
    const id = first?.id ?? "";

    const answer = riskFlagSchema.parse(bodyOf(await acknowledge(id, practice)));
    const again = riskFlagSchema.parse(bodyOf(await acknowledge(id, supplier)));

    expect(answer.acknowledged).toEqual({ by: "practice-1", at: "2026-11-22T09:01:00.000Z" });
    expect(again).toEqual(answer);
    const after = riskFlagsSchema.parse(bodyOf(await list(supplier)));
    expect(after.open).toBe(1);
    expect(after.flags.map(({ eventId, acknowledged }) => [eventId, acknowledged?.by ?? null])).toEqual([
      ["s2", null],
      ["s1", "practice-1"],
    ]);
    expect(after.flags[1]).not.toHaveProperty("action");
  });

  it("are acknowledged by nobody from elsewhere, and under no id that is not listed", async () => {
    const { list, acknowledge, noted } = service();
    const [first] = riskFlagsSchema.parse(bodyOf(await list(practice))).flags;
    const id = first?.id ?? "";

    expect((await acknowledge(id, { cookie: "commissioner" })).statusCode).toBe(404);
    expect((await acknowledge(id, {})).statusCode).toBe(401);
    expect((await acknowledge(id, supplier, "A81002")).statusCode).toBe(404);
    expect((await acknowledge("0".repeat(32), practice)).statusCode).toBe(404);
    expect((await list(practice)).statusCode).toBe(200);
    expect(riskFlagsSchema.parse(bodyOf(await list(practice))).open).toBe(2);
    expect(noted.map(({ principal, decision }) => `${principal} ${decision}`).slice(1, 5)).toEqual([
      "commissioner refused",
      "null not-signed-in",
      "supplier-1 granted",
      "practice-1 granted",
    ]);
    expect(noted[1]).toEqual({ principal: "commissioner", practice: "A81001", what: "risk-flags/acknowledgement", decision: "refused" });
  });

  it("are raised again where a correction still points to a risk", () => {
    const flagsOf = (events: readonly KeptEvent[]) => riskFlags(attentionOf(events), { acknowledged: new Map(), digest: sha256 });
    const replacement = {
      ...{ type: "survey.completed", practice: "A81001", referralId: "R1", instrument: "phq-9", completedOn: "2026-03-04" },
      items: [1, 1, 1, 1, 1, 1, 1, 1, 3],
    };
    const before = flagsOf([referral(), answered("s1", "2026-03-04", risky)]);
    const after = flagsOf([referral(), answered("s1", "2026-03-04", risky), corrected("c1", "s1", replacement)]);

    expect([before.length, after.length]).toEqual([1, 1]);
    expect(after[0]?.id).not.toBe(before[0]?.id);
  });

  it("are in no figure: the same score with and without the risk contributes the same", () => {
    const contributionOf = (items: readonly number[]) =>
      canonicalJson(contribute(foldEpisode([referral(), answered("s1", "2026-03-04", items)])));

    expect(contributionOf(risky)).toBe(contributionOf(calm));
  });
});
