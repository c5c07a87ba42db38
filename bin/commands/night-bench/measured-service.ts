import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { BatchWriteCommand, DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { markKey, summariesKey } from "../../../adapters/derived-keys.ts";
import { nightPortsFrom } from "../../../adapters/night-settings.ts";
import { settledBook } from "../../../adapters/settled-book.ts";
import { sha256 } from "../../../adapters/sha256.ts";
import { canonicalJson } from "../../../core/canonical-json.ts";
import { chaptersOf } from "../../../core/disclosure/chapters.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { generationGuard } from "../../../core/disclosure/generation-guard.ts";
import { profileOf } from "../../../core/disclosure/profile.ts";
import { batchLists, readBatches } from "../../../core/night/batch-lists.ts";
import { inParallel } from "../../../core/night/in-parallel.ts";
import type { Manifest } from "../../../core/night/manifest.ts";
import type { NightStepName } from "../../../core/night/night-steps.ts";
import type { Publication } from "../../../core/night/publish.ts";
import { readLive } from "../../../core/night/read-run-files.ts";
import { type Unit, unitName } from "../../../core/night/unit.ts";
import type { Chapters, DrawnPlace } from "../../../core/place-report.ts";
import type { PlaceStatistics } from "../../../core/place-statistics.ts";
import { planNight } from "../../../functions/plan-night/plan-night.ts";
import { planBoard } from "../../../functions/plan-pages/plan-board.ts";
import { planPages } from "../../../functions/plan-pages/plan-pages.ts";
import { publishGeneration } from "../../../functions/publish-generation/publish-generation.ts";
import { refreshUnits } from "../../../functions/refresh-units/refresh-units.ts";
import { placeDrawer } from "../../../functions/render-pages/draw-place.ts";
import { renderPages } from "../../../functions/render-pages/render-pages.ts";
import { rollUp } from "../../../functions/roll-up/roll-up.ts";
import { checkBoards } from "../../../functions/verify-generation/check-boards.ts";
import { verifyGeneration } from "../../../functions/verify-generation/verify-generation.ts";
import { startDynamo } from "../../../local/dynamo-process.ts";
import { localCredentials, region } from "../../../local/place.ts";
import { startStorage } from "../../../local/s3/server.ts";
import { siteFiles } from "../../../reports/site-files.ts";
import type { WholeNightPorts } from "../night/run-night.ts";
import { type BenchReferral, type BenchService, benchOrganisations, benchReferrals } from "./bench-referrals.ts";
import { combined, countedCalls, type Demand } from "./counted-calls.ts";

/** Whether pages are left undrawn, so that larger services can be measured. */
export type NightOptions = { readonly undrawn?: boolean | undefined };

/** What one night took. */
export type MeasuredNight = {
  readonly seconds: number;
  readonly processor: number;
  /** Of the seconds, until every statistic stood: planning, counting and summing; the rest is disclosing, checking and publishing. */
  readonly counting: number;
  readonly demand: Demand;
  /** Of that, the part of the counting. */
  readonly counted: Demand;
  readonly published: boolean;
  readonly shown: Shown;
  /** Step by step, in the order in which they were taken. */
  readonly steps: readonly MeasuredStep[];
};

/** What readers have after a night, and how much of it is other than before: no night can draw less than that. */
export type Shown = { readonly places: number; readonly placesDrawn: number; readonly files: number; readonly filesChanged: number };

/** One step of a night: how long it took, and what this process and the object store within it worked for it; the database is a process of its own. */
export type MeasuredStep = { readonly name: string; readonly seconds: number; readonly processor: number; readonly demand: Demand };

/** The nights of one service, and how many practice-months each had to make anew. */
export type Measured = {
  readonly units: number;
  readonly practices: number;
  readonly changed: number;
  readonly full: MeasuredNight;
  /** One practice-month alone: what a night costs in which hardly anything happened. */
  readonly one: MeasuredNight;
  /** One practice-month in a hundred, of as many practices as there are. */
  readonly onePerCent: MeasuredNight;
  /** As many practice-months as that, of as few practices as have them. */
  readonly gathered: MeasuredNight;
  readonly nothing: MeasuredNight;
  readonly megabytes: number;
};

/** A service on the embedded engines, loaded directly, and its nights. */
export type MeasuredService = {
  readonly units: readonly Unit[];
  readonly night: () => Promise<MeasuredNight>;
  /** Gives ten people of each of these practice-months another late score: with fewer than eight, readers would go on seeing what they saw. */
  readonly change: (units: readonly Unit[]) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const itemsInBatch = 25;
const batchesAtOnce = 4;
const table = "derived";
const bucket = "reports";

/** Loads a service: summaries and a mark for each practice-month, which are all that a night reads. Pages are guarded, disclosed and, unless told otherwise, drawn as the product does it. */
export async function measuredService(service: BenchService, { undrawn = false }: NightOptions = {}): Promise<MeasuredService> {
  const directory = mkdtempSync(join(tmpdir(), "hearten-bench-"));
  const engine = await startDynamo({ file: join(directory, "tables.db") });
  const credentials = { [localCredentials.accessKeyId]: localCredentials.secretAccessKey };
  const storage = await startStorage({ directory: join(directory, "s3"), credentials });
  const bare = new DynamoDBClient({ endpoint: engine.url, region, credentials: localCredentials });
  const dynamo = DynamoDBDocumentClient.from(bare);
  const s3 = new S3Client({ endpoint: storage.url, region, credentials: localCredentials, forcePathStyle: true });
  await createStores(dynamo, s3);
  const loaded = await load(service, dynamo);
  const calls = countedCalls(dynamo, s3);
  const settings = { SOURCE_TABLE: table, DERIVED_TABLE: table, REPORTS_BUCKET: bucket, CODE_VERSION: "bench" };
  const ports: WholeNightPorts = {
    ...nightPortsFrom(settings, { dynamo, s3 }),
    organisations: { versions: async () => benchOrganisations(service) },
    profileOf,
    siteFiles,
    drawPlace: undrawn ? reportAlone : placeDrawer({}),
    hideGeneration: generationGuard(),
    settledBook: settledBook({ client: dynamo, table, s3, bucket }),
  };
  return {
    units: [...loaded.values()].map(({ unit }) => unit),
    night: async () => {
      const { manifest: before } = await readLive(ports.reports);
      const { steps, step } = stopwatch(calls.since);
      const gen = await countNight(step, ports);
      const counting = steps.length;
      const { published } = await showNight(gen, { step, ports });
      const [all, counted] = [summed(steps), summed(steps.slice(0, counting))];
      const { manifest: after } = await readLive(ports.reports);
      return { ...all, counting: counted.seconds, counted: counted.demand, published, shown: shownAfter(after, before), steps };
    },
    change: async (units) => {
      for (const unit of units) await changeSome(loaded.get(unitName(unit)), dynamo);
    },
    stop: async () => {
      dynamo.destroy();
      bare.destroy();
      s3.destroy();
      await engine.stop();
      await storage.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function shownAfter(after: Manifest | null, before: Manifest | null): Shown {
  const places = Object.entries(after?.places ?? {});
  const isOther = (code: string, path: string, sha256: string) => before?.places[code]?.files[path]?.sha256 !== sha256;
  const files = places.flatMap(([code, place]) => Object.entries(place.files).map(([path, { sha256: hash }]) => isOther(code, path, hash)));
  return {
    places: places.length,
    placesDrawn: places.filter(([code, { run }]) => before?.places[code]?.run !== run).length,
    files: files.length,
    filesChanged: files.filter(Boolean).length,
  };
}

/** Everything but the drawing: each outcome as its disclosed report, and the rest of the place's. */
async function reportAlone(statistics: PlaceStatistics, shown: Chapters): Promise<DrawnPlace> {
  const report = disclosePlace(statistics);
  const chapters = chaptersOf(report, sha256);
  const file = (path: string, body: unknown) => ({ path, contentType: "application/json", body: canonicalJson(body) });
  const changed = report.outcomes.filter(({ outcome }) => shown[outcome] !== chapters[outcome]);
  return { files: [file("report.json", report), ...changed.map((each) => file(`${each.outcome}/report.json`, each))], chapters };
}

type Step = <Result>(name: NightStepName, work: () => Promise<Result>) => Promise<Result>;

/** Times steps one after another, and counts what each asks of the stores. */
function stopwatch(since: () => Demand): { readonly steps: MeasuredStep[]; readonly step: Step } {
  const steps: MeasuredStep[] = [];
  since();
  const step: Step = async (name, work) => {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    steps.push({ name, seconds: (performance.now() - start) / 1000, processor: (user + system) / 1e6, demand: since() });
    return result;
  };
  return { steps, step };
}

function summed(steps: readonly MeasuredStep[]): Omit<MeasuredStep, "name"> {
  const add = (a: number, b: number) => a + b;
  const nothing = { tableCalls: 0, readUnits: 0, writeUnits: 0, objectReads: 0, objectWrites: 0 };
  return {
    seconds: steps.map(({ seconds }) => seconds).reduce(add, 0),
    processor: steps.map(({ processor }) => processor).reduce(add, 0),
    demand: steps.reduce((sum, { demand }) => combined(sum, demand, add), nothing),
  };
}

/** The steps of `runNight` until every statistic stands. */
async function countNight(step: Step, ports: WholeNightPorts): Promise<number> {
  const { gen } = await step("plan-night", () => planNight({ civilDate: "2026-11-22" }, ports));
  await step("refresh-units", async () => {
    for (const { key } of await readBatches(gen, batchLists.work, ports.reports)) await refreshUnits({ gen, key }, ports);
  });
  await step("roll-up", async () => {
    for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, ports);
  });
  return gen;
}

/** And those after. */
async function showNight(gen: number, { step, ports }: { readonly step: Step; readonly ports: WholeNightPorts }): Promise<Publication> {
  await step("plan-pages", async () => {
    for (const { key } of await readBatches(gen, batchLists.boards, ports.reports)) await planBoard({ gen, key }, ports);
    await planPages({ gen }, ports);
  });
  await step("render-pages", async () => {
    for (const { key } of await readBatches(gen, batchLists.pages, ports.reports)) await renderPages({ gen, key }, ports);
  });
  await step("verify-generation", async () => {
    for (const { key } of await readBatches(gen, batchLists.checks, ports.reports)) await checkBoards({ gen, key }, ports);
    await verifyGeneration({ gen }, ports);
  });
  return step("publish-generation", () => publishGeneration({ gen }, ports));
}

async function createStores(dynamo: DynamoDBDocumentClient, s3: S3Client): Promise<void> {
  await dynamo.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
}

type Loaded = { readonly unit: Unit; readonly some: BenchReferral[] };

const changedInUnit = 10;

async function load(service: BenchService, dynamo: DynamoDBDocumentClient): Promise<ReadonlyMap<string, Loaded>> {
  const units = new Map<string, Loaded>();
  let rows: object[] = [];
  const flush = async () => {
    const batches = Array.from({ length: Math.ceil(rows.length / itemsInBatch) }, (_, at) =>
      rows.slice(at * itemsInBatch, (at + 1) * itemsInBatch),
    );
    rows = [];
    await inParallel(batches, batchesAtOnce, async (batch) => {
      await dynamo.send(new BatchWriteCommand({ RequestItems: { [table]: batch.map((Item) => ({ PutRequest: { Item: { ...Item } } })) } }));
    });
  };
  for (const referral of benchReferrals(service)) {
    const unit: Unit = { level: "practice", code: referral.contribution.practice, month: referral.contribution.month };
    const known = units.get(unitName(unit));
    if (known === undefined) {
      units.set(unitName(unit), { unit, some: [referral] });
      rows.push(markKey({ ...unit, id: "loaded" }));
    } else if (known.some.length < changedInUnit) known.some.push(referral);
    rows.push(summaryRow(referral));
    if (rows.length >= itemsInBatch * 40) await flush();
  }
  await flush();
  return units;
}

/** A referral as taking it in would have left it for the night. */
export function summaryRow({ refKey, contribution, tally }: BenchReferral): object {
  return {
    pk: summariesKey({ code: contribution.practice, month: contribution.month }),
    sk: `EP#${refKey}`,
    headVer: 1,
    tally,
    body: canonicalJson(contribution),
  };
}

async function changeSome(loaded: Loaded | undefined, dynamo: DynamoDBDocumentClient): Promise<void> {
  for (const referral of loaded?.some ?? []) {
    const { contribution } = referral;
    const phq9 = contribution.outcomes["phq-9"];
    const score = phq9 === undefined ? {} : { "phq-9": { ...phq9, followUp: ((phq9.followUp ?? 0) + 1) % 28 } };
    const changed = { ...referral, contribution: { ...contribution, outcomes: { ...contribution.outcomes, ...score } } };
    await dynamo.send(new PutCommand({ TableName: table, Item: summaryRow(changed) }));
  }
  if (loaded !== undefined) await dynamo.send(new PutCommand({ TableName: table, Item: { ...markKey({ ...loaded.unit, id: "late" }) } }));
}
