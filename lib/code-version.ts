import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** What decides the published numbers and pages; infrastructure and tests do not. */
const sources = ["names.ts", "{core,adapters,functions,reports}/**/*.*"];

/** One hash over every source file, the same in a checkout, a tarball and any order of reading, and over what a deployer brings to it. */
export function codeVersion(root: string, deployment?: string): string {
  const files = globSync(sources, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".md"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(join(root, file)));
    hash.update("\0");
  }
  if (deployment !== undefined) hash.update(`deployment\0${deployment}\0`);
  return hash.digest("hex").slice(0, 32);
}
