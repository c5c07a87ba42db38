import { PutObjectCommand } from "@aws-sdk/client-s3";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formToken } from "../../adapters/form-guard.ts";
import { organisationRegister } from "../../adapters/organisation-register.ts";
import { functionNames } from "../../lib/functions.ts";
import { type Behaviour, faultyFront, rememberingQueues } from "../support/faulty-front.ts";
import { type HandlerName, type Handlers, startHandlers } from "../support/handlers.ts";
import { smallEngland } from "../support/night-twin.ts";
import { nightMachine } from "../support/played-machine.ts";

const [ann, bob, carl, canary] = ["9434765919", "9434765870", "9990000018", "zebra-41"];
const secret = `${canary} ${ann}`;
const tokens: string[] = [];
/** What left a function in an error: whatever runs it writes that into the log. */
const thrown: string[] = [];
/** Answers that are not what was asked for. */
const refusals: string[] = [];
let service: Handlers;
let queues: Awaited<ReturnType<typeof rememberingQueues>>;
let stores: readonly Awaited<ReturnType<typeof faultyFront>>[];

beforeAll(async () => {
  queues = await rememberingQueues();
  process.env.AWS_MAX_ATTEMPTS = "1";
  service = await startHandlers({
    queues: queues.url,
    async before({ tables, objects }) {
      stores = await Promise.all([faultyFront(tables, secret), faultyFront(objects, secret)]);
      return { tables: stores[0]?.url ?? "", objects: stores[1]?.url ?? "" };
    },
  });
  await organisationRegister({ ...service.tables }).add(smallEngland());
  const put = (Item: Record<string, unknown>) => service.tables.client.send(new PutCommand({ TableName: service.tables.source, Item }));
  for (const kind of ["PRIN", "SUPP"]) await put({ pk: `${kind}#nurse-1`, sk: "ORG#A81001", scope: "own" });
  await put({ pk: "SUPP#supplier-1", sk: "ORG#ENG", scope: "subtree" });
  await put({ pk: "SUPP#operator-program", sk: "ORG#ENG", scope: "subtree" });
});
afterAll(async () => {
  process.env.AWS_MAX_ATTEMPTS = undefined;
  await service.stop();
  await Promise.all([...stores.map(({ stop }) => stop()), queues.stop()]);
});

async function tokenOf(claims: Record<string, unknown> = {}): Promise<string> {
  const token = await service.issuer.token(claims);
  tokens.push(token);
  return token;
}

type Asked = Parameters<Handlers["call"]>[1];

/** Calls a function behind HTTP, and keeps what it refuses. */
async function ask(name: HandlerName, asked: Asked): Promise<{ readonly status: number; readonly body: string }> {
  const { statusCode: status, body, headers } = await service.call(name, asked);
  if (status >= 400) refusals.push(JSON.stringify([name, status, headers, body]));
  return { status, body };
}

/** Sends JSON, or whatever text is given, as a program. */
async function send(
  name: HandlerName,
  path: string,
  body: unknown,
  more: { claims?: Record<string, unknown>; type?: string; about?: Record<string, string> } = {},
) {
  const headers = {
    authorization: `Bearer ${await tokenOf(more.claims)}`,
    "content-type": more.type ?? "application/json",
    "x-correlation-id": secret,
  };
  return ask(name, { path, headers, pathParameters: more.about ?? {}, body: typeof body === "string" ? body : JSON.stringify(body) });
}

async function look(name: HandlerName, path: string, about: Record<string, string> = {}, query: Record<string, string> = {}) {
  const cookie = `hearten-session=${await tokenOf(nurse)}`;
  return ask(name, { method: "GET", path, resource: path, headers: { cookie, authorization: "" }, pathParameters: about, query });
}

/** Invokes a function that is not behind HTTP, and keeps what leaves it in an error. */
async function invoke(name: HandlerName, event: unknown): Promise<unknown> {
  try {
    return await service.invoke(name, event);
  } catch (error) {
    const { name: kind, message, stack, cause } = error as Error;
    thrown.push(JSON.stringify([name, kind, message, stack, String(cause)]));
    return undefined;
  }
}

const nurse = { sub: "nurse-1", client_id: "reports", scope: "openid hearten/read" };
const operator = { claims: { client_id: "operator-program", scope: "hearten/operate" } };
const call = { by: "pat.on-call", ticket: "INC-1" };
const eventsOf = (nhsNumber: string, referralId: string) => [
  {
    type: "referral.recorded",
    eventId: `r-${referralId}`,
    practice: "A81001",
    referralId,
    patient: { nhsNumber },
    referredOn: "2026-03-02",
    activity: `${canary} walks`,
  },
  {
    type: "survey.completed",
    eventId: `s-${referralId}`,
    practice: "A81001",
    referralId,
    instrument: "phq-9",
    completedOn: "2026-03-04",
    items: [1, 1, 1, 1, 1, 1, 1, 1, 2],
  },
];
const messageOf = (body: unknown) => ({
  Records: [{ messageId: "m1", body: typeof body === "string" ? body : JSON.stringify(body), messageAttributes: {} }],
});
const queued = (step: string) => queues.bodies.filter((text) => text.includes(step)).map((text) => JSON.parse(text).MessageBody as string);
const partsQueued = () =>
  queues.bodies.flatMap((text) => (JSON.parse(text).Entries ?? []) as { MessageBody: string }[]).map(({ MessageBody }) => MessageBody);

async function night(): Promise<void> {
  const read = async (bucket: string, key: string) =>
    (await service.objects(bucket)).find((text) => text.startsWith(`${key} `))?.slice(key.length + 1) ?? "";
  const machine = nightMachine({ invoke: (folder, event) => service.invoke(folder, event), readObject: (_, key) => read("reports", key) });
  const ended = await machine.run({ civilDate: "2026-11-22" }).catch((error: Error) => error);
  thrown.push(ended instanceof Error ? `${ended.name} ${ended.message}` : JSON.stringify(ended));
}

async function sendFile(): Promise<void> {
  const header =
    "practice,pcn,icb,patient,referral_id,referral_date,referrer_role,activity,age_band,sex,imd_quintile,instrument,survey_date,score";
  const rows = Array.from(
    { length: 3 },
    (_, n) => `A81001,,,${bob},${canary}-f${n},2026-03-02,nurse,${canary} walks,45-54,F,2,PHQ9,2026-03-04,${n === 2 ? 99 : 11}`,
  );
  const bytes = `${[header, ...rows].join("\n")}\n`;
  const opened = await send("take-file", "/v1/uploads", { submissionId: "file-1", size: bytes.length, contentType: "text/csv" });
  const url = JSON.parse(opened.body).parts?.[0]?.url as string | undefined;
  if (url !== undefined) await fetch(url, { method: "PUT", body: bytes }).catch(() => undefined);
  await send("take-file", "/v1/uploads/file-1/completion", "", { about: { submissionId: "file-1" } });
}

/** What every function is called with: what it is for and what it is not, each with what nobody may repeat. */
const calls: Readonly<Record<HandlerName, () => Promise<unknown>>> = {
  "take-submission": async () => {
    await send("take-submission", "/v1/submissions", {
      submissionId: canary,
      events: [...eventsOf(ann, `${canary}-a`), ...eventsOf(bob, `${canary}-b`)],
    });
    const many = Array.from({ length: 260 }, (_, n) => eventsOf(carl, `${canary}-m${n}`)).flat();
    await send("take-submission", "/v1/submissions", { submissionId: "many", events: many });
    await send("take-submission", "/v1/submissions", `{"${canary}": ${ann}`);
    await send("take-submission", "/v1/submissions", `a,${canary}\n${ann},1\n`, { type: "text/csv" });
    await send(
      "take-submission",
      "/v1/submissions",
      { resourceType: "Bundle", type: "batch", entry: [{ resource: { resourceType: canary, id: ann } }] },
      { type: "application/fhir+json" },
    );
  },
  "store-part": async () => {
    for (const body of partsQueued()) await invoke("store-part", messageOf(body));
    await invoke("store-part", messageOf(`{"${canary}": "${ann}"}`));
    await invoke("store-part", messageOf(`${canary} ${ann}`));
  },
  "read-receipt": async () => {
    const headers = { authorization: `Bearer ${await tokenOf()}` };
    for (const submissionId of [canary, "many", secret, "file-1"])
      await ask("read-receipt", { method: "GET", path: `/v1/submissions/${submissionId}`, headers, pathParameters: { submissionId } });
  },
  "take-file": async () => {
    await sendFile();
    await send("take-file", "/v1/uploads", { submissionId: ann, size: canary });
    await send("take-file", "/v1/uploads", `{"${secret}`);
  },
  "split-file": async () => {
    for (const body of queued("cut")) await invoke("split-file", messageOf(body));
    for (const body of partsQueued()) await invoke("store-part", messageOf(body));
    for (const body of queued("acknowledge")) await invoke("split-file", messageOf(body));
    await invoke("split-file", messageOf(`{"step":"${canary}","client":"${ann}"}`));
  },
  "exclude-people": async () => {
    await send("exclude-people", "/v1/opt-outs", { optedOut: [bob] }, operator);
    await send("exclude-people", "/v1/opt-outs", { optedOut: [canary] }, operator);
    await send("exclude-people", "/v1/erasures", { patient: { nhsNumber: ann } }, operator);
    await send("exclude-people", "/v1/erasures", { practice: canary, referralId: ann }, operator);
  },
  "score-instrument": async () => {
    await send("score-instrument", "/v1/score", { instrument: "phq-9", items: [1, 1, 1, 1, 1, 1, 1, 1, 2], [canary]: ann });
    await send("score-instrument", "/v1/score", `{"${secret}`);
  },
  "describe-api": async () => {
    await ask("describe-api", { method: "GET", path: "/v1/openapi.json", resource: "/v1/openapi.json" });
    await ask("describe-api", {
      method: "GET",
      path: `/v1/templates/${secret}`,
      resource: "/v1/templates/{name}",
      pathParameters: { name: secret },
    });
  },
  "plan-night": night,
  "refresh-units": () => invoke("refresh-units", { gen: canary, batch: secret }),
  "roll-up": () => invoke("roll-up", { gen: 1, level: secret }),
  "plan-pages": () => invoke("plan-pages", { gen: secret }),
  "render-pages": () => invoke("render-pages", { gen: 1, at: secret }),
  "verify-generation": () => invoke("verify-generation", { gen: secret }),
  "publish-generation": () => invoke("publish-generation", { gen: 9_999, [canary]: secret }),
  "collect-garbage": () => invoke("collect-garbage", { gen: 1, [canary]: secret }),
  "write-lake": () => invoke("write-lake", { gen: 1, civilDate: secret }),
  "inspect-night": async () => {
    for (const action of ["runs", "verify", "collect", secret]) await invoke("inspect-night", { action, ...call });
    await invoke("inspect-night", { action: "runs", by: ann, ticket: "INC-1" });
    await invoke("inspect-night", { action: "runs", by: "pat", ticket: "943-476-5919" });
  },
  "preview-night": async () => {
    await invoke("preview-night", { action: "dry-run", ...call });
    for (const cell of ["ENG/depression/improved", secret]) await invoke("preview-night", { action: "explain", cell, ...call });
  },
  "verify-statistics": () => invoke("verify-statistics", { ...call, [canary]: secret }),
  "rebuild-statistics": () => invoke("rebuild-statistics", { ...call, [canary]: secret }),
  "roll-back": async () => {
    for (const generation of [99, secret]) await invoke("roll-back", { generation, ...call });
  },
  "withdraw-pack": async () => {
    for (const month of ["2001-01", secret]) await invoke("withdraw-pack", { month, ...call });
  },
  "read-report": async () => {
    for (const proxy of ["1/england/index.html", "1/practice/A81001/index.html", secret])
      await look("read-report", `/reports/${proxy}`, { proxy });
    await look("read-report", "/v1/outcomes", {}, { place: secret });
  },
  "tell-status": async () => {
    await ask("tell-status", { method: "GET", path: "/v1/status", query: { [canary]: ann } });
  },
  "read-practice": async () => {
    for (const what of ["risk-flags", "follow-ups-due", "data-quality", secret]) {
      for (const ods of ["A81001", secret]) {
        await send("read-practice", `/v1/practices/${ods}/${what}`, "", { about: { ods } });
        await ask("read-practice", {
          method: "GET",
          path: `/v1/practices/${ods}/${what}`,
          headers: { authorization: `Bearer ${await tokenOf()}` },
          pathParameters: { ods },
        });
      }
    }
  },
  "acknowledge-risk": async () => {
    const about = { ods: "A81001", id: secret };
    await send("acknowledge-risk", `/v1/practices/A81001/risk-flags/${secret}/acknowledgement`, "", { about });
  },
  "fill-in": async () => {
    const session = await tokenOf(nurse);
    const cookie = `hearten-session=${session}`;
    await look("fill-in", "/fill-in", { proxy: "" });
    const fields = {
      token: formToken(session),
      practice: "A81001",
      referralId: `${canary}-web`,
      nhsNumber: ann,
      "patient.nhsNumber": ann,
      referredOn: "2026-03-02",
      activity: canary,
    };
    for (const proxy of ["referrals", "referrals/find", "files", secret]) {
      await ask("fill-in", {
        path: `/fill-in/${proxy}`,
        pathParameters: { proxy },
        headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      });
    }
  },
  "show-practice": async () => {
    for (const proxy of ["A81001", "A81001/risk-flags", "A81001/follow-ups", "A81001/data-quality", secret])
      await look("show-practice", `/practice/${proxy}`, { proxy });
  },
  "explore-figures": async () => {
    for (const proxy of ["", secret])
      await ask("explore-figures", { method: "GET", path: `/explore/${proxy}`, pathParameters: { proxy }, query: { [canary]: ann } });
  },
  "sign-in": async () => {
    for (const end of ["", "/callback", "/out"]) await look("sign-in", `/sign-in${end}`, {}, { code: secret, state: secret, to: secret });
  },
};

async function expectSilence(): Promise<void> {
  const rows = [...(await service.tables.rowsOf(service.tables.source)), ...(await service.tables.rowsOf(service.tables.derived))];
  const pseudonyms = rows.flatMap(({ pk }) => /[a-z2-7]{52}/.exec(String(pk)) ?? []);
  expect(pseudonyms.length).toBeGreaterThan(0);
  const trouble = (await service.objects("reports")).filter((text) => text.includes("trouble/"));
  const forbidden = [ann, bob, carl, ...tokens, ...new Set(pseudonyms)];
  const lines = [...service.written, ...thrown, ...trouble];
  for (const line of [...lines, ...refusals, ...queues.bodies])
    expect([line, forbidden.filter((word) => line.includes(word))]).toEqual([line, []]);
  // A sender's own name of a submission goes into the queue and into the answer to its sender; nothing else that was sent does.
  const messages = queues.bodies.map((text) => text.replaceAll(`\\"submissionId\\":\\"${canary}\\"`, ""));
  expect([...lines, ...messages].filter((line) => line.includes(canary))).toEqual([]);
}

describe("64: what was sent leaves no function but by its answer to the sender", () => {
  it("knows every function there is", () => {
    expect(Object.keys(calls).sort()).toEqual([...functionNames].sort());
  });

  it("while everything goes well, and whatever is asked", async () => {
    for (const name of functionNames) await calls[name]();

    expect(service.written.join("")).toContain('"message":"part stored"');
    expect(service.written.join("")).toContain('"step":"acknowledge","outcome":"acknowledged"');
    expect(service.written.join("")).toContain('"message":"step done"');
    expect(refusals.length).toBeGreaterThan(20);
    await expectSilence();
  }, 120_000);

  it.each<Behaviour>(["throttled", "quoting", "nonsense", "gone"])(
    "while the stores are %s and say so in words of the sender's",
    async (behaviour) => {
      for (const store of stores) store.behave(behaviour);
      const before = service.written.length;
      for (const name of functionNames) await calls[name]();
      for (const store of stores) store.behave("well");

      expect(service.written.slice(before).join("")).toContain('"message":"request failed"');
      expect(service.written.slice(before).join("")).toContain('"message":"part not stored"');
      await expectSilence();
    },
    240_000,
  );

  it("while what is kept is damaged: an object that is no JSON is not quoted", async () => {
    for (const text of await service.objects("raw")) {
      const Key = text.split(" ")[0] ?? "";
      if (Key.startsWith("parts/")) await service.s3.send(new PutObjectCommand({ Bucket: "raw", Key, Body: `{"${secret}` }));
    }
    await calls["take-submission"]();
    await calls["store-part"]();

    await expectSilence();
  }, 60_000);
});
