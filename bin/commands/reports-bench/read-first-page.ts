import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type GetObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { publishedReports } from "../../../adapters/published-reports.ts";
import { readReport } from "../../../functions/read-report/read-report.ts";
import { pointerKey, prefixes } from "../../../names.ts";
import { readPractice } from "./large-generation.ts";

/**
 * Reads one page out of a directory as `read-report` reads it out of its bucket, and prints what that cost beyond starting the process.
 *
 *     node bin/commands/reports-bench/read-first-page.ts DIRECTORY
 */
const [directory = "."] = process.argv.slice(2);

/** A bucket that is a directory: its answers cost next to nothing, so that what is measured is the reader's own work. */
class DirectoryBucket extends S3Client {
  override send(command: unknown): never {
    const path = join(directory, (command as GetObjectCommand).input.Key ?? "");
    const refusal = new S3ServiceException({ name: "NoSuchKey", $fault: "client", $metadata: { httpStatusCode: 404 } });
    const found = () => Promise.resolve({ Body: { transformToString: async () => readFileSync(path, "utf8") } });
    return (existsSync(path) ? found() : Promise.reject(refusal)) as never;
  }
}

const deps = {
  reports: publishedReports({
    client: new DirectoryBucket({ region: "eu-west-2" }),
    bucket: "reports",
    prefixes,
    pointerKey,
    now: () => Date.now(),
  }),
  grants: { grantsOf: async () => [{ organisation: readPractice, scope: "own", expiresOn: null } as const] },
  today: () => "2026-06-11",
  audit: () => undefined,
};
const before = { processor: process.cpuUsage(), memory: process.resourceUsage().maxRSS };
const reading = await readReport(`1/practice/${readPractice}/index.html`, "a practice", deps);
if (reading.kind === "nothing" || (await reading.body()) === null) throw new Error("the page of a large generation requires to be there");
const { user, system } = process.cpuUsage(before.processor);
const memoryMb = Math.round((process.resourceUsage().maxRSS - before.memory) / 1024);
process.stdout.write(JSON.stringify({ processorMs: Math.round((user + system) / 1000), memoryMb }));
