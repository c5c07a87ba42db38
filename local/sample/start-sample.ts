import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { derivedTable } from "../../adapters/derived-table.ts";
import { organisationTable } from "../../adapters/organisation-book.ts";
import { organisationRegister } from "../../adapters/organisation-register.ts";
import { pauseWithJitter } from "../../adapters/pause-with-jitter.ts";
import type { CivilDate } from "../../core/civil-date.ts";
import { importOrganisations } from "../../core/organisations/import-organisations.ts";
import type { Simulation } from "../../core/simulation/simulate.ts";
import { indexes } from "../../names.ts";
import type { Progress } from "../progress.ts";
import type { Stack } from "../stack.ts";
import { grantSample } from "./grants.ts";
import { loadSample } from "./load-sample.ts";
import { type SampleRoles, sampleRoles } from "./sample-roles.ts";
import { keptSample, markLoaded, type SampleSize, simulationOf } from "./sample-service.ts";

export type StartedSample = { roles: SampleRoles; isNew: boolean };

/** Brings the sample service into a stack that does not hold it yet: its organisations, its users, and through the public API its events. */
export async function startSample(
  stack: Stack,
  { today, size }: { today: CivilDate; size: SampleSize },
  progress: Progress,
): Promise<StartedSample> {
  const sample = keptSample(stack.dataDir, today, size);
  const simulation = simulationOf(sample);
  const roles = sampleRoles(simulation.organisations, busiestPractice(simulation), sample.until);
  await grantSample(stack, roles);
  if (sample.loaded) return { roles, isNew: false };

  progress.step("Registering the sample's organisations");
  await registerOrganisations(stack, simulation, today);
  progress.step(`Loading the sample service through the API: ${sample.referrals} referrals`);
  await loadSample(stack, { simulation, roles }, (done) => progress.advance(done, sample.referrals));
  markLoaded(stack.dataDir, sample);
  return { roles, isNew: true };
}

async function registerOrganisations({ clients, source, derived }: Stack, { organisations }: Simulation, today: CivilDate): Promise<void> {
  const client = DynamoDBDocumentClient.from(clients.dynamo, { marshallOptions: { removeUndefinedValues: true } });
  await importOrganisations(organisations, today, {
    book: organisationTable({ client, table: source, index: indexes.organisationsByParent }),
    register: organisationRegister({ client, source, derived }),
    derived: derivedTable({ client, table: derived, pause: pauseWithJitter }),
  });
}

/** The practice with the most referrals, so that its page has the most to show. */
function busiestPractice(simulation: Simulation): string {
  const counts = new Map<string, number>();
  for (const { events } of simulation.referrals()) {
    const practice = events[0]?.practice ?? "";
    counts.set(practice, (counts.get(practice) ?? 0) + 1);
  }
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ["", -1])[0];
}
