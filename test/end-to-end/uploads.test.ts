import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { idOfContent } from "../../bin/commands/ingest/envelopes.ts";
import { submitCommand } from "../../bin/commands/submit.ts";
import { scannerTest } from "../../core/files/malware.ts";
import { longFormHeader } from "../../core/submission/long-form.ts";
import { progressOn } from "../../local/progress.ts";
import { writeAccess } from "../../local/sample/access-file.ts";
import { tokenSource } from "../../local/sample/access-token.ts";
import { startSample } from "../../local/sample/start-sample.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { scopes } from "../../names.ts";

const dataDir = mkdtempSync(join(tmpdir(), "hearten-uploads-"));
const silent = progressOn({ write: () => true });
let stack: Stack;
let access = "";
let practice = "";
let token: () => Promise<string>;

beforeAll(async () => {
  stack = await startStack({ dataDir, port: 0 });
  const { roles } = await startSample(stack, { today: "2026-11-22", size: { referrals: 20, practices: 5 } }, silent);
  access = writeAccess(stack, roles);
  practice = roles.suppliers["supplier-one"][0] ?? "";
  const supplier = stack.directory.suppliers.find(({ clientId }) => clientId === "supplier-one") ?? expect.unreachable();
  token = tokenSource(stack.tokenUrl, supplier, scopes.submit);
}, 240_000);

afterAll(async () => {
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const row = (n: number, over: Record<string, string> = {}) => {
  const cells: Record<string, string> = {
    ...{ practice, patient: `upload-${n}`, referral_id: `U${n}`, referral_date: "2026-03-02", referrer_role: "nurse" },
    ...{ instrument: "PHQ9", survey_date: "2026-03-04", score: String(n % 28), ...over },
  };
  return longFormHeader.map((name) => cells[name] ?? "").join(",");
};

async function submit(...given: readonly string[]) {
  const out: string[] = [];
  let refused = false;
  const door = {
    ...{ write: (text: string) => out.push(text), complain: (text: string) => out.push(text), watched: false },
    refuse: () => {
      refused = true;
    },
  };
  await submitCommand(door, 10_000).parseAsync(["--access", access, "--client", "supplier-one", ...given], { from: "user" });
  return { out: out.join(""), refused };
}

async function api(path: string, body?: object) {
  const headers = { authorization: `Bearer ${await token()}`, "content-type": "application/json" };
  const answer = await fetch(`${stack.baseUrl}${path}`, { headers, ...(body && { method: "POST", body: JSON.stringify(body) }) });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}

describe("a large file", () => {
  it("is sent in parts, stored, and acknowledged row by row, to whoever sent it alone", async () => {
    const file = join(dataDir, "export.csv");
    const rows = Array.from({ length: 1_200 }, (_, n) => row(Math.floor(n / 4), n === 7 ? { score: "99" } : {}));
    writeFileSync(file, `${longFormHeader.join(",")}\n${rows.join("\n")}\n`);
    const acknowledgement = join(dataDir, "acknowledgement.csv");

    const { out, refused } = await submit(file, "--acknowledgement", acknowledgement, "--json");

    const document = JSON.parse(out);
    expect(refused).toBe(true);
    expect(document).toMatchObject({ status: "complete", received: 1_200, rejected: 1, accepted: 300, duplicate: 899 });
    const lines = readFileSync(acknowledgement, "utf8").trimEnd().split("\r\n");
    expect(lines).toHaveLength(1_201);
    expect(lines[8]).toMatch(/^9,csv-[a-z]+,rejected,score-out-of-range,score,/);
    const receipt = await api(`/v1/submissions/${document.submissionId}`);
    expect(receipt.body).toMatchObject({ status: "complete", encoding: "utf-8", records: [] });

    const stranger = await fetch(`${stack.baseUrl}/v1/submissions/${document.submissionId}/acknowledgement.csv`);
    expect(stranger.status).toBe(401);
    const again = JSON.parse((await submit(file, "--json")).out);
    expect(again).toMatchObject({ submissionId: document.submissionId, received: 1_200, accepted: 300 });
  }, 240_000);

  it("is refused whole where its scan finds something, and nothing of it is kept", async () => {
    const file = join(dataDir, "infected.csv");
    const rows = Array.from({ length: 200 }, (_, n) => row(9_000 + n, n === 150 ? { activity: `"${scannerTest}"` } : {}));
    writeFileSync(file, `${longFormHeader.join(",")}\n${rows.join("\n")}\n`);

    const { out, refused } = await submit(file, "--json");

    expect(refused).toBe(true);
    expect(JSON.parse(out)).toMatchObject({ received: 0, accepted: 0, problems: [{ rule: "rejected-malware" }] });
  });

  it("goes on where a run was stopped, and is refused whole for a quote that is not closed", async () => {
    const file = join(dataDir, "broken.csv");
    const text = `${longFormHeader.join(",")}\n${`${row(1)}\n`.repeat(300_000)}"${row(2)}\n`;
    writeFileSync(file, text);
    const bytes = Buffer.from(text);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const opening = { submissionId: idOfContent(file, sha256), size: bytes.length, contentType: "text/csv", sha256 };
    const opened = (await api("/v1/uploads", opening)).body as unknown as { parts: { url: string; size: number }[] };
    expect(opened.parts).toHaveLength(2);
    await fetch(opened.parts[0]?.url ?? "", { method: "PUT", body: bytes.subarray(0, opened.parts[0]?.size) });
    expect((await api("/v1/uploads", opening)).body).toMatchObject({ stored: [1], parts: [{ number: 2 }] });

    const { out, refused } = await submit(file);

    expect(refused).toBe(true);
    expect(out).toContain("malformed-csv");
    expect((await api(`/v1/submissions/${opening.submissionId}`)).body).toMatchObject({
      status: "refused",
      received: 0,
      problem: { rule: "malformed-csv", field: "row 300002" },
    });
  }, 240_000);
});
