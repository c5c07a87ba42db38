import * as z from "zod";
import type { ServiceEvent } from "../../core/events/event.ts";
import type { Simulation } from "../../core/simulation/simulate.ts";
import { scopes } from "../../names.ts";
import type { Directory, SupplierId } from "../sign-in/directory.ts";
import { tokenSource } from "./access-token.ts";
import type { SampleRoles } from "./sample-roles.ts";

/** The public API: nothing else is needed to load the sample, and nothing else is used. */
export type PublicApi = { baseUrl: string; tokenUrl: string; directory: Directory };
type Batch = { supplier: SupplierId; submissionId: string; referrals: number; events: ServiceEvent[] };
type Told = (referralsDone: number) => void;

const eventsInBatch = 200;
const sendersAtOnce = 4;
const tries = 5;
const receipt = z.looseObject({
  received: z.int(),
  rejected: z.int(),
  status: z.string(),
  records: z.array(z.looseObject({ rule: z.string().optional() })).default([]),
});

/**
 * Sends everything that the simulated suppliers would have sent. Submissions carry ids of their own, so that a load that was interrupted is
 * simply repeated: what is there already is not taken twice.
 *
 * @throws {Error} when a submission is not taken whole, naming the rule and never the record
 */
export async function loadSample(
  api: PublicApi,
  { simulation, roles }: { simulation: Simulation; roles: SampleRoles },
  told: Told,
): Promise<void> {
  const tokens = new Map(
    api.directory.suppliers.map((supplier) => [supplier.clientId, tokenSource(api.tokenUrl, supplier, scopes.submit)]),
  );
  const batches = batchesOf(simulation, roles);
  let done = 0;
  const send = async () => {
    for (let next = batches.next(); !next.done; next = batches.next()) {
      const token = await tokens.get(next.value.supplier)?.();
      await submit(api.baseUrl, next.value, token ?? "");
      done += next.value.referrals;
      told(done);
    }
  };
  await Promise.all(Array.from({ length: sendersAtOnce }, send));
}

function* batchesOf(simulation: Simulation, roles: SampleRoles): Generator<Batch, undefined> {
  const supplierOf = new Map(
    Object.entries(roles.suppliers).flatMap(([supplier, practices]) => practices.map((code) => [code, supplier as SupplierId] as const)),
  );
  let [batch, number]: [Batch | undefined, number] = [undefined, 0];
  for (const { events } of simulation.referrals()) {
    const supplier = supplierOf.get(events[0]?.practice ?? "") ?? "supplier-one";
    if (batch && (batch.supplier !== supplier || batch.events.length + events.length > eventsInBatch)) {
      yield batch;
      batch = undefined;
    }
    if (!batch) number += 1;
    batch ??= { supplier, submissionId: `sample-${String(number).padStart(5, "0")}`, referrals: 0, events: [] };
    batch.events.push(...events);
    batch.referrals += 1;
  }
  if (batch) yield batch;
  return undefined;
}

async function submit(baseUrl: string, { submissionId, events }: Batch, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({ submissionId, events });
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(`${baseUrl}/v1/submissions`, { method: "POST", headers, body });
    if (answer.ok) return requireTaken(submissionId, await answer.json());
    const text = await answer.text();
    const mayPass = answer.status >= 500 || answer.status === 429;
    if (!mayPass || attempt === tries)
      throw new Error(`the sample's submission ${submissionId} was answered ${answer.status}: ${text.slice(0, 300)}`);
    await new Promise((wake) => setTimeout(wake, 200 * 2 ** attempt));
  }
}

function requireTaken(submissionId: string, answer: unknown): void {
  const { rejected, records } = receipt.parse(answer);
  if (rejected === 0) return;
  const rules = new Set(records.flatMap(({ rule }) => rule ?? []));
  throw new Error(`the sample's submission ${submissionId} had ${rejected} of its records rejected: ${[...rules].join(", ")}`);
}
