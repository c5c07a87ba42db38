import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startKeyService } from "../../../local/kms.ts";
import { progressOn } from "../../../local/progress.ts";
import { queueUrl } from "../../../local/queues.ts";
import { writeAccess } from "../../../local/sample/access-file.ts";
import { startSample } from "../../../local/sample/start-sample.ts";
import { type Stack, startStack } from "../../../local/stack.ts";
import { outputs } from "../../../names.ts";
import { projectDeclared } from "../../support/project-declared.ts";
import { stacksTwin } from "../../support/stacks-twin.ts";

const scratch = mkdtempSync(join(tmpdir(), "hearten-stage-"));
const root = join(import.meta.dirname, "..", "..", "..");
let stack: Stack;
let stacks: Awaited<ReturnType<typeof stacksTwin>>;

beforeAll(async () => {
  stack = await startStack({ dataDir: join(scratch, "data"), port: 0 });
  const silent = progressOn({ write: () => true });
  await startSample(stack, { today: "2026-11-22", size: { referrals: 20, practices: 3 } }, silent);
  await stack.runNight();
  const told = Object.fromEntries(Object.values(outputs).map((name) => [name, "not asked for here"]));
  const parts = { [outputs.partsQueue]: await addressOf("partsqueue"), [outputs.failedParts]: await addressOf("partsfailed") };
  const named = { [outputs.sourceTable]: stack.source, [outputs.derivedTable]: stack.derived, [outputs.reportsBucket]: stack.reports };
  stacks = await stacksTwin("hearten-test-data", {
    ...told,
    ...named,
    ...parts,
    [outputs.rawBucket]: stack.raw,
    [outputs.projectKey]: "the-projects",
  });
}, 300_000);

afterAll(async () => {
  await stacks.close();
  await stack.stop();
  rmSync(scratch, { recursive: true });
});

/** Runs a command as somebody does who works on a stage, with the engines of this machine in the place of AWS's. */
function hearten(args: readonly string[], environment: Record<string, string> = {}) {
  const env = {
    ...{ PATH: process.env.PATH, HOME: scratch, AWS_EC2_METADATA_DISABLED: "true", AWS_MAX_ATTEMPTS: "1" },
    ...{ AWS_ENDPOINT_URL_CLOUDFORMATION: stacks.url, ...stack.endpoints },
    ...{ AWS_ACCESS_KEY_ID: stack.credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: stack.credentials.secretAccessKey },
    ...environment,
  };
  return new Promise<{ code: number; out: string; err: string }>((done) => {
    execFile(process.execPath, [join(root, "bin", "hearten.mjs"), ...args], { env, cwd: scratch }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe("a command that is told a stage", () => {
  it("works on the tables and buckets that the stage's stacks name", async () => {
    const runs = await hearten(["runs", "--stage", "test", "--json"]);
    const night = await hearten(["nightly", "--stage", "test", "--dry-run", "--json"]);
    const verified = await hearten(["verify", "--full", "--stage", "test", "--json"]);

    expect(JSON.parse(runs.out)).toMatchObject({ live: 1, runs: [{ gen: 1, phase: "published" }] });
    expect(JSON.parse(night.out)).toMatchObject({ units: 0, gone: [] });
    expect(JSON.parse(verified.out)).toMatchObject({ published: { damaged: [] }, statistics: { different: [] } });
  }, 300_000);

  it("gives grants there, writes its site, and refuses what the store refuses", async () => {
    const practice = JSON.parse((await hearten(["grants", "list", "supplier-one", "--stage", "test", "--json"])).out).grants[0]
      .organisation;
    const given = await hearten(["grants", "give", "another", practice, "--stage", "test", "--json"]);
    const site = await hearten(["site", "--out", "site", "--stage", "test", "--json"]);
    const back = await hearten(["rollback", "1", "--stage", "test", "--json"]);

    expect(JSON.parse(given.out).grants).toMatchObject([{ organisation: practice, scope: "own" }]);
    expect(JSON.parse(site.out)).toMatchObject({ generation: 1 });
    expect(existsSync(join(scratch, "site", "england", "index.html"))).toBe(true);
    expect([back.code, JSON.parse(back.out).refusals[0].rule]).toEqual([1, "live-generation"]);
  }, 300_000);

  it("hands out a project's dataset under the stage's own key: the same bytes again, other names under another key", async () => {
    const keys = await startKeyService({ file: join(scratch, "stage-keys.json"), keyIds: ["the-projects"] });
    const others = await startKeyService({ file: join(scratch, "other-keys.json"), keyIds: ["the-projects"] });
    writeFileSync(join(scratch, "project.json"), JSON.stringify({ ...projectDeclared, withheldAtMost: 0.5 }));
    const exported = async (out: string, { url }: typeof keys) => {
      const args = ["export", "--project", "project.json", "--out", out, "--stage", "test", "--json"];
      const made = await hearten(args, { AWS_ENDPOINT_URL_KMS: url });
      expect([made.code, made.err]).toEqual([0, ""]);
      return JSON.parse(made.out).manifestSha256;
    };
    const [first, again, other] = [await exported("one", keys), await exported("two", keys), await exported("three", others)];
    await Promise.all([keys.close(), others.close()]);

    expect(
      readFileSync(join(scratch, "one", "referrals.csv"), "utf8")
        .trim()
        .split("\n").length,
    ).toBeGreaterThan(10);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  }, 300_000);

  it("works on a directory where no stage is named, and refuses one in which `hearten start` never ran", async () => {
    const [runs, site] = [await hearten(["runs", "--data", "data", "--json"]), await hearten(["site", "--out", "other", "--data", "data"])];

    expect([runs.code, runs.err]).toEqual([2, "there is no service in data: `npx hearten start` makes one\n"]);
    expect([site.code, site.err]).toEqual([2, runs.err]);
  });

  it("says what to do where there are no credentials, no such stage, or nothing deployed", async () => {
    const nothing = await stacksTwin("hearten-test-data", null);
    const half = await stacksTwin("hearten-test-data", { [outputs.sourceTable]: "a" });
    const without = await hearten(["runs", "--stage", "test"], { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
    const unknown = await hearten(["runs", "--stage", "staging"]);
    const undeployed = await hearten(["runs", "--stage", "test"], { AWS_ENDPOINT_URL_CLOUDFORMATION: nothing.url });
    const older = await hearten(["runs", "--stage", "test"], { AWS_ENDPOINT_URL_CLOUDFORMATION: half.url });
    await Promise.all([nothing.close(), half.close()]);

    expect([without.code, unknown.code, undeployed.code, older.code]).toEqual([2, 2, 2, 2]);
    expect(without.err).toMatch(/^there are no AWS credentials here: sign in/);
    expect(unknown.err).toContain("stage must be one of test, production");
    expect(undeployed.err).toContain("the stage test is not deployed in eu-west-2");
    expect(older.err).toContain("deploy it from this checkout first");
  }, 300_000);
});

describe("the doctor", () => {
  const stateOf = (out: string) =>
    Object.fromEntries(JSON.parse(out).findings.map(({ check, state }: Record<string, string>) => [check, state]));

  it("examines the service that runs on this machine, and writes nothing", async () => {
    writeAccess(stack);
    const { code, out } = await hearten(["doctor", "--data", "data", "--json"]);
    const found = stateOf(out);

    expect(Object.keys(found).length).toBeGreaterThan(15);
    expect(Object.entries(found).filter(([, state]) => state === "broken")).toEqual([]);
    expect(code).toBe(0);
    expect(JSON.parse((await hearten(["runs", "--data", "data", "--json"])).out).runs).toHaveLength(1);
  }, 300_000);

  it("examines a stage, names what does not answer there, and ends with 1", async () => {
    const { code, out } = await hearten(["doctor", "--stage", "test", "--json"], { AWS_ENDPOINT_URL_KMS: "http://127.0.0.1:9" });
    const broken = Object.entries(stateOf(out)).flatMap(([check, state]) => (state === "broken" ? [check] : []));

    expect(broken).toEqual(["keys"]);
    expect(out).toContain("docs/operations/key-disabled.md");
    expect(code).toBe(1);
  }, 300_000);

  it("looks at the machine alone where there is no service yet, and ends with 2 where a stage cannot be asked", async () => {
    const nobody = await hearten(["doctor", "--data", "nowhere", "--json"]);
    const without = await hearten(["doctor", "--stage", "test"], { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });

    expect([nobody.code, stateOf(nobody.out).service]).toEqual([0, "watch"]);
    expect([without.code, without.out]).toEqual([2, ""]);
    expect(without.err).toMatch(/^there are no AWS credentials here/);
  }, 300_000);
});

/** Where a queue of the stack answers. */
async function addressOf(name: string): Promise<string> {
  const { QueueUrls = [] } = await stack.clients.sqs.send(new ListQueuesCommand({}));
  const url = QueueUrls.find((each) => each.toLowerCase().includes(name)) ?? "";
  return queueUrl(stack.endpoints.AWS_ENDPOINT_URL_SQS, url.split("/").at(-1) ?? "");
}
