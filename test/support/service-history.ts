import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Contribution } from "../../core/episodes/contribution.ts";
import type { OrganisationVersion } from "../../core/organisations/organisation.ts";
import { keepEpisode, personIn, smallEngland } from "./night-twin.ts";

const practices = ["A81001", "A81002", "A81003", "B82001", "B82002"] as const;
const parents = ["U10001", "U10002", "U20001", "QB2"] as const;
const months = ["2026-01", "2026-02", "2026-03"] as const;

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A service that lives: people come, are corrected into other months and practices, and practices change their PCN. */
export type ServiceHistory = {
  readonly people: Map<string, Contribution>;
  readonly organisations: () => readonly OrganisationVersion[];
  /** One thing that happens, in the store as ingest would write it. */
  readonly happens: (client: DynamoDBDocumentClient, table?: string) => Promise<void>;
};

export function serviceHistory(draw: (below: number) => number, size = { practices: 5, months: 3 }): ServiceHistory {
  const people = new Map<string, Contribution>();
  let organisations: readonly OrganisationVersion[] = smallEngland();

  async function happens(client: DynamoDBDocumentClient, table = "derived"): Promise<void> {
    if (draw(8) === 0) {
      const code = pick(practices.slice(0, size.practices));
      organisations = organisations.map((version) => (version.code === code ? { ...version, parent: pick(parents) } : version));
      return;
    }
    const known = [...people.keys()];
    const refKey = known.length > 0 && draw(3) === 0 ? pick(known) : `R${known.length}`;
    const was = people.get(refKey);
    const practice = was?.practice ?? pick(practices.slice(0, size.practices));
    const contribution = personIn(practice, pick(months.slice(0, size.months)), [draw(28), draw(3) === 0 ? null : draw(28)]);
    people.set(refKey, contribution);
    await keepEpisode(client, { refKey, contribution, table, ...(was === undefined ? {} : { was }) });
  }

  function pick<Item>(items: readonly Item[]): Item {
    const item = items[draw(items.length)];
    if (item === undefined) throw new TypeError("pick requires at least one item");
    return item;
  }
  return { people, organisations: () => organisations, happens };
}
