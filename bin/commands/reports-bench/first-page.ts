import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import { runFiles } from "../../../core/night/manifest.ts";
import { type GenerationSize, writeLargeGeneration } from "./large-generation.ts";

/** What the first page of a generation costs a process that has read nothing yet. */
const firstPage = z.object({ processorMs: z.number(), memoryMb: z.number() });
export type FirstPage = z.infer<typeof firstPage>;

const reader = fileURLToPath(new URL("read-first-page.ts", import.meta.url));

/** The first page of a generation of that size, by its index and, as where there is none, by its manifest; each in a process of its own. */
export async function firstPages(size: GenerationSize): Promise<Readonly<Record<"index" | "manifest", FirstPage>>> {
  const directory = mkdtempSync(join(tmpdir(), "hearten-first-page-"));
  try {
    writeLargeGeneration(directory, size);
    const index = await readIn(directory);
    rmSync(join(directory, "runs", "1", runFiles.index));
    return { index, manifest: await readIn(directory) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function readIn(directory: string): Promise<FirstPage> {
  const { stdout } = await promisify(execFile)(process.execPath, [reader, directory]);
  return firstPage.parse(JSON.parse(stdout));
}
