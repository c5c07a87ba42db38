import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startTarget } from "./target.ts";

it("runs against the embedded engines unless others are named, and says that no account was ever among them", async () => {
  const target = await startTarget();
  const { name } = target;
  await target.stop();

  const page = readFileSync(join(import.meta.dirname, "README.md"), "utf8");

  if (process.env.HEARTEN_CONFORMANCE === undefined) expect(name).toBe("the embedded engines");
  else expect(name).not.toBe("the embedded engines");
  expect(page).toContain("**Never run on AWS.**");
}, 180_000);
