import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { foldVersion } from "../../core/episodes/contribution.ts";
import { methodVersion } from "../../core/night/versions.ts";
import { codeVersion } from "../../lib/code-version.ts";
import manifest from "../../package.json" with { type: "json" };

const root = join(import.meta.dirname, "..", "..");

it("says by which release, method, fold and code it computes, as reports are stamped", () => {
  const told = execFileSync(process.execPath, [join(root, "bin", "hearten.mjs"), "--version"], { encoding: "utf8" });

  const code = codeVersion(root).slice(0, 12);
  expect(told).toBe(`hearten ${manifest.version}, method ${methodVersion}, fold ${foldVersion}, code ${code}\n`);
});
