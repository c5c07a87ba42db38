import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lockData } from "../../local/data-lock.ts";
import { scratchDirectory } from "./support/scratch.ts";

it("refuses a second owner and says who the first one is", () => {
  const directory = scratchDirectory();
  lockData(directory);

  expect(() => lockData(directory)).toThrow(`in use by process ${process.pid}: stop that one first, or name another place with --data`);
});

it("is free again once released", () => {
  const directory = scratchDirectory();
  lockData(directory).release();

  expect(() => lockData(directory).release()).not.toThrow();
});

it("takes over what a dead process left behind, even where its number is in use again", () => {
  const directory = scratchDirectory();
  const dead = spawnSync("true").pid;
  writeFileSync(join(directory, "owner.pid"), `${dead} 12345`);
  lockData(directory).release();
  writeFileSync(join(directory, "owner.pid"), `${process.pid} 1`);

  expect(() => lockData(directory).release()).not.toThrow();
});
