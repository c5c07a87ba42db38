import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KeyService, startKeyService } from "../../local/kms.ts";
import { env } from "../../names.ts";
import { apiEvent, bodyOf, context } from "../support/api-event.ts";
import {
  bundle,
  entry,
  type Json,
  patient,
  phq9Answers,
  questionnaireResponse,
  serviceRequest,
  wholeStory,
} from "../support/fhir-examples.ts";
import { putOrganisations } from "../support/org-rows.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";
import { startTokenIssuer, type TokenIssuer } from "../support/token-issuer.ts";

type Handler = (event: APIGatewayProxyEvent, given: typeof context) => Promise<APIGatewayProxyResult>;

let tables: SourceTables;
let keys: KeyService;
let issuer: TokenIssuer;
let take: Handler;
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
});

afterAll(async () => {
  process.env = before;
  for (const { stream, write } of writers) stream.write = write;
  await Promise.all([tables.stop(), keys.close(), issuer.stop()]);
  rmSync(directory, { recursive: true });
});

async function post(sent: Json): Promise<APIGatewayProxyResult> {
  const headers = { authorization: `Bearer ${await issuer.token()}`, "content-type": "application/fhir+json; charset=utf-8" };
  return take(apiEvent({ path: "/v1/submissions", body: JSON.stringify(sent), headers }), context);
}

const statusesOf = (answer: APIGatewayProxyResult) =>
  (bodyOf(answer).entry as readonly { response: { status: string } }[]).map(({ response }) => response.status.slice(0, 3));

const referral = (id: string) => [entry("p1", patient()), entry("sr1", serviceRequest({ identifier: [{ value: id }] }))];
const answers = (id: string, more: Json = {}) => entry(`q-${id}`, questionnaireResponse({ identifier: { value: id }, ...more }));

describe("POST /v1/submissions with FHIR", () => {
  it("answers a batch entry by entry, and the same again as known", async () => {
    const first = await post(wholeStory());
    const again = await post(wholeStory({ timestamp: "2026-11-21T10:15:00Z" }));

    expect([first.statusCode, first.headers?.["content-type"]]).toEqual([200, "application/fhir+json"]);
    expect(statusesOf(first)).toEqual(["200", "201", "201", "201", "200"]);
    expect(statusesOf(again)).toEqual(["200", "200", "200", "200", "200"]);
  });

  it("keeps the neighbours of an entry of a batch that is refused", async () => {
    const answer = await post(bundle([...referral("B1"), answers("b1", { status: "in-progress" }), answers("b2")]));
    expect(statusesOf(answer)).toEqual(["200", "201", "422", "201"]);
  });

  it("says what to do about a risk at once", async () => {
    const item = phq9Answers([0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const answer = await post(bundle([...referral("B2"), answers("b3", { item })]));
    expect(answer.body).toContain("follow your procedure for risk today");
  });

  it("keeps a transaction whole", async () => {
    const answer = await post(
      bundle([...referral("T1"), answers("t1"), answers("t2", { authored: "2026-06-04" })], { type: "transaction" }),
    );
    expect([answer.statusCode, bodyOf(answer).type]).toEqual([200, "transaction-response"]);
    expect(statusesOf(answer)).toEqual(["200", "201", "201", "201"]);
  });

  it("keeps nothing of a transaction of which one event contradicts what is in the store", async () => {
    await post(bundle([...referral("T2"), answers("c1")]));
    const other = answers("c1", { item: phq9Answers([3, 3, 3, 3, 3, 3, 3, 3, 0]) });

    const refused = await post(bundle([...referral("T2"), other, answers("c2", { authored: "2026-06-04" })], { type: "transaction" }));
    const later = await post(bundle([...referral("T2"), answers("c2", { authored: "2026-06-04" })]));

    expect([refused.statusCode, bodyOf(refused).resourceType]).toEqual([422, "OperationOutcome"]);
    expect(refused.body).toContain("event-id-reused");
    expect(statusesOf(later)).toEqual(["200", "200", "201"]);
  });

  it("keeps nothing of a transaction of which one entry is known in another referral", async () => {
    await post(bundle([...referral("T3"), answers("d1")]));

    const refused = await post(bundle([...referral("T4"), answers("d1"), answers("d2")], { type: "transaction" }));
    const later = await post(bundle([...referral("T4"), answers("d2")]));

    expect(refused.statusCode).toBe(422);
    expect(statusesOf(later)).toEqual(["200", "201", "201"]);
  });

  it("keeps nothing of a transaction for a practice that the sender may not speak for", async () => {
    const requester = { identifier: { system: "https://fhir.nhs.uk/Id/ods-organization-code", value: "Y99999" } };
    const answer = await post(bundle([entry("p1", patient()), entry("sr1", serviceRequest({ requester }))], { type: "transaction" }));
    expect([answer.statusCode, bodyOf(answer).resourceType]).toEqual([422, "OperationOutcome"]);
  });

  it("answers what cannot be read with an outcome that repeats nothing", async () => {
    const answer = await post({ resourceType: "Patient", identifier: [{ value: "9434765919" }] });
    expect([answer.statusCode, answer.headers?.["content-type"]]).toEqual([400, "application/fhir+json"]);
    expect(bodyOf(answer)).toMatchObject({ resourceType: "OperationOutcome", issue: [{ code: "structure", expression: ["Bundle"] }] });
    expect(answer.body).not.toContain("9434765919");
  });

  it("takes a bundle that tells of nobody's referral, and keeps nothing", async () => {
    const answer = await post(bundle([entry("p1", patient())]));
    expect(statusesOf(answer)).toEqual(["200"]);
  });

  it("wrote no number, name or answer to the log", () => {
    const log = written.join("");
    expect(log).toContain("submission answered");
    expect(log).not.toMatch(/9990000018|R1029|urn:uuid|LA65/);
  });
});
