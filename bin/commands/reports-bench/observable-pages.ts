import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Processor seconds that Observable Framework needs to build so many pages without a figure; `null` where it is not installed beside Hearten. */
export function observableSeconds(pages: number): number | null {
  const entry = observableEntry();
  if (entry === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "hearten-observable-"));
  mkdirSync(join(folder, "src"));
  for (let at = 0; at < pages; at++) writeFileSync(join(folder, "src", `practice-${at}.md`), pageText(at));
  writeFileSync(join(folder, "observablehq.config.js"), "export default { title: 'pages', search: false };\n");
  const timed = spawnSync("bash", ["-c", `TIMEFORMAT='%U %S'; time "$0" "$1" build >/dev/null 2>&1`, process.execPath, entry], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, OBSERVABLE_TELEMETRY_DISABLE: "true" },
  });
  rmSync(folder, { recursive: true });
  const [user = Number.NaN, system = Number.NaN] = timed.stderr.trim().split("\n").at(-1)?.split(" ").map(Number) ?? [];
  return timed.status === 0 ? user + system : null;
}

function observableEntry(): string | null {
  try {
    const manifest = createRequire(join(process.cwd(), "package.json")).resolve("@observablehq/framework/package.json");
    const entry = join(dirname(manifest), "dist", "bin", "observable.js");
    return existsSync(entry) ? entry : null;
  } catch {
    return null;
  }
}

function pageText(at: number): string {
  return `# Practice ${at}\n\nWhat the data show, and what they cannot show.\n\n| step | people |\n| --- | --- |\n| referred | ${at + 10} |\n| started | ${at + 5} |\n`;
}
