import { createHmac } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoEpisodes } from "../../adapters/dynamo-episodes.ts";
import { organisationRegister } from "../../adapters/organisation-register.ts";
import { keepEvents } from "../../core/keeping/keep-events.ts";
import { type Simulation, simulate } from "../../core/simulation/simulate.ts";
import { anonymise, arrivalsOf } from "../../core/submission/anonymise.ts";
import { startEngines } from "../../local/engines.ts";
import { indexes } from "../../names.ts";
import { keepingDeps } from "./keeping.ts";

const mac = (text: string) => createHmac("sha256", "key of the tests").update(text).digest("hex");

/** The pseudonyms under which a kept service knows its people and referrals. */
export const keptPseudonyms = {
  refKey: async (practice: string, referralId: string) => mac(`${practice}|${referralId}`),
  personId: async (patient: string) => mac(patient),
};

/** A data directory as `hearten start` leaves it, holding a small simulated service that no night has seen: for commands that work on the stores. */
export async function keptService(dataDir: string, size: { referrals: number; practices: number }): Promise<Simulation> {
  mkdirSync(dataDir, { recursive: true });
  const simulation = simulate({ ...size, seed: 5, until: "2026-10-31" });
  const engines = await startEngines(dataDir, {});
  const client = DynamoDBDocumentClient.from(engines.clients.dynamo);
  for (const TableName of ["source", "derived"]) await engines.clients.dynamo.send(new CreateTableCommand(tableNamed(TableName)));
  await engines.clients.s3.send(new CreateBucketCommand({ Bucket: "reports" }));
  await organisationRegister({ client, source: "source", derived: "derived" }).add(simulation.organisations);
  const episodes = dynamoEpisodes(client, { source: "source", derived: "derived" });
  const delivery = { submission: "client#s1", receivedAt: "2026-11-01T09:00:00.000Z" };
  for (const { events } of simulation.referrals()) {
    const kept = await anonymise(events, keptPseudonyms);
    const arrivals = await arrivalsOf(
      kept.map((event, index) => ({ index, event })),
      keptPseudonyms,
    );
    await keepEvents(arrivals, delivery, keepingDeps(episodes));
  }
  const { endpoints, credentials } = engines;
  const where = { endpoints, credentials, region: "eu-west-2", source: "source", derived: "derived", reports: "reports" };
  writeFileSync(join(dataDir, "access.json"), JSON.stringify({ engines: where }));
  await engines.stop();
  return simulation;
}

function tableNamed(TableName: string) {
  const named = ["pk", "sk", `${indexes.organisationsByParent}pk`, `${indexes.organisationsByParent}sk`];
  const keys = (pk: string, sk: string) => [
    { AttributeName: pk, KeyType: "HASH" as const },
    { AttributeName: sk, KeyType: "RANGE" as const },
  ];
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST" as const,
    AttributeDefinitions: named.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
    KeySchema: keys("pk", "sk"),
    GlobalSecondaryIndexes: [
      {
        IndexName: indexes.organisationsByParent,
        KeySchema: keys(`${indexes.organisationsByParent}pk`, `${indexes.organisationsByParent}sk`),
        Projection: { ProjectionType: "ALL" as const },
      },
    ],
  };
}
