import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formToken } from "../../adapters/form-guard.ts";
import { bodyOf } from "../support/api-event.ts";
import { type HandlerName, type Handlers, startHandlers } from "../support/handlers.ts";

let service: Handlers;
const tokens: string[] = [];
const [ann, bob] = ["9434765919", "9434765870"];
const canary = "zebra-41";

const called: readonly HandlerName[] = [
  ...(["take-submission", "read-receipt", "exclude-people", "read-practice"] as const),
  ...(["acknowledge-risk", "fill-in", "show-practice", "sign-in"] as const),
];

beforeAll(async () => {
  service = await startHandlers();
  // What one test is kept waiting by must not end in the lines of the next.
  await service.load(called);
  const put = (Item: Record<string, unknown>) => service.tables.client.send(new PutCommand({ TableName: service.tables.source, Item }));
  await put({ pk: "PRIN#nurse-1", sk: "ORG#A81001", scope: "own" });
  await put({ pk: "SUPP#nurse-1", sk: "ORG#A81001", scope: "own" });
  await put({ pk: "SUPP#operator-program", sk: "ORG#ENG", scope: "subtree" });
}, 240_000);
afterAll(() => service.stop());

async function tokenOf(claims: Record<string, unknown> = {}): Promise<string> {
  const token = await service.issuer.token(claims);
  tokens.push(token);
  return token;
}

async function bearer(claims: Record<string, unknown> = {}): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await tokenOf(claims)}`, "content-type": "application/json" };
}

const nurse = { sub: "nurse-1", client_id: "reports", scope: "openid hearten/read" };

/** The audit lines that a piece of work leaves: who, where, what and how it was decided. */
async function linesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const from = service.written.length;
  await work();
  return service.written
    .slice(from)
    .join("")
    .split("\n")
    .filter((line) => line.includes('"message":"practice access"') || line.includes('"message":"report"'))
    .map((line) => JSON.parse(line))
    .map(({ principal = "nobody", practice = "-", what = "report", decision }) => `${principal} ${practice} ${what} ${decision}`);
}

const nameOf = (nhsNumber: string) => (nhsNumber === ann ? "ann" : "bob");
const referral = (practice: string, nhsNumber = "") => ({
  ...{ type: "referral.recorded", eventId: `r-${practice}-${nameOf(nhsNumber)}`, practice, referralId: `${canary}-${nameOf(nhsNumber)}` },
  ...{ patient: { nhsNumber }, referredOn: "2026-03-02", activity: `${canary} gardening` },
});
const risky = {
  ...{ type: "survey.completed", eventId: "k1", practice: "A81001", referralId: `${canary}-ann`, instrument: "phq-9" },
  ...{ completedOn: "2026-03-04", items: [1, 1, 1, 1, 1, 1, 1, 1, 2] },
};

describe("every refusal is audited", () => {
  it("of a token, at each door that takes one", async () => {
    const headers = { authorization: `Bearer ${(await tokenOf()).slice(0, -4)}AAAA` };
    const doors: readonly [HandlerName, string, Record<string, string>?][] = [
      ["take-submission", "/v1/submissions"],
      ["read-receipt", "/v1/submissions/s1", { submissionId: "s1" }],
      ["exclude-people", "/v1/erasures"],
      ["exclude-people", "/v1/opt-outs"],
      ["read-practice", "/v1/practices/A81001/risk-flags", { ods: "A81001" }],
      ["acknowledge-risk", "/v1/practices/A81001/risk-flags/x/acknowledgement", { ods: "A81001", id: "x" }],
    ];

    const lines = await linesOf(async () => {
      for (const [name, path, pathParameters = {}] of doors) {
        const answer = await service.call(name, { path, headers, pathParameters, body: "{}" });
        expect([name, answer.statusCode]).toEqual([name, 401]);
      }
    });

    expect(lines).toEqual([
      "nobody - submit not-signed-in",
      "nobody - receipt not-signed-in",
      "nobody - erasure not-signed-in",
      "nobody - opt-outs not-signed-in",
      "nobody A81001 risk-flags not-signed-in",
      "nobody A81001 risk-flags/acknowledgement not-signed-in",
    ]);
  });

  it("of a session that does not hold, and of a sign-in that is not to be trusted", async () => {
    const cookie = `hearten-session=${(await tokenOf(nurse)).slice(0, -4)}AAAA`;
    const lines = await linesOf(async () => {
      for (const name of ["fill-in", "show-practice"] as const) {
        const answer = await service.call(name, { method: "GET", path: `/${name}`, headers: { cookie } });
        expect(answer.statusCode).toBe(401);
      }
      const back = { method: "GET", path: "/sign-in/callback", resource: "/sign-in/callback", query: { code: "c", state: "s" } };
      expect((await service.call("sign-in", back)).statusCode).toBe(400);
    });

    expect(lines).toEqual(["nobody - fill-in not-signed-in", "nobody - practice not-signed-in", "nobody - sign-in not-signed-in"]);
  });

  it("of authority: over a practice in a record, a list, a page, a form, an erasure, and over England", async () => {
    const person = { cookie: `hearten-session=${await tokenOf({ ...nurse, sub: "commissioner-1" })}` };
    const lines = await linesOf(async () => {
      const events = [referral("B82002", ann), referral("A81001", ann)];
      const sent = await service.call("take-submission", {
        path: "/v1/submissions",
        headers: await bearer(),
        body: JSON.stringify({ submissionId: "a1", events }),
      });
      expect(sent.statusCode).toBe(200);
      await service.call("read-practice", {
        method: "GET",
        path: "/v1/practices/B82002/risk-flags",
        headers: await bearer(),
        pathParameters: { ods: "B82002" },
      });
      await service.call("show-practice", {
        method: "GET",
        path: "/practice/A81001",
        headers: person,
        pathParameters: { proxy: "A81001" },
      });
      await service.call("fill-in", { method: "GET", path: "/fill-in", headers: person });
      const erase = async (body: object) =>
        service.call("exclude-people", { path: "/v1/erasures", headers: await bearer(), body: JSON.stringify(body) });
      await erase({ practice: "B82002", referralId: "R1" });
      await erase({ patient: { nhsNumber: ann } });
    });

    expect(lines).toEqual([
      "supplier-1 B82002 submit refused",
      "supplier-1 B82002 risk-flags refused",
      "commissioner-1 A81001 practice refused",
      "commissioner-1 - fill-in refused",
      "supplier-1 B82002 erasure refused",
      "supplier-1 - erasure refused",
    ]);
    const rows = await service.tables.rowsOf(service.tables.source);
    expect(
      rows.filter(({ pk }) => String(pk).includes("B82002") && !String(pk).startsWith("ORG#") && !String(pk).startsWith("SUPP#")),
    ).toEqual([]);
  });
});

describe("a warm function", () => {
  it("21: gives nobody what it gave somebody else before, however their requests are mixed", async () => {
    const read = async (client: string, ods: string) =>
      service.call("read-practice", {
        ...{ method: "GET", path: `/v1/practices/${ods}/follow-ups-due`, pathParameters: { ods } },
        headers: await bearer({ client_id: client }),
      });
    const asked = Array.from(
      { length: 24 },
      (_, n) => [n % 2 === 0 ? "supplier-1" : "supplier-2", n % 4 < 2 ? "A81001" : "B82002"] as const,
    );

    const answers = await Promise.all(asked.map(([client, ods]) => read(client, ods)));

    const own: Readonly<Record<string, string>> = { "supplier-1": "A81001", "supplier-2": "B82002" };
    for (const [at, [client, ods]] of asked.entries()) {
      expect([client, ods, answers[at]?.statusCode]).toEqual([client, ods, own[client] === ods ? 200 : 404]);
      expect(answers[at]?.body.includes(`"practice":"${ods}"`)).toBe(own[client] === ods);
    }
  });

  it("59: refuses the next request once a grant is taken away", async () => {
    const { client, source: TableName } = service.tables;
    const Key = { pk: "SUPP#supplier-9", sk: "ORG#A81002" };
    await client.send(new PutCommand({ TableName, Item: { ...Key, scope: "own" } }));
    const place = { method: "GET", path: "/v1/practices/A81002/risk-flags", pathParameters: { ods: "A81002" } };
    const headers = await bearer({ client_id: "supplier-9" });

    expect((await service.call("read-practice", { ...place, headers })).statusCode).toBe(200);
    await client.send(new DeleteCommand({ TableName, Key }));
    expect((await service.call("read-practice", { ...place, headers })).statusCode).toBe(404);
  });
});

describe("64: what was sent appears in no log, metric or error", () => {
  it("neither numbers, nor references, pseudonyms, tokens or words, whatever is done with them and whatever goes wrong", async () => {
    const operator = { client_id: "operator-program", scope: "hearten/operate" };
    const post = async (name: HandlerName, path: string, body: unknown, claims: Record<string, unknown> = {}) =>
      service.call(name, { path, headers: await bearer(claims), body: typeof body === "string" ? body : JSON.stringify(body) });
    const cookie = `hearten-session=${await tokenOf(nurse)}`;
    const look = (proxy: string) =>
      service.call("show-practice", { method: "GET", path: `/practice/${proxy}`, headers: { cookie }, pathParameters: { proxy } });

    await post("take-submission", "/v1/submissions", {
      submissionId: canary,
      events: [referral("A81001", ann), referral("A81001", bob), risky],
    });
    await post("take-submission", "/v1/submissions", { submissionId: "wrong", events: [{ ...risky, eventId: ann, extra: canary }] });
    await post("take-submission", "/v1/submissions", `{"${canary}": ${ann}`);
    const pages = await Promise.all(
      ["A81001", "A81001/risk-flags", "A81001/follow-ups", "A81001/data-quality", `${canary}/${ann}`].map(look),
    );
    expect(pages.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 404]);
    const flag = /name="flag" value="([0-9a-f]{32})"/.exec(pages[1]?.body ?? "")?.[1] ?? "";
    const form = {
      path: "/practice/A81001/risk-flags/acknowledge",
      pathParameters: { proxy: "A81001/risk-flags/acknowledge" },
      headers: { cookie },
    };
    const fields = new URLSearchParams({ token: formToken(cookie.split("=")[1] ?? ""), flag }).toString();
    expect((await service.call("show-practice", { ...form, body: fields })).statusCode).toBe(303);
    await post("exclude-people", "/v1/opt-outs", { optedOut: [bob] }, operator);
    await post("exclude-people", "/v1/opt-outs", { optedOut: [`${canary}`] }, operator);
    expect(bodyOf(await post("exclude-people", "/v1/erasures", { patient: { nhsNumber: ann } }, operator))).toMatchObject({ episodes: 1 });
    await post("exclude-people", "/v1/erasures", { practice: "A81001", referralId: `${canary}-bob` });
    await post("exclude-people", "/v1/erasures", { practice: canary, referralId: ann }, operator);

    const log = service.written.join("");
    const pseudonyms = (await service.objects("raw")).flatMap((text) =>
      [...text.matchAll(/"([a-z2-7]{52})"/g)].map(([, pid]) => pid ?? ""),
    );
    expect(pseudonyms.length).toBeGreaterThanOrEqual(2);
    const refKeys = (await service.tables.rowsOf(service.tables.source)).flatMap(({ pk }) => /[a-z2-7]{52}/.exec(String(pk)) ?? []);
    expect(refKeys.length).toBeGreaterThan(0);
    for (const told of [ann, bob, canary, flag, ...tokens, ...pseudonyms, ...refKeys]) expect(log).not.toContain(told);
    expect(log).toContain("practice access");
  });
});
