import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { namedDeployment } from "../../../adapters/deployment-file.ts";
import { nightPortsFrom } from "../../../adapters/night-settings.ts";
import { pauseWithJitter } from "../../../adapters/pause-with-jitter.ts";
import { refoldUnit } from "../../../adapters/refold-unit.ts";
import { settledBook } from "../../../adapters/settled-book.ts";
import { generationGuard } from "../../../core/disclosure/generation-guard.ts";
import { profileOf } from "../../../core/disclosure/profile.ts";
import type { Registry } from "../../../core/instruments/registry.ts";
import type { SettledBook } from "../../../core/people/unrepeated.ts";
import { placeDrawer } from "../../../functions/render-pages/draw-place.ts";
import { codeVersion } from "../../../lib/code-version.ts";
import { region as cloudRegion, type StageName } from "../../../lib/stages.ts";
import { holderOf, lockData, startCommand } from "../../../local/data-lock.ts";
import { startEngines } from "../../../local/engines.ts";
import { siteFiles } from "../../../reports/site-files.ts";
import { NoServiceHere } from "./no-service-here.ts";
import type { WholeNightPorts } from "./run-night.ts";
import { type DeployedStage, deployedStage } from "./stage-names.ts";

/** Which service a command works on: the one in a data directory, or a stage on AWS. */
export type Where = { readonly data: string; readonly stage?: StageName | undefined };

/** The stores of a service, for one command. */
export type OpenStore = {
  readonly ports: WholeNightPorts;
  readonly dynamo: DynamoDBDocumentClient;
  readonly s3: S3Client;
  readonly source: string;
  readonly derived: string;
  readonly reports: string;
  /** Where the engines of a data directory answer; nothing for a stage, whose addresses the SDK knows. */
  readonly local: (Omit<Engines, "source" | "derived" | "reports"> & { readonly dataDir: string }) | null;
  /** What a stage says of itself; nothing on one machine. */
  readonly deployed: DeployedStage | null;
  /** What the instruments are, where the checkout names a deployer's own. */
  readonly instruments: Registry | undefined;
  readonly close: () => Promise<void>;
};

const engines = z.object({
  endpoints: z.object({ AWS_ENDPOINT_URL_DYNAMODB: z.string(), AWS_ENDPOINT_URL_S3: z.string(), AWS_ENDPOINT_URL_SQS: z.string() }),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  region: z.string(),
  source: z.string(),
  derived: z.string(),
  raw: z.string().optional(),
  reports: z.string(),
  referralKey: z.string().optional(),
  personKey: z.string().optional(),
});

type Engines = z.infer<typeof engines>;
type Names = Pick<Engines, "source" | "derived" | "reports" | "raw">;
type Clients = { readonly dynamoClient: DynamoDBClient; readonly s3: S3Client };

/**
 * Opens the stores of a stage with the caller's own AWS credentials, or those of a data directory: of the stack that runs on it, or, when none
 * does, its engines alone for as long as the command takes.
 *
 * @throws {NoServiceHere} where no stack has ever run, or the stage cannot be reached
 */
export async function openStore({ data, stage }: Where): Promise<OpenStore> {
  return stage === undefined ? openData(resolve(data), data) : openStage(stage);
}

async function openStage(stage: StageName): Promise<OpenStore> {
  const deployed = await deployedStage(stage);
  const { names } = deployed;
  const clients = {
    dynamoClient: new DynamoDBClient({ region: cloudRegion }),
    // Where another store than AWS's is named, it is asked in the way that every such store understands.
    s3: new S3Client({ region: cloudRegion, forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined }),
  };
  const named = { source: names.sourceTable, derived: names.derivedTable, reports: names.reportsBucket, raw: names.rawBucket };
  return { ...storeOf(clients, named, async () => undefined), deployed, local: null };
}

async function openData(dataDir: string, given: string): Promise<OpenStore> {
  const access = join(dataDir, "access.json");
  const parsed = existsSync(access) ? z.object({ engines }).safeParse(JSON.parse(readFileSync(access, "utf8"))) : null;
  if (parsed?.success !== true) throw new NoServiceHere(`there is no service in ${given}: \`npx hearten start\` makes one`);
  const { region, credentials, raw, referralKey, personKey, ...names } = parsed.data.engines;
  const { endpoints, stop } = await runningOrOwn(dataDir, parsed.data.engines);
  const common = { region, credentials };
  const clients = {
    dynamoClient: new DynamoDBClient({ ...common, endpoint: endpoints.AWS_ENDPOINT_URL_DYNAMODB }),
    s3: new S3Client({ ...common, endpoint: endpoints.AWS_ENDPOINT_URL_S3, forcePathStyle: true }),
  };
  return {
    ...storeOf(clients, { ...names, raw }, stop),
    deployed: null,
    local: { ...common, raw, referralKey, personKey, dataDir, endpoints },
  };
}

type Running = { readonly endpoints: Engines["endpoints"]; readonly stop: () => Promise<void> };

/** Another command has the directory to itself until it ends. */
export class DataInUse extends Error {
  override readonly name = "DataInUse";
}

/** The lock tells: of a directory on which the whole product runs, the engines answer; one that another command works in is to be left alone; any other may be taken. */
async function runningOrOwn(dataDir: string, { endpoints }: Pick<Engines, "endpoints">): Promise<Running> {
  const lock = lockOrNull(dataDir);
  if (lock === null) {
    const holder = holderOf(dataDir);
    // it has ended since
    if (holder === undefined) return runningOrOwn(dataDir, { endpoints });
    if (holder.command !== startCommand)
      throw new DataInUse(
        `\`hearten ${holder.command}\` (process ${holder.pid}) is at work in ${dataDir}: wait until it has ended, or stop it, and run this again`,
      );
    return { endpoints, stop: async () => undefined };
  }
  const own = await startEngines(dataDir, process.env);
  const stop = async () => {
    await own.stop();
    lock.release();
  };
  return { endpoints: own.endpoints, stop };
}

function lockOrNull(dataDir: string): ReturnType<typeof lockData> | null {
  try {
    return lockData(dataDir, process.argv[2] ?? "a command");
  } catch {
    return null;
  }
}

/** A directory that an earlier version started does not say where its register is: it had none. */
function bookOf({ raw: bucket, source: table }: Names, { dynamo: client, s3 }: Pick<OpenStore, "dynamo" | "s3">): SettledBook {
  if (bucket === undefined) return { settled: async () => [], done: async () => new Set() };
  return settledBook({ client, table, s3, bucket });
}

function storeOf(
  { dynamoClient, s3 }: Clients,
  { source, derived, reports, raw }: Names,
  stop: () => Promise<void>,
): Omit<OpenStore, "local" | "deployed"> {
  const dynamo = DynamoDBDocumentClient.from(dynamoClient);
  const root = join(import.meta.dirname, "..", "..", "..");
  const deployment = namedDeployment(root);
  const code = codeVersion(root, deployment?.text);
  const settings = { SOURCE_TABLE: source, DERIVED_TABLE: derived, REPORTS_BUCKET: reports, CODE_VERSION: code };
  const drawing = {
    profileOf,
    siteFiles,
    evaluations: deployment?.evaluations,
    registry: deployment?.instruments,
    drawPlace: placeDrawer(deployment ?? {}),
    hideGeneration: generationGuard(deployment?.instruments),
  };
  const refold = refoldUnit({ client: dynamo, tables: { source, derived }, pause: pauseWithJitter, instruments: deployment?.instruments });
  return {
    ...{ dynamo, s3, source, derived, reports, instruments: deployment?.instruments },
    ports: {
      ...nightPortsFrom(settings, { dynamo, s3 }),
      ...drawing,
      refold,
      settledBook: bookOf({ source, derived, reports, raw }, { dynamo, s3 }),
    },
    close: async () => {
      dynamo.destroy();
      dynamoClient.destroy();
      s3.destroy();
      await stop();
    },
  };
}
