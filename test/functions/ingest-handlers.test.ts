import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { receiptSchema } from "../../core/submission/api-schemas.ts";
import { type KeyService, startKeyService } from "../../local/kms.ts";
import { env } from "../../names.ts";
import { apiEvent, bodyOf, context } from "../support/api-event.ts";
import { putOrganisations } from "../support/org-rows.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";
import { startTokenIssuer, type TokenIssuer } from "../support/token-issuer.ts";

type Handler = (event: APIGatewayProxyEvent, given: typeof context) => Promise<APIGatewayProxyResult>;

let tables: SourceTables;
let keys: KeyService;
let issuer: TokenIssuer;
let take: Handler;
let fetchReceipt: Handler;
const directory = mkdtempSync(join(tmpdir(), "hearten-"));
const before = { ...process.env };
const written: string[] = [];
const writers = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));

beforeAll(async () => {
  for (const { stream } of writers) stream.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
  [tables, keys, issuer] = await Promise.all([
    startSourceTables(),
    startKeyService({ file: join(directory, "keys.json"), keyIds: ["referral", "person"] }),
    startTokenIssuer(),
  ]);
  await putOrganisations(tables);
  Object.assign(process.env, {
    ...{ AWS_REGION: "eu-west-2", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
    ...{ AWS_ENDPOINT_URL_DYNAMODB: tables.url, AWS_ENDPOINT_URL_KMS: keys.url },
    ...{ [env.sourceTable]: tables.source, [env.derivedTable]: tables.derived, [env.rawBucket]: "raw" },
    ...{ [env.partsQueueUrl]: "http://127.0.0.1:9/parts", [env.referralKeyId]: "referral", [env.personKeyId]: "person" },
    ...{ [env.tokenIssuer]: issuer.issuer, [env.tokenJwksUrl]: issuer.jwksUrl },
  });
  take = (await import("../../functions/take-submission/handler.ts")).handler as unknown as Handler;
  fetchReceipt = (await import("../../functions/read-receipt/handler.ts")).handler as unknown as Handler;
});

afterAll(async () => {
  process.env = before;
  for (const { stream, write } of writers) stream.write = write;
  await Promise.all([tables.stop(), keys.close(), issuer.stop()]);
  rmSync(directory, { recursive: true });
});

async function post(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<APIGatewayProxyResult> {
  const authorization = `Bearer ${await issuer.token()}`;
  return take(
    apiEvent({ path: "/v1/submissions", body, headers: { Authorization: authorization, "Content-Type": "application/json", ...headers } }),
    context,
  );
}

async function getReceipt(submissionId: string, client = "supplier-1"): Promise<APIGatewayProxyResult> {
  const authorization = `Bearer ${await issuer.token({ client_id: client })}`;
  return fetchReceipt(apiEvent({ method: "GET", path: "/", headers: { authorization }, pathParameters: { submissionId } }), context);
}

const referral = {
  type: "referral.recorded",
  eventId: "r1",
  practice: "A81001",
  referralId: "R1029",
  patient: { nhsNumber: "9434765919" },
  referredOn: "2026-03-02",
  referrerRole: "nurse",
  deliveredBy: "link_worker",
  activity: "gardening",
  needs: ["anxiety", "isolation"],
  ageBand: "45-54",
  sex: "F",
  ethnicity: "A",
  imdQuintile: 2,
};
const survey = {
  type: "survey.completed",
  eventId: "s1",
  practice: "A81001",
  referralId: "R1029",
  instrument: "PHQ9",
  completedOn: "2026-03-04",
  items: [1, 2, 1, 2, 1, 1, 2, 1, 0],
  mode: "self",
};

describe("POST /v1/submissions", () => {
  it("answers the submission of the design with its receipt, and gives the same ever after", async () => {
    const submission = {
      submissionId: "2026-11-22-0001",
      events: [
        referral,
        { type: "referral.progressed", eventId: "p1", practice: "A81001", referralId: "R1029", on: "2026-03-20", status: "started" },
        survey,
        { type: "event.corrected", eventId: "c1", practice: "A81001", corrects: "s1", event: { ...survey, eventId: "s1", totl: 3 } },
        { type: "event.withdrawn", eventId: "w1", practice: "A81001", withdraws: "p1", reason: "entered in error" },
      ],
    };

    const answer = await post(JSON.stringify(submission));

    expect(answer.statusCode).toBe(200);
    const receipt = bodyOf(answer);
    expect(receipt).toMatchObject({
      submissionId: "2026-11-22-0001",
      status: "complete",
      received: 5,
      accepted: 4,
      duplicate: 0,
      superseded: 0,
      rejected: 1,
      parked: 0,
    });
    expect(receipt.records).toEqual([
      { index: 0, eventId: "r1", outcome: "accepted" },
      { index: 1, eventId: "p1", outcome: "accepted", standing: "withdrawn" },
      { index: 2, eventId: "s1", outcome: "accepted", score: { score: 11, band: "moderate", caseness: true, risk: "no", change: null } },
      {
        index: 3,
        eventId: "c1",
        outcome: "rejected",
        rule: "unknown-field",
        field: "event.totl",
        fix: "leave this field out, or correct its name",
      },
      { index: 4, eventId: "w1", outcome: "accepted" },
    ]);
    expect(receiptSchema.strict().parse(receipt)).toEqual(receipt);
    expect((await post(JSON.stringify(submission))).body).toBe(answer.body);
    expect((await getReceipt("2026-11-22-0001")).body).toBe(answer.body);
    expect((await getReceipt("2026-11-22-0001", "supplier-2")).statusCode).toBe(404);
    expect((await post(JSON.stringify({ ...submission, events: [referral] }))).statusCode).toBe(422);
  });

  it("keeps no NHS number anywhere, under no name", async () => {
    const rows = [...(await tables.rowsOf(tables.source)), ...(await tables.rowsOf(tables.derived))];

    expect(JSON.stringify(rows)).not.toContain("9434765919");
    expect(JSON.stringify(rows)).toContain('\\"pid\\":\\"');
  });

  it("says at once what a follow-up changed, and flags an answer that points to self-harm", async () => {
    const followUp = { ...survey, eventId: "s2", completedOn: "2026-05-20", items: [0, 1, 0, 1, 0, 0, 1, 0, 1] };

    const { records } = bodyOf(await post(JSON.stringify({ events: [followUp] })));

    expect(records).toEqual([
      {
        index: 0,
        eventId: "s2",
        outcome: "accepted",
        score: { score: 4, band: "minimal", caseness: false, risk: "yes", change: -7, action: expect.stringContaining("today") },
      },
    ]);
  });

  it("says in the receipt of a CSV, at once and ever after, what it was read as, whatever its type says", async () => {
    const text = "practice,referralId,instrument,completedOn,total\nA81001,R-enc,PHQ9,2026-03-04,11\n";
    const marked = (mark: readonly number[], bytes: Buffer) => Buffer.concat([Buffer.from(mark), bytes]);
    const bodies = {
      "utf-8": marked([0xef, 0xbb, 0xbf], Buffer.from(text)),
      "utf-16le": marked([0xff, 0xfe], Buffer.from(text, "utf16le")),
      "utf-16be": marked([0xfe, 0xff], Buffer.from(text, "utf16le").swap16()),
    };
    for (const [encoding, body] of Object.entries(bodies)) {
      const headers = { "Content-Type": "text/csv; charset=windows-1252", "Idempotency-Key": `encoding-${encoding}` };
      const first = bodyOf(await post(body, headers));

      expect(first).toMatchObject({ received: 1, rejected: 0, encoding });
      expect(bodyOf(await post(body, headers))).toEqual(first);
      expect(bodyOf(await getReceipt(`encoding-${encoding}`))).toEqual(first);
    }
    expect(bodyOf(await post(JSON.stringify({ submissionId: "no-encoding", events: [referral] })))).not.toHaveProperty("encoding");
  });

  it("takes the same event by CSV and by JSON as one", async () => {
    const header = "type,eventId,practice,referralId,instrument,completedOn,items,mode";
    const row = "survey.completed,s1,A81001,R1029,PHQ-9,2026-03-04,1;2;1;2;1;1;2;1;0,self";

    const answer = await post(`${header}\n${row}\n`, { "Content-Type": "text/csv; charset=utf-8", "Idempotency-Key": "csv-1" });

    expect(bodyOf(answer)).toMatchObject({
      submissionId: "csv-1",
      duplicate: 1,
      records: [{ index: 0, row: 2, eventId: "s1", outcome: "duplicate" }],
    });
  });

  it("judges authority record by record: what is above a practice may be granted, and may lapse", async () => {
    const at = (practice: string, n: number, referredOn = "2026-03-02") => ({
      ...referral,
      practice,
      eventId: `g${n}`,
      referralId: `G${n}`,
      referredOn,
    });
    const events = [
      at("A81001", 1),
      at("A81002", 2),
      at("B82002", 3),
      at("X99999", 4),
      at("C83003", 5, "2019-03-02"),
      at("C83003", 6),
      { ...at("A81001", 7), practice: "a81001" },
      { ...at("A81001", 8), practice: "A81001 " },
    ];

    const first = bodyOf(await post(JSON.stringify({ events })));
    const second = bodyOf(
      await post(JSON.stringify({ events: events.slice(0, 3) }), {
        Authorization: `Bearer ${await issuer.token({ client_id: "supplier-2" })}`,
      }),
    );
    const third = bodyOf(
      await post(JSON.stringify({ events: events.slice(0, 1) }), {
        Authorization: `Bearer ${await issuer.token({ client_id: "supplier-3" })}`,
      }),
    );

    const verdicts = ({ records }: Record<string, unknown>) =>
      (records as { rule?: string; outcome: string }[]).map(({ rule, outcome }) => rule ?? outcome);
    expect(verdicts(first)).toEqual([
      "accepted",
      "accepted",
      "practice-not-granted",
      "unknown-practice",
      "accepted",
      "unknown-practice",
      "practice-format",
      "practice-format",
    ]);
    expect(verdicts(second)).toEqual(["practice-not-granted", "practice-not-granted", "accepted"]);
    expect(verdicts(third)).toEqual(["practice-not-granted"]);
  });

  it("judges each row of a file by its own practice, and keeps nothing of the row that may not be sent", async () => {
    const header = "type,eventId,practice,referralId,patient.localId,referredOn";
    const rows = ["referral.recorded,row1,A81001,ROW1,P1,2026-03-02", "referral.recorded,row2,B82002,ROW2,P2,2026-03-02"];

    const answer = await post([header, ...rows].join("\n"), { "Content-Type": "text/csv", "Idempotency-Key": "rows-1" });

    expect(bodyOf(answer).records).toMatchObject([
      { row: 2, outcome: "accepted" },
      { row: 3, rule: "practice-not-granted", column: "practice" },
    ]);
    const kept = (await tables.rowsOf(tables.source)).map(({ pk, sk }) => `${pk} ${sk}`);
    expect([kept.some((key) => key.includes("row1")), kept.some((key) => key.includes("row2"))]).toEqual([true, false]);
  });

  it("needs a grant for both practices when a referral moves", async () => {
    const { eventId: _, ...content } = referral;
    const corrected = (eventId: string, practice: string) => ({
      type: "event.corrected",
      eventId,
      practice: "A81001",
      corrects: "r1",
      event: { ...content, practice },
    });

    const { records } = bodyOf(await post(JSON.stringify({ events: [corrected("c2", "B82002"), corrected("c3", "A81002")] })));

    expect(records).toMatchObject([{ rule: "practice-not-granted", field: "event.practice" }, { outcome: "accepted" }]);
    const moved = (await tables.rowsOf(tables.derived)).filter(({ pk }) => pk === "PC#A81002#202603");
    expect(moved.length).toBeGreaterThan(0);
  });

  it("answers what cannot be read with a problem document that repeats nothing", async () => {
    const cases: [string | Uint8Array, Record<string, string>, number, string][] = [
      ["{", {}, 400, "malformed-json"],
      ['{"events":[]}', {}, 400, "no-events"],
      ['{"events":[{}],"submissionId":"../x"}', {}, 400, "submission-id"],
      ['{"events":[{}],"submissionId":"9434765919"}', {}, 400, "nhs-number-misplaced"],
      ['{"events":[{}],"extra":1}', {}, 400, "unknown-field"],
      ["<a/>", { "Content-Type": "application/fhir+xml" }, 415, "content-type"],
      ["x", { "Content-Type": "" }, 415, "content-type"],
      ["a,b\n1,2\n", { "Content-Type": "text/csv" }, 400, "unknown-columns"],
      [new Uint8Array([0x61, 0x92, 0x62]), {}, 400, "encoding"],
      ["x".repeat(5 * 1024 * 1024 + 1), {}, 413, "body-too-large"],
    ];
    for (const [body, headers, status, rule] of cases) {
      const answer = await post(body, headers);
      expect([answer.statusCode, bodyOf(answer).rule, bodyOf(answer).status]).toEqual([status, rule, status]);
      expect(answer.headers?.["content-type"]).toBe("application/problem+json");
    }
  });

  it("turns away every kind of bad token alike, and a token without the scope", async () => {
    const other = await startTokenIssuer();
    const now = Math.floor(Date.now() / 1000);
    const good = await issuer.token();
    const [, payload, signature] = good.split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    const tokens = [
      undefined,
      "Basic abc",
      "Bearer",
      `Bearer ${none}.${payload}.`,
      `Bearer ${none}.${payload}.${signature}`,
      `Bearer ${good.slice(0, -6)}AAAAAA`,
      `Bearer ${await other.token()}`,
      `Bearer ${await other.token({ iss: issuer.issuer })}`,
      `Bearer ${await other.token({ iss: issuer.issuer }, { jku: other.jwksUrl })}`,
      `Bearer ${await other.token({ iss: issuer.issuer }, { x5u: other.jwksUrl })}`,
      `Bearer ${await issuer.tokenByPublicKey()}`,
      `Bearer ${await issuer.token({}, { kid: "k2" })}`,
      `Bearer ${await issuer.token({ exp: now - 61 })}`,
      `Bearer ${await issuer.token({ exp: undefined })}`,
      `Bearer ${await issuer.token({ nbf: now + 600 })}`,
      `Bearer ${await issuer.token({ token_use: "id" })}`,
      `Bearer ${await issuer.token({ client_id: undefined })}`,
      `Bearer ${await issuer.token({ padding: "x".repeat(20_000) })}`,
    ];
    await other.stop();
    const answers = await Promise.all(
      tokens.map((authorization) =>
        take(
          apiEvent({
            path: "/v1/submissions",
            body: "{}",
            headers: { "content-type": "application/json", ...(authorization ? { authorization } : {}) },
          }),
          context,
        ),
      ),
    );

    expect(answers.map(({ statusCode }) => statusCode)).toEqual(tokens.map(() => 401));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect((await post("{}", { Authorization: `Bearer ${await issuer.token({ scope: "hearten/read" })}` })).statusCode).toBe(403);
    expect((await post("{}", { Authorization: `Bearer ${await issuer.token({ scope: "hearten/submitter" })}` })).statusCode).toBe(403);
  });

  it("stores three identical submissions that come at once as one, with one receipt", async () => {
    const body = JSON.stringify({
      submissionId: "thrice",
      events: [
        { ...referral, eventId: "t1", referralId: "T1" },
        { ...survey, eventId: "t2", referralId: "T1" },
        { type: "event.withdrawn", eventId: "t3", practice: "A81001", withdraws: "t2" },
      ],
    });

    const answers = await Promise.all([post(body), post(body), post(body)]);

    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    expect(bodyOf(answers[0] ?? { body: "{}" })).toMatchObject({ accepted: 3 });
    const rows = (await tables.rowsOf(tables.source)).filter(({ sk }) => ["EV#t1", "EV#t2", "EV#t3"].includes(String(sk)));
    expect(rows).toHaveLength(3);
  });

  it("hides what went wrong from everybody: the answer and the log name no value", async () => {
    const { problemsForErrors } = await import("../../adapters/http-problem.ts");
    const { Logger } = await import("@aws-lambda-powertools/logger");
    const request = {
      error: new Error("ValidationException: value 9434765919 is not valid"),
      response: undefined as APIGatewayProxyResult | undefined,
    };
    problemsForErrors(new Logger({ serviceName: "take-submission" })).onError?.(request as never);

    expect(request.response).toMatchObject({ statusCode: 500 });
    expect(request.response?.body).not.toContain("9434765919");
  });

  it("has written counts and rule ids, and nothing that was sent", () => {
    const log = written.join("");

    expect(log).toContain('"message":"submission answered"');
    expect(log).toContain('"message":"request failed"');
    for (const canary of [
      "9434765919",
      "R1029",
      "gardening",
      "entered in error",
      "2026-11-22-0001",
      "Bearer",
      "eyJ",
      "thrice",
      "csv-1",
      "pid",
    ]) {
      expect(log).not.toContain(canary);
    }
    // Who sent is named where access was refused, and nowhere else.
    expect(written.filter((line) => line.includes("supplier-1") && !line.includes('"decision":"refused"'))).toEqual([]);
  });
});
