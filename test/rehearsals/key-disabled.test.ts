import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIGatewayProxyResult, Context } from "aws-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "../../names.ts";
import { apiEvent } from "../support/api-event.ts";
import { putOrganisations } from "../support/org-rows.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";
import { startTokenIssuer } from "../support/token-issuer.ts";

type Handler = (event: unknown, context: Context) => Promise<APIGatewayProxyResult>;

const before = { ...process.env };
const write = process.stdout.write;
const stderr = process.stderr.write;
const written: string[] = [];
let tables: SourceTables;
let issuer: Awaited<ReturnType<typeof startTokenIssuer>>;
let take: Handler;
let state: "disabled" | "enabled" = "disabled";

/** A key service that answers as AWS's does for a key that somebody has disabled, until it is enabled again. */
const keys = createServer((request, response) => {
  request.resume();
  const isDisabled = state === "disabled";
  const answer = isDisabled
    ? { __type: "DisabledException", message: "arn:aws:kms:eu-west-2:000000000000:key/person is disabled." }
    : { Mac: Buffer.alloc(32, 7).toString("base64"), KeyId: "k", MacAlgorithm: "HMAC_SHA_256" };
  response.writeHead(isDisabled ? 400 : 200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
});

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) stream.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
  await new Promise<void>((listening) => keys.listen(0, "127.0.0.1", listening));
  [tables, issuer] = await Promise.all([startSourceTables(), startTokenIssuer()]);
  await putOrganisations(tables);
  Object.assign(process.env, {
    ...{ AWS_REGION: "eu-west-2", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
    ...{ AWS_ENDPOINT_URL_DYNAMODB: tables.url, AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${(keys.address() as AddressInfo).port}` },
    ...{ [env.sourceTable]: tables.source, [env.derivedTable]: tables.derived, [env.rawBucket]: "raw" },
    ...{ [env.partsQueueUrl]: "http://127.0.0.1:9/parts", [env.referralKeyId]: "referral", [env.personKeyId]: "person" },
    ...{ [env.tokenIssuer]: issuer.issuer, [env.tokenJwksUrl]: issuer.jwksUrl },
  });
  take = (await import("../../functions/take-submission/handler.ts")).handler as unknown as Handler;
});

afterAll(async () => {
  process.env = before;
  process.stdout.write = write;
  process.stderr.write = stderr;
  keys.closeAllConnections();
  await Promise.all([tables.stop(), issuer.stop(), new Promise((closed) => keys.close(closed))]);
});

async function post() {
  const events = [
    {
      ...{ type: "referral.recorded", eventId: "r1", practice: "A81001", referralId: "R1" },
      ...{ patient: { nhsNumber: "9434765919" }, referredOn: "2026-03-02" },
    },
  ];
  const headers = { Authorization: `Bearer ${await issuer.token()}`, "Content-Type": "application/json" };
  return take(apiEvent({ path: "/v1/submissions", body: JSON.stringify({ submissionId: "s1", events }), headers }), {} as Context);
}

const kept = async () => (await tables.rowsOf(tables.source)).filter(({ pk }) => /^(EP|SUB|EV)#/.test(String(pk)));

it("while a key is disabled nothing is stored and senders are told to send again; once it is enabled the same is taken", async () => {
  const refused = await post();
  expect(refused.statusCode).toBe(503);
  expect(refused.body).not.toMatch(/kms|disabled|9434765919/i);
  expect(await kept()).toEqual([]);
  expect(written.join("")).toContain('"errorName":"DisabledException"');
  expect(written.join("")).not.toContain("9434765919");

  state = "enabled";
  const taken = await post();
  expect(taken.statusCode).toBe(200);
  expect(JSON.parse(taken.body)).toMatchObject({ status: "complete", accepted: 1 });
  expect((await kept()).length).toBeGreaterThan(2);
}, 60_000);
