import { repairTables } from "../../../adapters/repair-tables.ts";
import { sha256 } from "../../../adapters/sha256.ts";
import { type DatasetReferral, datasetReferral, type ProjectPseudonyms } from "../../../core/dataset/dataset-referral.ts";
import { instruments } from "../../../core/instruments/registry.ts";
import { pinOrganisations } from "../../../core/night/pinned-organisations.ts";
import { unitName } from "../../../core/night/unit.ts";
import type { OpenStore } from "../night/open-store.ts";

/**
 * Every referral that counts, from its events. What counts is what the statistics count: a referral whose summary in the derived table holds no
 * contribution, because somebody opted out, or that has none, is in no dataset either.
 */
export async function countedReferrals(
  { dynamo, source, derived, ports, instruments: registry = instruments }: OpenStore,
  pseudonyms: ProjectPseudonyms,
  today: string,
): Promise<readonly DatasetReferral[]> {
  const store = repairTables({ client: dynamo, source, derived });
  const { summaries } = await store.contents();
  const contributing = summaries.filter(({ body }) => JSON.parse(body) !== null);
  const counted = new Set(contributing.map(({ unit, refKey }) => `${unitName(unit)}#${refKey}`));
  const { organisations } = pinOrganisations(await ports.organisations.versions(), today, sha256);
  const counts = ({ practice, month }: { practice: string; month: string }, refKey: string) =>
    counted.has(`${unitName({ code: practice, month })}#${refKey}`);
  const referrals: DatasetReferral[] = [];
  for await (const episode of store.episodes()) {
    const referral = datasetReferral(episode, { pseudonyms, organisations, registry, counts });
    if (referral !== null) referrals.push(referral);
  }
  return referrals;
}
