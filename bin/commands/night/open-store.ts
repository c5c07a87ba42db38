import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { namedDeployment } from "../../../adapters/deployment-file.ts";
import { nightPortsFrom } from "../../../adapters/night-settings.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { profileOf } from "../../../core/disclosure/profile.ts";
import type { Registry } from "../../../core/instruments/registry.ts";
import { codeVersion } from "../../../lib/code-version.ts";
import { lockData } from "../../../local/data-lock.ts";
import { startEngines } from "../../../local/engines.ts";
import { renderPlace } from "../../../reports/render-place.ts";
import { siteFiles } from "../../../reports/site-files.ts";
import type { WholeNightPorts } from "./run-night.ts";

/** The stores of a data directory, for one command. */
export type OpenStore = {
  readonly ports: WholeNightPorts;
  readonly dynamo: DynamoDBDocumentClient;
  readonly source: string;
  readonly derived: string;
  /** What the instruments are, where the checkout names a deployer's own. */
  readonly instruments: Registry | undefined;
  readonly close: () => Promise<void>;
};

const engines = z.object({
  endpoints: z.object({ AWS_ENDPOINT_URL_DYNAMODB: z.string(), AWS_ENDPOINT_URL_S3: z.string() }),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  region: z.string(),
  source: z.string(),
  derived: z.string(),
  reports: z.string(),
});

type Engines = z.infer<typeof engines>;

/** There is no service in the directory to work on. */
export class NoServiceHere extends Error {
  override readonly name = "NoServiceHere";
}

/**
 * Opens the stores of a data directory: those of the stack that runs on it, or, when none does, its engines alone for as long as the command takes.
 *
 * @throws NoServiceHere where no stack has ever run
 */
export async function openStore(data: string): Promise<OpenStore> {
  const dataDir = resolve(data);
  const access = join(dataDir, "access.json");
  const parsed = existsSync(access) ? z.object({ engines }).safeParse(JSON.parse(readFileSync(access, "utf8"))) : null;
  if (parsed?.success !== true) throw new NoServiceHere(`there is no service in ${data}: \`npx hearten start\` makes one`);
  const { endpoints, stop } = await runningOrOwn(dataDir, parsed.data.engines);
  return connect({ ...parsed.data.engines, endpoints }, stop);
}

type Running = { readonly endpoints: Engines["endpoints"]; readonly stop: () => Promise<void> };

/** The lock tells: a directory that is in use has engines that answer, and one that is not may be taken. */
async function runningOrOwn(dataDir: string, { endpoints }: Engines): Promise<Running> {
  const lock = lockOrNull(dataDir);
  if (lock === null) return { endpoints, stop: async () => undefined };
  const own = await startEngines(dataDir, process.env);
  const stop = async () => {
    await own.stop();
    lock.release();
  };
  return { endpoints: own.endpoints, stop };
}

function lockOrNull(dataDir: string): ReturnType<typeof lockData> | null {
  try {
    return lockData(dataDir);
  } catch {
    return null;
  }
}

function connect({ endpoints, credentials, region, source, derived, reports }: Engines, stop: () => Promise<void>): OpenStore {
  const dynamoClient = new DynamoDBClient({ endpoint: endpoints.AWS_ENDPOINT_URL_DYNAMODB, region, credentials });
  const s3 = new S3Client({ endpoint: endpoints.AWS_ENDPOINT_URL_S3, region, credentials, forcePathStyle: true });
  const dynamo = DynamoDBDocumentClient.from(dynamoClient);
  const root = join(import.meta.dirname, "..", "..", "..");
  const deployment = namedDeployment(root);
  const code = codeVersion(root, deployment?.text);
  const settings = { SOURCE_TABLE: source, DERIVED_TABLE: derived, REPORTS_BUCKET: reports, CODE_VERSION: code };
  const close = async () => {
    dynamo.destroy();
    dynamoClient.destroy();
    s3.destroy();
    await stop();
  };
  const drawing = {
    profileOf,
    siteFiles,
    drawPlace: (statistics: Parameters<typeof disclosePlace>[0]) =>
      renderPlace(disclosePlace(statistics, profileOf(statistics.place.level), deployment?.instruments)),
  };
  return {
    ports: { ...nightPortsFrom(settings, { dynamo, s3 }), ...drawing },
    dynamo,
    source,
    derived,
    instruments: deployment?.instruments,
    close,
  };
}
