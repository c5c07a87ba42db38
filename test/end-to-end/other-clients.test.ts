import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client as FhirClient } from "fhir-kit-client";
import { type Document, OpenAPIClientAxios } from "openapi-client-axios";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { progressOn } from "../../local/progress.ts";
import { writeAccess } from "../../local/sample/access-file.ts";
import { tokenSource } from "../../local/sample/access-token.ts";
import { startSample } from "../../local/sample/start-sample.ts";
import { type Stack, startStack } from "../../local/stack.ts";

type User = {
  readonly kind: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly practices?: readonly string[];
};

const run = promisify(execFile);
const hasCurl = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);
const dataDir = mkdtempSync(join(tmpdir(), "hearten-clients-"));
let stack: Stack;
let token = "";
let practice = "";

beforeAll(async () => {
  stack = await startStack({ dataDir, port: 0 });
  const { roles } = await startSample(
    stack,
    { today: "2026-11-22", size: { referrals: 20, practices: 5 } },
    progressOn({ write: () => true }),
  );
  const { users, tokenUrl }: { users: readonly User[]; tokenUrl: string } = JSON.parse(readFileSync(writeAccess(stack, roles), "utf8"));
  const supplier = users.find(({ kind }) => kind === "supplier") ?? expect.unreachable();
  token = await tokenSource(tokenUrl, supplier, supplier.scope)();
  practice = supplier.practices?.[0] ?? "";
}, 180_000);

afterAll(async () => {
  await stack.stop();
  rmSync(dataDir, { recursive: true });
});

const referral = (id: string) => ({
  type: "referral.recorded",
  eventId: `r-${id}`,
  practice,
  referralId: id,
  patient: { localId: `person-${id}` },
  referredOn: "2026-03-02",
  referrerRole: "nurse",
});

const survey = (id: string) => ({
  type: "survey.completed",
  eventId: `s-${id}`,
  practice,
  referralId: id,
  instrument: "phq-9",
  completedOn: "2026-03-04",
  items: [1, 2, 1, 2, 1, 1, 2, 1, 0],
});

describe("a client made from the published description, which nobody here wrote", () => {
  async function client() {
    const definition = (await (await fetch(`${stack.baseUrl}/v1/openapi.json`)).json()) as Document;
    const made = new OpenAPIClientAxios({
      definition,
      withServer: { url: stack.baseUrl },
      axiosConfigDefaults: { headers: { authorization: `Bearer ${token}` } },
    });
    return made.init();
  }

  it("sends events, gets their scores, and fetches the same receipt again", async () => {
    const api = await client();
    const sent = await api.submitEvents?.({}, { submissionId: "oa-1", events: [referral("OA1"), survey("OA1")] });
    const fetched = await api.fetchReceipt?.({ submissionId: "oa-1" });

    expect(sent?.status).toBe(200);
    expect(sent?.data).toMatchObject({
      status: "complete",
      received: 2,
      accepted: 2,
      records: [{}, { score: { score: 11, band: "moderate", risk: "no" } }],
    });
    expect(fetched?.data).toEqual(sent?.data);
  });

  it("scores, reads the lists of its practice and the templates by the names of their operations", async () => {
    const api = await client();
    const scored = await api.scoreQuestionnaire?.({}, { instrument: "GAD7", items: [1, 1, 1, 1, 1, 1, 1] });
    const due = await api.listFollowUpsDue?.({ ods: practice });
    const templates = await api.listTemplates?.();

    expect(scored?.data).toMatchObject({ instrument: "gad-7", score: 7, band: "mild" });
    expect(JSON.stringify(due?.data)).toContain("OA1");
    expect(templates?.data.templates.length).toBeGreaterThan(4);
  });

  it("has an operation for every one that is described", async () => {
    const api = await client();
    const described = api.api.getOperations().map(({ operationId }) => operationId ?? "");
    expect(described.length).toBeGreaterThan(8);
    expect(described.filter((name) => typeof Reflect.get(api, name) !== "function")).toEqual([]);
  });
});

describe("a public FHIR library", () => {
  it("reads the CapabilityStatement and sends a batch, of which each entry is answered", async () => {
    const metadata = await new FhirClient({ baseUrl: `${stack.baseUrl}/v1/fhir` }).capabilityStatement();
    const sender = new FhirClient({ baseUrl: `${stack.baseUrl}/v1/submissions`, customHeaders: { authorization: `Bearer ${token}` } });
    const answered = await sender.batch({ body: exampleBatch() });

    expect(metadata).toMatchObject({ resourceType: "CapabilityStatement", fhirVersion: "4.0.1" });
    expect(answered).toMatchObject({ resourceType: "Bundle", type: "batch-response" });
    expect(JSON.stringify(answered).match(/"status":"20[01]/g)).toHaveLength(exampleBatch().entry.length);
  });
});

/** The example of the page about FHIR, as a batch of our practice. */
function exampleBatch() {
  const example = /```json fhir-example\n([\s\S]*?)```/.exec(readFileSync("docs/api/fhir.md", "utf8"))?.[1] ?? "";
  return JSON.parse(example.replaceAll("A81001", practice).replace('"transaction"', '"batch"'));
}

describe("curl", () => {
  it(`${hasCurl ? "is here" : "is not here, and was not driven"}`, () => {
    expect(typeof hasCurl).toBe("boolean");
  });

  it.runIf(hasCurl)("sends a file and a stream, and gets a problem document for what cannot be read", async () => {
    const file = join(dataDir, "one.json");
    writeFileSync(file, JSON.stringify({ events: [referral("CU1")] }));
    const send = (...args: readonly string[]) =>
      run("curl", ["-sS", "-H", `Authorization: Bearer ${token}`, ...args, `${stack.baseUrl}/v1/submissions`]).then(({ stdout }) =>
        JSON.parse(stdout),
      );

    expect(await send("-H", "Content-Type: application/json", "--data-binary", `@${file}`)).toMatchObject({ accepted: 1 });
    expect(
      await send("-H", "Content-Type: application/json", "-H", "Transfer-Encoding: chunked", "--data-binary", `@${file}`),
    ).toMatchObject({ duplicate: 1 });
    expect(await send("-H", "Content-Type: application/x-tar", "--data-binary", `@${file}`)).toMatchObject({
      status: 415,
      rule: "content-type",
    });
    expect(await send("-H", "Content-Type: application/json", "-d", "{")).toMatchObject({ status: 400, rule: "malformed-json" });
  });
});
