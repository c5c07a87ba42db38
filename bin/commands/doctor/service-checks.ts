import { broken, type Check, type Verdict, watch, well } from "./finding.ts";
import { nightChecks } from "./night-checks.ts";
import type { Service } from "./service.ts";

const runbook = (page: string) => `docs/operations/${page}.md`;
const secondsOfSkew = 60;
const daysOfOrganisations = 120;
const millisecondsInADay = 86_400_000;

/** A service from its stacks to the age of its organisations. */
export function serviceChecks(service: Service): readonly Check[] {
  const standing: readonly Check[] = [
    { name: "tables", fix: runbook("service-not-answering"), look: async () => every(await service.tables(), "ACTIVE") },
    { name: "buckets", fix: runbook("service-not-answering"), look: async () => every(await service.buckets(), "ACTIVE") },
    { name: "keys", fix: runbook("key-disabled"), look: async () => every(await service.keys(), "Enabled") },
    { name: "clock", fix: "let the machine keep its time by NTP: what is signed or received is dated by it", look: () => clock(service) },
    { name: "parts", fix: runbook("parts-not-stored"), look: async () => parts(await service.parts()) },
    { name: "organisations", fix: "`npx hearten import-organisations epraccur.csv`", look: () => organisations(service) },
  ];
  return [...stackChecks(service.stacks), ...standing, ...nightChecks(service)];
}

function stackChecks(stacks: Service["stacks"]): readonly Check[] {
  if (stacks.length === 0) return [];
  const fix = "`npm run deploy -- STAGE` after reading the stack's events; docs/operations/service-not-answering.md";
  return [{ name: "stacks", fix, look: () => deployed(stacks) }];
}

function deployed(stacks: Service["stacks"]): Verdict {
  const odd = stacks.filter(({ status }) => !/^(CREATE|UPDATE)_COMPLETE$/.test(status));
  const says = odd.map(({ name, status }) => `${name} is ${status}`).join(", ");
  if (odd.some(({ status }) => /FAILED|ROLLBACK_COMPLETE$/.test(status))) return broken(says);
  return odd.length > 0 ? watch(says) : well(`${stacks.length} deployed`);
}

function every(states: Readonly<Record<string, string>>, good: string): Verdict {
  const odd = Object.entries(states).filter(([, state]) => state !== good);
  if (Object.keys(states).length === 0) return broken("there are none");
  return odd.length === 0
    ? well(`${Object.keys(states).length} answer`)
    : broken(odd.map(([name, state]) => `${name} is ${state}`).join(", "));
}

async function clock({ now, storeClock }: Service): Promise<Verdict> {
  const before = now().getTime();
  const theirs = await storeClock();
  if (theirs === null) return watch("the store does not tell the time");
  // Its answer is cut to a second, and took as long as the two looks at our own clock are apart.
  const skew = Math.round(Math.abs(theirs.getTime() - (before + now().getTime()) / 2) / 1000);
  return skew > secondsOfSkew ? broken(`${skew} s away from the store's`) : well(`within ${Math.max(skew, 1)} s of the store's`);
}

function parts({ waiting, failed }: { waiting: number; failed: number }): Verdict {
  if (failed > 0) return broken(`${failed} could not be stored`);
  return waiting > 0 ? watch(`${waiting} wait to be stored`) : well("none waits");
}

async function organisations({ ports, now }: Service): Promise<Verdict> {
  const versions = (await ports.organisations.versions()).filter(({ level }) => level !== "england");
  if (versions.length === 0) return broken("none was imported");
  const newest =
    versions
      .map(({ validFrom }) => validFrom)
      .sort()
      .at(-1) ?? "";
  const days = Math.floor((now().getTime() - Date.parse(newest)) / millisecondsInADay);
  const says = `${new Set(versions.map(({ code }) => code)).size}, the newest change ${newest}`;
  if (new Set(versions.map(({ sample }) => sample)).size > 1) return watch(`${says}; invented and real ones stand side by side`);
  return days > daysOfOrganisations ? watch(`${says}, ${days} days ago`) : well(says);
}
