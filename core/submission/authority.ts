import type { CivilDate } from "../civil-date.ts";
import type { ServiceEvent } from "../events/event.ts";
import { inParallel } from "../night/in-parallel.ts";
import { type OrganisationVersion, organisationsOn } from "../organisations/organisation.ts";
import type { AuthoritySource } from "../ports/authority.ts";
import type { Refusal } from "../refusal.ts";
import { dayOf } from "./content-checks.ts";
import { submissionRefusal } from "./submission-rules.ts";

/** A practice that an event names: in which field, and on which day it must exist (`null` for a withdrawal, which is about no day). */
type Claim = { readonly practice: string; readonly field: string; readonly day: CivilDate | null };

/** Says whether the sender of an event may send it, and if not, why. */
export type Authority = (event: ServiceEvent) => Refusal | null;

const practicesAtOnce = 16;
const levelsAbove = 4;

/**
 * Looks up everything that the authority over some events depends on: which of their practices are in the register, and which the client may
 * speak for. The practice of every event counts, and the practice that a corrected referral moves to.
 */
export async function authorityOf(
  client: string,
  events: readonly ServiceEvent[],
  { source, today }: { source: AuthoritySource; today: CivilDate },
): Promise<Authority> {
  const practices = [...new Set(events.flatMap(claimsOf).map(({ practice }) => practice))];
  const looked = await inParallel(practices, practicesAtOnce, (practice) => lookUp(client, practice, { source, today }));
  const byPractice = new Map(looked.map((one) => [one.practice, one]));
  return (event) => {
    for (const claim of claimsOf(event)) {
      const refusal = refusalOf(claim, byPractice.get(claim.practice));
      if (refusal !== null) return refusal;
    }
    return null;
  };
}

type Practice = { readonly practice: string; readonly versions: readonly OrganisationVersion[]; readonly granted: boolean };

function refusalOf({ field, day }: Claim, practice: Practice | undefined): Refusal | null {
  if (practice === undefined || !existedOn(practice.versions, day)) {
    return submissionRefusal("unknown-practice", field, "send the ODS code of a practice that was open on the day");
  }
  return practice.granted ? null : submissionRefusal("practice-not-granted", field, "ask the service to let you send for this practice");
}

function claimsOf(event: ServiceEvent): readonly Claim[] {
  if (event.type === "event.withdrawn") return [{ practice: event.practice, field: "practice", day: null }];
  if (event.type !== "event.corrected") return [{ practice: event.practice, field: "practice", day: dayOf(event).day }];
  const own = { practice: event.practice, field: "practice", day: null };
  return [own, { practice: event.event.practice, field: "event.practice", day: dayOf(event.event).day }];
}

function existedOn(versions: readonly OrganisationVersion[], day: CivilDate | null): boolean {
  const practices = versions.filter(({ level }) => level === "practice");
  return day === null ? practices.length > 0 : organisationsOn(practices, day).size > 0;
}

async function lookUp(
  client: string,
  practice: string,
  { source, today }: { source: AuthoritySource; today: CivilDate },
): Promise<Practice> {
  const versions = await source.organisationVersions(practice);
  return { practice, versions, granted: versions.length > 0 && (await isGranted(client, practice, { source, today })) };
}

/** Whether a client may speak for a practice: by a grant for the practice itself, or for anything above it that includes what is below. */
export async function isGranted(
  client: string,
  practice: string,
  { source, today }: { source: AuthoritySource; today: CivilDate },
): Promise<boolean> {
  let code: string | null = practice;
  for (let height = 0; code !== null && height < levelsAbove; height += 1) {
    const grant = await source.grantOf(client, code);
    const holds = grant !== null && (grant.expiresOn === null || grant.expiresOn >= today) && (height === 0 || grant.scope === "subtree");
    if (holds) return true;
    code = (await newestVersion(code, { source, today }))?.parent ?? null;
  }
  return false;
}

/** Where an organisation stands today; for one that has closed, where it stood last. */
async function newestVersion(
  code: string,
  { source, today }: { source: AuthoritySource; today: CivilDate },
): Promise<OrganisationVersion | undefined> {
  const versions = (await source.organisationVersions(code)).filter(({ validFrom }) => validFrom <= today);
  return versions.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1)).at(-1);
}
