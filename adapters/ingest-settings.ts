import { KMSClient } from "@aws-sdk/client-kms";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { env } from "../names.ts";
import { readDeployed } from "./deployment-file.ts";
import { dynamoEpisodes } from "./dynamo-episodes.ts";
import { dynamoLedgers } from "./dynamo-ledgers.ts";
import { dynamoReceipts } from "./dynamo-receipts.ts";
import { kmsPseudonyms } from "./kms-pseudonyms.ts";
import { pauseWithJitter } from "./pause-with-jitter.ts";
import { readRowsTogether } from "./read-rows.ts";
import { sha256 } from "./sha256.ts";
import { nextUlid } from "./ulid.ts";
import { withoutAsides } from "./without-asides.ts";

const named = z.string().min(1);

/** What keeping events needs, whichever function does it. */
export const keepingSettings = z.object({
  [env.sourceTable]: named,
  [env.derivedTable]: named,
  [env.rawBucket]: named,
  [env.referralKeyId]: named,
  [env.personKeyId]: named,
});

/** The ports through which events are kept, and the way in which they read rows, for others that read at the same time. */
export function keepingPorts(settings: Omit<z.infer<typeof keepingSettings>, typeof env.rawBucket>, client: DynamoDBDocumentClient) {
  const readRow = readRowsTogether(client, settings[env.sourceTable]);
  const tables = { source: settings[env.sourceTable], derived: settings[env.derivedTable] };
  const keys = { referralKeyId: settings[env.referralKeyId], personKeyId: settings[env.personKeyId] };
  return {
    readRow,
    episodes: dynamoEpisodes(client, tables, readRow),
    receipts: dynamoReceipts(client, tables.source, readRow),
    ledgers: dynamoLedgers(client, tables.source),
    pseudonyms: kmsPseudonyms({ client: withoutAsides(new KMSClient()), ...keys }),
    nextId: nextUlid,
    sha256,
    pause: pauseWithJitter,
    ...readDeployed(),
  };
}
