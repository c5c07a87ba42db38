import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startDynamo } from "../../local/dynamo-process.ts";
import { startEngines } from "../../local/engines.ts";
import { scratchDirectory } from "./support/scratch.ts";

const nothingInstalled = () => {
  throw new Error("Cannot find module");
};

/** The Node that runs npm, where that is an older one than Hearten's own. */
const npmNode = process.env.npm_node_execpath ?? "";
const isOlder = npmNode !== "" && Number(execFileSync(npmNode, ["-p", "process.versions.node"], { encoding: "utf8" }).split(".")[0]) < 24;

describe("a platform that the engines do not come for", () => {
  it("is told so, with the setting that names an engine of one's own", async () => {
    const start = startDynamo({ file: join(scratchDirectory(), "d.sqlite"), find: nothingInstalled });

    await expect(start).rejects.toThrow(/comes for linux-x64 only.*set AWS_ENDPOINT_URL_DYNAMODB/);
  });

  it("is served by the engine that the setting names, and starts none of its own", async () => {
    const own = await startDynamo({ file: join(scratchDirectory(), "own.sqlite") });
    onTestFinished(() => own.stop());

    const engines = await startEngines(scratchDirectory(), { AWS_ENDPOINT_URL_DYNAMODB: own.url });
    onTestFinished(() => engines.stop());

    expect(engines.endpoints.AWS_ENDPOINT_URL_DYNAMODB).toBe(own.url);
    expect((await engines.clients.dynamo.config.endpoint?.())?.port).toBe(Number(new URL(own.url).port));
  });
});

it(`the launcher on an older Node: ${isOlder ? "npm runs on one, and it was tried" : "npm runs on none here, so it was not tried"}`, () => {
  expect(typeof isOlder).toBe("boolean");
});

describe.runIf(isOlder)("the launcher on an older Node", () => {
  it("says where the right Node comes from, and which settings serve elsewhere, when none was installed", () => {
    const folder = join(scratchDirectory(), "bin");
    mkdirSync(folder);
    copyFileSync("bin/hearten.mjs", join(folder, "hearten.mjs"));

    const { status, stderr } = spawnSync(npmNode, [join(folder, "hearten.mjs"), "start"], { encoding: "utf8" });

    expect(status).toBe(2);
    for (const said of ["Node 24", "npm ci", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_S3"]) expect(stderr).toContain(said);
  });

  it("runs the command on the Node that was installed with the lockfile", () => {
    const { status, stdout } = spawnSync(npmNode, ["bin/hearten.mjs", "score", "gad-7", "--total", "9", "--json"], { encoding: "utf8" });

    expect([status, JSON.parse(stdout).band]).toEqual([0, "mild"]);
  });
});
