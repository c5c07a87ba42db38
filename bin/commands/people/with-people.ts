import { join } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { erasedLeftovers } from "../../../adapters/erased-leftovers.ts";
import { exclusionRegister } from "../../../adapters/exclusion-register.ts";
import { exclusionTables } from "../../../adapters/exclusion-tables.ts";
import { kmsPseudonyms } from "../../../adapters/kms-pseudonyms.ts";
import { pauseWithJitter } from "../../../adapters/pause-with-jitter.ts";
import { nextUlid } from "../../../adapters/ulid.ts";
import type { Pseudonyms } from "../../../core/identifiers/pseudonym.ts";
import type { ExcludingDeps } from "../../../core/people/erase-person.ts";
import type { CountingDeps } from "../../../core/people/opt-out.ts";
import { startKeyService } from "../../../local/kms.ts";
import { NoServiceHere } from "../night/no-service-here.ts";
import type { OpenStore } from "../night/open-store.ts";

/** What excluding people needs, over the stores of one service. */
export type People = ExcludingDeps & CountingDeps & { readonly pseudonyms: Pseudonyms };

/**
 * Does something about people with the register and the keys of a service. On one machine the keys are those of its directory, for as long as it
 * takes; on AWS they are asked for what they make, and leave the key service never.
 *
 * @throws {NoServiceHere} for a directory that an earlier version started
 */
export async function withPeople<Done>(store: OpenStore, work: (people: People) => Promise<Done>): Promise<Done> {
  const { raw, referralKeyId, personKeyId } = namesIn(store);
  const local =
    store.local === null
      ? null
      : await startKeyService({ file: join(store.local.dataDir, "keys.json"), keyIds: [referralKeyId, personKeyId] });
  const given = store.local === null ? {} : { region: store.local.region, credentials: store.local.credentials };
  const client = new KMSClient({ ...given, ...(local === null ? {} : { endpoint: local.url }) });
  const { dynamo, source, derived, instruments } = store;
  const leftovers = erasedLeftovers({ client: dynamo, table: source, s3: store.s3, bucket: raw, now: () => Date.now() });
  try {
    return await work({
      store: exclusionTables({ client: dynamo, source, derived, leftovers }),
      register: exclusionRegister(store.s3, raw),
      pseudonyms: kmsPseudonyms({ client, referralKeyId, personKeyId }),
      nextId: nextUlid,
      pause: pauseWithJitter,
      instruments,
    });
  } finally {
    client.destroy();
    await local?.close();
  }
}

function namesIn({ local, deployed }: OpenStore): { readonly raw: string; readonly referralKeyId: string; readonly personKeyId: string } {
  const { raw, referralKey, personKey } = local ?? {
    raw: deployed?.names.rawBucket,
    referralKey: deployed?.names.referralKey,
    personKey: deployed?.names.personKey,
  };
  if (raw === undefined || referralKey === undefined || personKey === undefined)
    throw new NoServiceHere("an earlier version started this service: start it once more with `npx hearten start`");
  return { raw, referralKeyId: referralKey, personKeyId: personKey };
}
