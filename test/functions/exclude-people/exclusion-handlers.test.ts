import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exclusionRegister } from "../../../adapters/exclusion-register.ts";
import { exclusionTables } from "../../../adapters/exclusion-tables.ts";
import { erasureSchema, optOutsSchema } from "../../../core/people/exclusion-schemas.ts";
import { bodyOf } from "../../support/api-event.ts";
import { type Handlers, startHandlers } from "../../support/handlers.ts";

let service: Handlers;
beforeAll(async () => {
  service = await startHandlers();
  const grant = { pk: "SUPP#operator-program", sk: "ORG#ENG", scope: "subtree" };
  await service.tables.client.send(new PutCommand({ TableName: service.tables.source, Item: grant }));
});
afterAll(() => service.stop());

const nhsNumber = "9434765919";
const event = (over: Record<string, unknown>) => ({ practice: "A81001", ...over });
const eventsOf = (referralId: string, over: Record<string, unknown> = {}) => [
  event({ type: "referral.recorded", eventId: `r-${referralId}`, referralId, patient: { nhsNumber }, referredOn: "2026-03-02", ...over }),
  event({
    type: "survey.completed",
    eventId: `s-${referralId}`,
    referralId,
    instrument: "phq-9",
    completedOn: "2026-03-04",
    total: 11,
    ...over,
  }),
];

const operator = { client_id: "operator-program", scope: "hearten/read hearten/operate" };

async function post(path: string, body: unknown, claims: Record<string, unknown> = {}) {
  const name = path === "/v1/submissions" ? "take-submission" : "exclude-people";
  const headers = { authorization: `Bearer ${await service.issuer.token(claims)}`, "content-type": "application/json" };
  return service.call(name, { path, headers, body: typeof body === "string" ? body : JSON.stringify(body) });
}

const outcomes = (answer: { body: string }) =>
  (bodyOf(answer).records as { outcome: string; standing?: string }[]).map(({ outcome, standing }) =>
    `${outcome} ${standing ?? ""}`.trim(),
  );
const lines = (what: string) =>
  service.written
    .join("")
    .split("\n")
    .filter((line) => line.includes(`"what":"${what}"`))
    .map((line) => JSON.parse(line))
    .map(({ principal, practice, decision }) => `${principal ?? "nobody"} ${practice ?? "everywhere"} ${decision}`);

describe("POST /v1/erasures", () => {
  it("erases a person at a practice for a supplier that may speak for it, by number or by the reference of a referral", async () => {
    await post("/v1/submissions", { submissionId: "e1", events: [...eventsOf("R1"), ...eventsOf("R2")] });

    const answer = await post("/v1/erasures", { practice: "A81001", referralId: "R1" });

    expect(answer.statusCode).toBe(200);
    expect(erasureSchema.strict().parse(bodyOf(answer))).toMatchObject({ practice: "A81001", by: "supplier-1", episodes: 2 });
    expect(outcomes(await post("/v1/submissions", { submissionId: "e2", events: eventsOf("R1") }))).toEqual([
      "excluded erased",
      "excluded erased",
    ]);
    expect(bodyOf(await post("/v1/erasures", { practice: "A81001", patient: { nhsNumber: "943 476 5919" } }))).toMatchObject({
      episodes: 0,
    });
    const rows = await service.tables.rowsOf(service.tables.source);
    expect(rows.filter(({ sk }) => String(sk).startsWith("EV#"))).toEqual([]);
    expect(lines("erasure")).toEqual(["supplier-1 A81001 granted", "supplier-1 A81001 granted"]);
  });

  it("erases a person by the practice's own id, which means nothing elsewhere", async () => {
    const patient = { localId: "P-77" };
    await post("/v1/submissions", { submissionId: "e3", events: eventsOf("R7", { patient, practice: "A81002" }).slice(0, 1) });

    expect(bodyOf(await post("/v1/erasures", { practice: "A81001", patient }))).toMatchObject({ episodes: 0 });
    expect(bodyOf(await post("/v1/erasures", { practice: "A81002", patient }))).toMatchObject({ episodes: 1 });
  });

  it("does it everywhere for an operator alone, whatever scopes a token carries", async () => {
    const body = { patient: { nhsNumber } };
    const everyScope = "hearten/submit hearten/read hearten/operate";

    for (const claims of [{}, { scope: everyScope }, { client_id: "reports", scope: everyScope }, { client_id: "supplier-3" }]) {
      const answer = await post("/v1/erasures", body, claims);
      expect([answer.statusCode, bodyOf(answer).rule]).toEqual([403, "practice-not-granted"]);
    }
    expect((await post("/v1/erasures", { ...body, practice: "B82002" })).statusCode).toBe(403);
    expect((await post("/v1/erasures", body, operator)).statusCode).toBe(200);
    expect((await post("/v1/erasures", body, { scope: "hearten/read" })).statusCode).toBe(401);
    expect((await service.call("exclude-people", { path: "/v1/erasures", headers: {}, body: "{}" })).statusCode).toBe(401);
    expect(lines("erasure").slice(-7)).toEqual([
      "supplier-1 everywhere refused",
      "reports everywhere refused",
      "supplier-3 everywhere refused",
      "supplier-1 B82002 refused",
      "operator-program everywhere granted",
      "nobody everywhere not-signed-in",
      "nobody everywhere not-signed-in",
    ]);
  });

  it("refuses a body that says nobody, and echoes nothing of it", async () => {
    const bodies = [
      {},
      { patient: { nhsNumber: "9434765910" } },
      { practice: "nowhere", referralId: "R1" },
      { patient: { localId: "x" } },
      "{",
      [],
    ];
    for (const body of bodies) {
      const answer = await post("/v1/erasures", body, operator);
      expect(answer.statusCode).toBe(400);
      expect(answer.body).not.toMatch(/943476|nowhere/);
    }
  });

  it("notes who asked, when, where and how many referrals it was, in the table and in the register, and of whom only a pseudonym", async () => {
    const { client, source, derived } = service.tables;
    const noted = await exclusionTables({ client, source, derived }).erasures();
    expect(noted.map(({ by, practice, episodes }) => [by, practice, episodes])).toEqual([
      ["supplier-1", "A81001", 2],
      ["supplier-1", "A81001", 0],
      ["supplier-1", "A81001", 0],
      ["supplier-1", "A81002", 1],
      ["operator-program", null, 0],
    ]);
    const kept = await Array.fromAsync(exclusionRegister(service.s3, "raw").entries());
    expect(kept.map(({ id, kind, by }) => [id, kind, by])).toEqual(noted.map(({ id, by }) => [id, "erased", by]));
    for (const text of [...(await service.objects("raw")), JSON.stringify(noted), service.written.join("")])
      expect(text).not.toContain(nhsNumber);
    const pids = kept.flatMap((entry) => ("pid" in entry ? [entry.pid] : []));
    for (const pid of pids) expect(JSON.stringify(noted) + service.written.join("")).not.toContain(pid);
  });
});

describe("POST /v1/opt-outs", () => {
  const other = "9434765870";

  it("leaves people out of every figure and takes them back, for an operator alone", async () => {
    const events = eventsOf("R20", { patient: { nhsNumber: other } });
    await post("/v1/submissions", { submissionId: "o1", events: [events[0], { ...eventsOf("R20")[1] }] });

    expect((await post("/v1/opt-outs", { optedOut: [other] })).statusCode).toBe(403);
    const answer = await post("/v1/opt-outs", { optedOut: [other] }, operator);
    expect(optOutsSchema.strict().parse(bodyOf(answer))).toMatchObject({ people: 1, episodes: 1 });
    const [summary] = (await service.tables.rowsOf(service.tables.derived)).filter(({ pk }) => String(pk).startsWith("PC#"));
    expect(summary).toMatchObject({ body: "null", tally: { received: 2, used: 0, excluded: 2 } });
    expect(
      outcomes(
        await post("/v1/submissions", {
          submissionId: "o2",
          events: [{ ...eventsOf("R20")[1], eventId: "s-late", completedOn: "2026-06-04" }],
        }),
      ),
    ).toEqual(["accepted opted-out"]);

    expect(bodyOf(await post("/v1/opt-outs", { optedIn: [other, nhsNumber] }, operator))).toMatchObject({ people: 1, episodes: 1 });
    const [again] = (await service.tables.rowsOf(service.tables.derived)).filter(({ pk }) => String(pk).startsWith("PC#"));
    expect(again).toMatchObject({ tally: { received: 3, used: 3, excluded: 0 } });
  });

  it("takes all of a list or none of it, and does not repeat what is wrong", async () => {
    const answer = await post("/v1/opt-outs", { optedOut: [other, "1234567890"] }, operator);
    expect([answer.statusCode, bodyOf(answer).field]).toEqual([400, "optedOut.1"]);
    expect(answer.body).not.toContain("1234567890");
    expect((await post("/v1/opt-outs", { optedOut: Array(501).fill(other) }, operator)).statusCode).toBe(400);
  });
});
