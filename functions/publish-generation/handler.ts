import * as z from "zod";
import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { settledBook } from "../../adapters/settled-book.ts";
import { env } from "../../names.ts";
import { publishGeneration, publishGenerationInput } from "./publish-generation.ts";

// on cold start
const settings = z.object({ ...nightSettings.shape, [env.rawBucket]: z.string() }).parse(process.env);
const clients = nightClients(process.env);
const people = { client: clients.dynamo, table: settings[env.sourceTable], s3: clients.s3, bucket: settings[env.rawBucket] };
const ports = { ...nightPortsFrom(settings, clients), settledBook: settledBook(people) };

// called by the state machine
export const handler = nightStep({
  name: "publish-generation",
  input: publishGenerationInput,
  work: (input) => publishGeneration(input, ports),
  reports: ports.reports,
});
