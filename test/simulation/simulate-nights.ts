import type { S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { mergeStatistics, parseStatistic, statisticText } from "../../core/statistic.ts";
import { pointerKey } from "../../names.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { liveManifest, marksIn, publishedFiles, statisticsIn } from "../support/night-states.ts";
import { keepEpisode, nightPorts } from "../support/night-twin.ts";
import { pollingReader } from "../support/reader-faults.ts";
import { seeded, serviceHistory } from "../support/service-history.ts";
import { type Operation, tableTwin } from "../support/table-twin.ts";
import { faultsOf } from "./faults.ts";
import { runLikeTheStateMachine } from "./run-like-the-state-machine.ts";
import { turnTaking } from "./turn-taking.ts";

/** What a simulated world is made with in the place of the real thing: a known-bad variant, or the thing itself. */
export type Variant = {
  readonly table?: (client: DynamoDBDocumentClient) => DynamoDBDocumentClient;
  readonly bucket?: (client: S3Client) => S3Client;
  readonly ports?: (ports: WholeNightPorts) => WholeNightPorts;
};

/** Reads that do not ask to be consistent see the table as it was so many writes ago. */
const staleBy = 4;

/**
 * Plays one seed: a service that lives while nights run into each other, die, sleep and come back, are throttled, hear no answer and are
 * repeated. Then one quiet night. Gives what went wrong, in words; nothing, when the night was unbreakable.
 */
export async function simulateNights(seed: number, variant: Variant = {}): Promise<readonly string[]> {
  const draw = seeded(seed);
  const turns = turnTaking(draw);
  const history = serviceHistory(draw, { practices: 1 + draw(5), months: 1 + draw(3) });
  const table = tableTwin({ lag: staleBy });
  const bucket = bucketTwin();
  const wrong: string[] = [];
  const poll = pollingReader(bucket, (fault) => void wrong.push(`to a reader who asks at every call, ${fault}`));
  const connect = (dynamo: DynamoDBDocumentClient, s3: S3Client): WholeNightPorts => {
    const clients = { dynamo: variant.table?.(dynamo) ?? dynamo, s3: variant.bucket?.(s3) ?? s3 };
    // every other service plans its boards beside each other and checks them so, as large ones do
    const ports = nightPorts({
      ...clients,
      organisations: history.organisations,
      ...(seed % 2 === 0 ? { spreadsFrom: 1, checkedTogether: 1 } : {}),
    });
    return variant.ports?.(ports) ?? ports;
  };
  const observer = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: history.organisations });

  let wake = () => {};
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const faultyNight = (isZombie: boolean) => {
    const { table: aroundTable, bucket: aroundBucket } = faultsOf({
      draw,
      turn: async () => {
        poll();
        await turns.turn();
      },
      diesAt: draw(2) === 0 ? 1 + draw(400) : null,
      throttledOneIn: draw(2) === 0 ? 60 : 0,
      answerLostOneIn: draw(2) === 0 ? 90 : 0,
      sleeps: isZombie ? { isAt: sleepingPlace(draw), until: woken } : null,
    });
    const ports = connect(table.clientWith(aroundTable), bucket.clientWith(aroundBucket));
    return runLikeTheStateMachine(`2026-06-${10 + draw(3)}`, ports, draw).catch((error: unknown) => error);
  };
  const life = async () => {
    for (let event = 3 + draw(12); event > 0; event--) {
      await history.happens(table.clientWith({ before: turns.turn }));
      for (let quiet = draw(40); quiet > 0; quiet--) await turns.turn();
    }
  };
  const watch = pointerWatch(observer, wrong);

  for (let event = draw(6); event > 0; event--) await history.happens(table.client);
  const zombie = draw(2) === 0 ? faultyNight(true) : null;
  await turns.play([life(), faultyNight(false), ...(draw(2) === 0 ? [faultyNight(false)] : [])]);
  await watch();
  await turns.play([faultyNight(false)]);
  await watch();
  wake();
  await turns.play([life(), ...(zombie === null ? [] : [zombie]), faultyNight(false)]);
  await watch();

  const quiet = connect(table.client, bucket.client);
  const last = await runLikeTheStateMachine("2026-06-15", quiet, () => 1).catch((error: Error) => error);
  if (last instanceof Error) wrong.push(`a quiet night failed: ${last.name}: ${last.message}`);
  await watch();
  wrong.push(...(await differences(observer, { rows: table.rows(), history })));
  return wrong;
}

/** Where a zombie falls asleep: at any call, or just before it would write a statistic or move the pointer. */
function sleepingPlace(draw: (below: number) => number): (operation: Operation, call: number) => boolean {
  const [where, call] = [draw(3), 1 + draw(400)];
  let puts = draw(4);
  if (where === 0) return (_operation, now) => now === call;
  if (where === 1) return ({ writes, keys }) => writes && keys.includes(pointerKey);
  return ({ name, keys }) => name === "TransactWrite" && keys.some((key) => key.startsWith("UN#")) && puts-- === 0;
}

type World = { readonly rows: ReturnType<ReturnType<typeof tableTwin>["rows"]>; readonly history: ReturnType<typeof serviceHistory> };

/** What the quiet night left is held against one night over everything in an empty store. */
async function differences(observer: WholeNightPorts, { rows, history }: World): Promise<readonly string[]> {
  const [table, bucket] = [tableTwin(), bucketTwin()];
  const afresh = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: history.organisations });
  for (const [refKey, contribution] of history.people) await keepEpisode(table.client, { refKey, contribution });
  await runLikeTheStateMachine("2026-06-15", afresh, () => 1);
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return [
    ...(same(await publishedFiles(observer), await publishedFiles(afresh)) ? [] : ["the published pages differ from a rebuild"]),
    ...(same(statisticsIn(rows), statisticsIn(table.rows())) ? [] : ["the statistics differ from a rebuild"]),
    ...(marksIn(rows).length === 0 ? [] : ["marks are left over"]),
  ];
}

/** Looks at what readers see: never fewer generations than before, never a page without its object, never two states in one generation. */
function pointerWatch(observer: WholeNightPorts, wrong: string[]): () => Promise<void> {
  let highest = 0;
  return async () => {
    const live = await observer.reports.readPointer();
    if (live === null) return;
    if (live.pointer.gen < highest) wrong.push("the pointer went back");
    highest = Math.max(highest, live.pointer.gen);
    if ((await liveManifest(observer)) === null) wrong.push("the pointer names a generation without a manifest");
    const files = await publishedFiles(observer);
    if (Object.values(files).includes("gone")) wrong.push("a published object is missing");
    const practices = Object.entries(files).filter(([path]) => /^[AB]8\d{4}\/data\.csv$/.test(path));
    const sum = statisticText(mergeStatistics(practices.map(([, text]) => parseStatistic(text))));
    if (practices.length > 0 && sum !== files["ENG/data.csv"])
      wrong.push("a generation mixes two states: England is not the sum of its practices");
  };
}
