import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { numbersIn } from "../../../bin/commands/people/read-numbers.ts";
import { writeAccess } from "../../../local/sample/access-file.ts";
import { tokenSource } from "../../../local/sample/access-token.ts";
import { type Stack, startStack } from "../../../local/stack.ts";
import { putOrganisations } from "../../support/org-rows.ts";

const scratch = mkdtempSync(join(tmpdir(), "hearten-erase-"));
const data = join(scratch, "data");
const root = join(import.meta.dirname, "..", "..", "..");
const [ann, bob] = ["9434765919", "9434765870"];
let stack: Stack;
const practice = "A81001";

beforeAll(async () => {
  stack = await startStack({ dataDir: data, port: 0 });
  writeAccess(stack);
  const client = DynamoDBDocumentClient.from(stack.clients.dynamo);
  await putOrganisations({ client, source: stack.source });
  await client.send(new PutCommand({ TableName: stack.source, Item: { pk: "SUPP#supplier-one", sk: `ORG#${practice}`, scope: "own" } }));
  await send("s1", [...eventsOf("R-ann", ann), ...eventsOf("R-bob", bob)]);
  await stack.runNight();
}, 180_000);

afterAll(async () => {
  await stack.stop();
  rmSync(scratch, { recursive: true });
});

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs a command on the data of the running stack. */
function hearten(args: readonly string[], input = ""): Promise<Ended> {
  const environment = { PATH: process.env.PATH, HOME: scratch, AWS_EC2_METADATA_DISABLED: "true" };
  const child = spawn(process.execPath, [join(root, "bin", "hearten.mjs"), ...args, "--data", data], { cwd: scratch, env: environment });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.on("data", (text) => out.push(String(text)));
  child.stderr.on("data", (text) => err.push(String(text)));
  child.stdin.end(input);
  return new Promise((done) => child.on("close", (code) => done({ code, out: out.join(""), err: err.join("") })));
}

function eventsOf(referralId: string, nhsNumber: string): readonly object[] {
  const survey = { type: "survey.completed", practice, referralId, instrument: "phq-9" };
  return [
    { type: "referral.recorded", eventId: `r-${referralId}`, practice, referralId, patient: { nhsNumber }, referredOn: "2026-03-02" },
    { ...survey, eventId: `s-${referralId}`, completedOn: "2026-03-04", total: 14 },
    { ...survey, eventId: `f-${referralId}`, completedOn: "2026-06-04", total: 6 },
  ];
}

async function send(submissionId: string, events: readonly object[]): Promise<{ records: { outcome: string; standing?: string }[] }> {
  const supplier = stack.directory.suppliers.find(({ clientId }) => clientId === "supplier-one");
  const token = await tokenSource(
    stack.tokenUrl,
    { clientId: "supplier-one", clientSecret: supplier?.clientSecret ?? "" },
    "hearten/submit",
  )();
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${stack.baseUrl}/v1/submissions`, {
    method: "POST",
    headers,
    body: JSON.stringify({ submissionId, events }),
  });
  return (await answer.json()) as { records: { outcome: string; standing?: string }[] };
}

/** How many referrals all statistics together count, once a night has run, and whether they are what the events say. */
async function verified(): Promise<{ readonly episodes: number; readonly different: readonly string[] }> {
  expect(await stack.runNight()).toBeDefined();
  return JSON.parse((await hearten(["verify", "--full", "--json"])).out).statistics;
}

describe("hearten opt-outs", () => {
  it("reads the answer of a check, leaves out whoever did not come back, and takes them in again", async () => {
    writeFileSync(join(scratch, "sent.csv"), `NHS number,\n${ann},x\n943 476 5870,y\n`);
    writeFileSync(join(scratch, "returned.csv"), `${ann}\n`);

    const out = await hearten(["opt-outs", "--sent", "sent.csv", "--returned", "returned.csv", "--json"]);
    expect(JSON.parse(out.out)).toEqual({ optedOut: 1, optedIn: 1, people: 1, episodes: 1 });
    expect(await verified()).toMatchObject({ different: [], waiting: 0 });
    expect((await send("s2", [{ ...eventsOf("R-bob", bob)[2], eventId: "late" }])).records).toMatchObject([{ standing: "opted-out" }]);

    const back = await hearten(["opt-outs", "--withdrawn", "-", "--json"], `${bob}\n`);
    expect(JSON.parse(back.out)).toMatchObject({ people: 1, episodes: 1 });
    expect(await verified()).toMatchObject({ different: [], waiting: 0 });
  }, 120_000);

  it("asks for one way of saying it, and names the line that holds no number, without it", async () => {
    expect((await hearten(["opt-outs"])).code).toBe(2);
    expect((await hearten(["opt-outs", "--sent", "sent.csv"])).code).toBe(2);
    const wrong = await hearten(["opt-outs", "-"], `${ann}\n9434765910\n`);
    expect([wrong.code, wrong.out]).toEqual([
      1,
      "nhs-number-invalid: there is no NHS number on line 2: one to a line, ten digits that pass their check\n",
    ]);
  }, 60_000);
});

describe("hearten erase", () => {
  it("erases whoever stands on standard input, and repeats nothing of it", async () => {
    const erased = await hearten(["erase", "--nhs-numbers", "-"], `${ann}\n`);

    expect(erased.out).toBe("1 person erased, of whom 1 referrals were kept. The next night counts without them.\n");
    expect(await verified()).toMatchObject({ different: [], waiting: 0 });
    const again = await send("s3", eventsOf("R-ann", ann));
    expect(again.records.map(({ outcome }) => outcome)).toEqual(["excluded", "excluded", "excluded"]);
  }, 120_000);

  it("erases the person whom a referral of a practice is about, tells of every erasure, and repeats them", async () => {
    const erased = await hearten(["erase", "--practice", practice, "--referral", "R-bob", "--json"]);
    expect(JSON.parse(erased.out)).toMatchObject({ episodes: 1, erasures: [{ practice, episodes: 1 }] });

    const list = JSON.parse((await hearten(["erase", "--list", "--json"])).out);
    expect(list.map(({ practice: at, episodes }: { practice: string | null; episodes: number }) => [at, episodes])).toEqual([
      [null, 1],
      [practice, 1],
    ]);
    expect(JSON.parse((await hearten(["erase", "--replay", "--json"])).out)).toEqual({ entries: 5, episodes: 0 });
    const rebuilt = JSON.parse((await hearten(["rebuild", "--json"])).out);
    expect(rebuilt).toMatchObject({ replayed: { entries: 5, episodes: 0 }, summariesWritten: 0, reindexed: 0 });
    expect(await verified()).toMatchObject({ different: [], waiting: 0 });
  }, 180_000);

  it("asks whom, and takes no NHS number as an argument", async () => {
    for (const args of [["erase"], ["erase", "--referral", "R1"], ["erase", "--replay", "--list"], ["erase", ann ?? ""]])
      expect((await hearten(args)).code).toBe(2);
  }, 60_000);
});

describe("a list of NHS numbers", () => {
  it("is read from the first column, whatever the line ends, with or without a heading", () => {
    expect(numbersIn(`\ufeffNHS Number;Name\r\n"943 476 5919";x\r\n\r\n943-476-5870\t\r\n`)).toEqual({
      numbers: [ann, bob],
      wrongLines: [],
    });
    expect(numbersIn("1\nno number\n")).toEqual({ numbers: [], wrongLines: [1, 2] });
  });
});
