import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deploymentName } from "../../adapters/deployment-file.ts";
import { bundle } from "../../lib/bundle.ts";
import { type KeyService, startKeyService } from "../../local/kms.ts";
import { env } from "../../names.ts";
import { apiEvent, bodyOf, context } from "../support/api-event.ts";
import { putOrganisations } from "../support/org-rows.ts";
import { ownDeployment } from "../support/own-deployment.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";
import { startTokenIssuer, type TokenIssuer } from "../support/token-issuer.ts";

type Handler = (event: APIGatewayProxyEvent, given: typeof context) => Promise<APIGatewayProxyResult>;

const names = ["take-submission", "score-instrument", "describe-api"] as const;
const before = { ...process.env };
const directory = mkdtempSync(join(tmpdir(), "hearten-own-"));
const writers = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
let bundles = "";
let tables: SourceTables;
let keys: KeyService;
let issuer: TokenIssuer;
let handlers: Readonly<Record<(typeof names)[number], Handler>>;

async function bundledHandler(folder: string): Promise<Handler> {
  return (await import(pathToFileURL(join(folder, "index.mjs")).href)).handler;
}

beforeAll(async () => {
  // The functions' own log goes where it would on AWS, and here to nobody.
  for (const { stream } of writers) stream.write = () => true;
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
  const root = join(import.meta.dirname, "..", "..");
  const bundleOf = bundle(root, names, { name: deploymentName, text: JSON.stringify(ownDeployment()) });
  bundles = dirname(bundleOf("take-submission"));
  const [take, score, describeApi] = await Promise.all(names.map((name) => bundledHandler(bundleOf(name))));
  if (take === undefined || score === undefined || describeApi === undefined) throw new Error("three bundles were built");
  handlers = { "take-submission": take, "score-instrument": score, "describe-api": describeApi };
});

afterAll(async () => {
  process.env = before;
  for (const { stream, write } of writers) stream.write = write;
  await Promise.all([tables.stop(), keys.close(), issuer.stop()]);
  rmSync(directory, { recursive: true });
  rmSync(bundles, { recursive: true });
});

const place = { practice: "A81001", referralId: "OWN1" };
const referral = {
  type: "referral.recorded",
  eventId: "own-r",
  ...place,
  patient: { localId: "N1" },
  referredOn: "2026-03-02",
  referrerRole: "nurse",
  lsoa: "E01000001",
};
const survey = (eventId: string, instrument: string, completedOn: string, answers: object) => ({
  type: "survey.completed",
  eventId,
  ...place,
  instrument,
  completedOn,
  ...answers,
});

async function submit(events: readonly object[]): Promise<readonly Record<string, unknown>[]> {
  const headers = { Authorization: `Bearer ${await issuer.token()}`, "Content-Type": "application/json" };
  const answer = await handlers["take-submission"](
    apiEvent({ path: "/v1/submissions", body: JSON.stringify({ events }), headers }),
    context,
  );
  return bodyOf(answer).records as readonly Record<string, unknown>[];
}

async function score(body: object): Promise<Record<string, unknown>> {
  return bodyOf(await handlers["score-instrument"](apiEvent({ path: "/v1/score", body: JSON.stringify(body) }), context));
}

describe("a deployer's file beside the bundles", () => {
  it("is scored by at POST /v1/score: their own instrument, their threshold, their value set", async () => {
    expect(await score({ instrument: "Local_4", items: [3, 2, 1, 1] })).toMatchObject({ instrument: "local-4", version: "3.1", score: 7 });
    expect(await score({ instrument: "ucla-3", total: 5 })).toMatchObject({ caseness: true, version: "1.0.0+trust-2026" });
    expect(await score({ instrument: "eq-5d-5l", items: [1, 1, 1, 1, 2] })).toMatchObject({ score: 0.93, version: "1.0.0+made-up.2026.1" });
  });

  it("is listed at /docs", async () => {
    expect((await handlers["describe-api"](apiEvent({ method: "GET", path: "/docs" }), context)).body).toContain("local-4");
  });

  it("takes a submission of their own instrument to stored events and a summary with both scores", async () => {
    const records = await submit([
      referral,
      survey("own-1", "Local 4", "2026-03-04", { items: [3, 2, 1, 1] }),
      survey("own-2", "local-4", "2026-06-04", { items: [1, 1, 0, 0] }),
    ]);

    expect(records).toMatchObject([
      { outcome: "accepted" },
      { outcome: "accepted", score: { score: 7, change: null } },
      { outcome: "accepted", score: { score: 2, change: -5, subscales: { worry: { score: 2, change: -3 } } } },
    ]);
    const source = JSON.stringify(await tables.rowsOf(tables.source));
    const derived = JSON.stringify(await tables.rowsOf(tables.derived));
    expect(source).toContain('\\"instrument\\":\\"local-4\\"');
    expect(derived).toContain('\\"local-4\\":{\\"baseline\\":7,\\"days\\":92,\\"dueMonth\\":\\"2026-06\\",\\"followUp\\":2}');
    expect(derived).toContain('\\"local-4:worry\\":{\\"baseline\\":5,\\"days\\":92,\\"dueMonth\\":\\"2026-06\\",\\"followUp\\":2}');
  });

  it("keeps the quintile of a neighbourhood with its editions, and never the neighbourhood", async () => {
    const source = JSON.stringify(await tables.rowsOf(tables.source));

    expect(source).not.toContain("E01000001");
    expect(source).toMatch(/\\"imdQuintile\\":5,\\"imdVersion\\":\\"2025\\",\\"lsoaVersion\\":\\"2021\\"/);
  });

  it("lets in what the practice has a licence for, and refuses the rest", async () => {
    const records = await submit([
      survey("own-3", "pam-13", "2026-03-04", { total: 50.5, level: 2 }),
      survey("own-4", "hads-a", "2026-03-04", { total: 9 }),
      survey("own-5", "hads-d", "2026-03-04", { total: 9 }),
      { ...survey("own-6", "pam-13", "2026-03-04", { total: 50.5 }), practice: "A81002" },
    ]);

    expect(records).toMatchObject([
      { outcome: "accepted", score: { score: 50.5, band: "level 2" } },
      { outcome: "accepted", score: { score: 9 } },
      { outcome: "rejected", rule: "licence-required", field: "instrument" },
      { outcome: "rejected", rule: "licence-required", field: "instrument" },
    ]);
  });
});
