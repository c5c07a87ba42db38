import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "../../core/civil-date.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { dataQualitySchema, followUpsDueSchema, riskFlagsSchema } from "../../core/practice/list-schemas.ts";
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
let read: Handler;
let acknowledge: Handler;
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
  const Item = { pk: "PRIN#practice-person", sk: "ORG#A81001", scope: "own" };
  await tables.client.send(new PutCommand({ TableName: tables.source, Item }));
  Object.assign(process.env, {
    ...{ AWS_REGION: "eu-west-2", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
    ...{ AWS_ENDPOINT_URL_DYNAMODB: tables.url, AWS_ENDPOINT_URL_KMS: keys.url, [env.signInClientId]: "pages" },
    ...{ [env.sourceTable]: tables.source, [env.derivedTable]: tables.derived, [env.rawBucket]: "raw" },
    ...{ [env.partsQueueUrl]: "http://127.0.0.1:9/parts", [env.referralKeyId]: "referral", [env.personKeyId]: "person" },
    ...{ [env.tokenIssuer]: issuer.issuer, [env.tokenJwksUrl]: issuer.jwksUrl },
  });
  take = (await import("../../functions/take-submission/handler.ts")).handler as unknown as Handler;
  read = (await import("../../functions/read-practice/handler.ts")).handler as unknown as Handler;
  acknowledge = (await import("../../functions/acknowledge-risk/handler.ts")).handler as unknown as Handler;
});

afterAll(async () => {
  process.env = before;
  for (const { stream, write } of writers) stream.write = write;
  await Promise.all([tables.stop(), keys.close(), issuer.stop()]);
  rmSync(directory, { recursive: true });
});

const today = londonDate(new Date());
const baselineOn = addDays(today, -100);
const at = { practice: "A81001", referralId: "R-owes-1" };
const survey = { type: "survey.completed", eventId: "s1", ...at, instrument: "phq-9", completedOn: baselineOn };
const events = [
  { type: "referral.recorded", eventId: "r1", ...at, patient: { nhsNumber: "9434765919" }, referredOn: baselineOn },
  { ...survey, items: [1, 1, 1, 1, 1, 1, 1, 1, 2] },
  { ...survey, eventId: "s9", total: 99 },
  { ...survey, eventId: "b1", practice: "B82002", total: 9 },
];

async function send(submissionId: string, sent: readonly object[]): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${await issuer.token()}`, "content-type": "application/json" };
  return bodyOf(await take(apiEvent({ path: "/v1/submissions", body: JSON.stringify({ submissionId, events: sent }), headers }), context));
}

const asSupplier = { scope: "hearten/submit" };
const asPerson = { sub: "practice-person", client_id: "pages", scope: "hearten/read" };

async function ask(what: string, claims: Readonly<Record<string, unknown>>, ods = "A81001"): Promise<APIGatewayProxyResult> {
  const headers = { authorization: `Bearer ${await issuer.token(claims)}` };
  return read(apiEvent({ method: "GET", path: `/v1/practices/${ods}/${what}`, headers, pathParameters: { ods } }), context);
}

describe("what a submission puts on the lists of its practice, through the functions and the stores", () => {
  it("is a follow-up that is due, as soon as the receipt is there", async () => {
    const receipt = await send("first", events);
    expect(receipt).toMatchObject({ received: 4, accepted: 2, used: 2, excluded: 0, rejected: 2 });
    expect(receipt.records).toMatchObject([
      {},
      { score: { risk: "yes", action: expect.stringContaining("today") } },
      {},
      { rule: "practice-not-granted" },
    ]);

    const list = followUpsDueSchema.parse(bodyOf(await ask("follow-ups-due", asSupplier)));

    expect(list).toMatchObject({ asOf: today, overdue: 1, followUps: [{ referralId: "R-owes-1", instrument: "phq-9", daysLate: 10 }] });
    expect(followUpsDueSchema.parse(bodyOf(await ask("follow-ups-due", asPerson)))).toEqual(list);
  });

  it("is in the ledger of that practice alone, and once however often it is sent", async () => {
    await send("first", events);
    const quality = dataQualitySchema.parse(bodyOf(await ask("data-quality", asPerson)));

    expect(quality.ledger).toEqual({ received: 3, used: 2, duplicate: 0, superseded: 0, rejected: 1, parked: 0, excluded: 0 });
    expect(Object.values(quality.rejectedByRule)).toEqual([1]);
    expect(quality.fixNext[0]).toMatchObject({ what: "take-follow-ups", about: "phq-9", pairsGained: 1 });
    // A practice for which the sender may not speak learns nothing of what was sent under its name.
    const other = { client_id: "supplier-2", scope: "hearten/submit" };
    expect(dataQualitySchema.parse(bodyOf(await ask("data-quality", other, "B82002"))).ledger.received).toBe(0);
  });

  it("is a risk flag, until it is acknowledged for good", async () => {
    const { flags } = riskFlagsSchema.parse(bodyOf(await ask("risk-flags", asPerson)));
    const id = flags[0]?.id ?? "";
    const headers = { authorization: `Bearer ${await issuer.token(asPerson)}` };
    const path = `/v1/practices/A81001/risk-flags/${id}/acknowledgement`;

    const answer = await acknowledge(apiEvent({ path, headers, pathParameters: { ods: "A81001", id } }), context);

    expect(bodyOf(answer)).toMatchObject({ eventId: "s1", acknowledged: { by: "practice-person" } });
    expect(riskFlagsSchema.parse(bodyOf(await ask("risk-flags", asSupplier)))).toMatchObject({ open: 0, flags: [{ eventId: "s1" }] });
    expect((await tables.rowsOf(tables.source)).filter(({ pk }) => pk === "ACK#A81001")).toMatchObject([{ sk: id, by: "practice-person" }]);
  });

  it("is opened to nobody else", async () => {
    expect((await ask("risk-flags", { client_id: "supplier-2", scope: "hearten/submit" })).statusCode).toBe(404);
    expect((await ask("risk-flags", { ...asPerson, sub: "somebody" })).statusCode).toBe(404);
    expect((await ask("risk-flags", { token_use: "id" })).statusCode).toBe(401);
  });

  it("leaves a line for every refusal and every acknowledgement, of ids alone", () => {
    const log = written.join("");
    const lines = log.split("\n").filter((line) => line.includes('"practice access"'));
    const decided = (what: string, decision: string) =>
      lines.filter((line) => line.includes(`"${what}"`) && line.includes(`"${decision}"`)).length;

    expect(decided("submit", "refused")).toBe(1);
    expect(lines.find((line) => line.includes('"submit"'))).toContain('"B82002"');
    expect([decided("risk-flags", "refused"), decided("risk-flags", "not-signed-in")]).toEqual([2, 1]);
    expect(decided("risk-flags/acknowledgement", "granted")).toBe(1);
    for (const kept of ["9434765919", "R-owes-1", '"s1"', "refKey", "phq-9"]) expect(log).not.toContain(kept);
  });
});
