import type * as z from "zod";
import { nhsNumberOf } from "../../core/identifiers/nhs-number.ts";
import type { Pseudonyms } from "../../core/identifiers/pseudonym.ts";
import type { Registry } from "../../core/instruments/registry.ts";
import { inParallel } from "../../core/night/in-parallel.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { englandCode } from "../../core/organisations/organisation.ts";
import { type Erasure, type ExcludingDeps, erasePerson, type WhomToErase } from "../../core/people/erase-person.ts";
import type { erasureBody, optOutsBody } from "../../core/people/exclusion-schemas.ts";
import { applyOptOuts, type OptOutsDone } from "../../core/people/opt-out.ts";
import type { AuthoritySource } from "../../core/ports/authority.ts";
import type { Audit } from "../../core/practice/access-line.ts";
import { type Parsed, refused, taken } from "../../core/refusal.ts";
import { isGranted } from "../../core/submission/authority.ts";
import type { SubmissionRule } from "../../core/submission/submission-rules.ts";

/** What excluding people on request needs of the world. */
export type RequestDeps = ExcludingDeps & {
  readonly pseudonyms: Pseudonyms;
  readonly authority: AuthoritySource;
  readonly instruments?: Registry;
  /** The instant, in milliseconds. */
  readonly now: () => number;
  readonly audit: Audit;
};

const callsAtOnce = 16;

/** Erases whom a client asks for, where it may: for one practice, whoever may speak for that; for all, whoever may speak for England. */
export async function takeErasure(asked: z.infer<typeof erasureBody>, client: string, deps: RequestDeps): Promise<Parsed<Erasure>> {
  const practice = asked.practice ?? null;
  if (!(await mayExclude(client, practice, { what: "erasure", ...deps }))) return notGranted(practice);
  const whom = await whomOf(asked, deps.pseudonyms);
  if (whom === null) return nhsNumberInvalid("patient.nhsNumber");
  const now = new Date(deps.now());
  return taken(await erasePerson(whom, { id: deps.nextId(), at: now.toISOString(), by: client, on: londonDate(now) }, deps));
}

/** Applies the answer of a national data opt-out check, for a client that may speak for England: an opt-out holds wherever the person is referred. */
export async function takeOptOuts(
  { optedOut, optedIn }: z.infer<typeof optOutsBody>,
  client: string,
  deps: RequestDeps,
): Promise<Parsed<OptOutsDone & { readonly id: string }>> {
  if (!(await mayExclude(client, null, { what: "opt-outs", ...deps }))) return notGranted(null);
  const lists = { optedOut: optedOut.map(nhsNumberOf), optedIn: optedIn.map(nhsNumberOf) };
  for (const [field, numbers] of Object.entries(lists)) {
    const wrong = numbers.indexOf(undefined);
    if (wrong !== -1) return nhsNumberInvalid(`${field}.${wrong}`);
  }
  const pidsOf = (numbers: readonly (string | undefined)[]) =>
    inParallel(numbers, callsAtOnce, (number) => deps.pseudonyms.personId(number ?? ""));
  const pids = { optedOut: await pidsOf(lists.optedOut), optedIn: await pidsOf(lists.optedIn) };
  const settling = { id: deps.nextId(), at: new Date(deps.now()).toISOString(), by: client };
  return taken({ id: settling.id, ...(await applyOptOuts(pids, settling, deps)) });
}

/** Notes every decision, the refusals too, with the practice where there is one and never with the person. */
async function mayExclude(
  client: string,
  practice: string | null,
  { what, authority, now, audit }: Pick<RequestDeps, "authority" | "now" | "audit"> & { readonly what: string },
): Promise<boolean> {
  const today = londonDate(new Date(now()));
  const granted = await (practice === null
    ? mayForEngland(client, { authority, today })
    : isGranted(client, practice, { source: authority, today }));
  audit({ principal: client, practice, what, decision: granted ? "granted" : "refused" });
  return granted;
}

async function mayForEngland(client: string, { authority, today }: { authority: AuthoritySource; today: string }): Promise<boolean> {
  const grant = await authority.grantOf(client, englandCode);
  return grant !== null && grant.scope === "subtree" && (grant.expiresOn === null || grant.expiresOn >= today);
}

async function whomOf(asked: z.infer<typeof erasureBody>, pseudonyms: Pseudonyms): Promise<WhomToErase | null> {
  const { practice = null } = asked;
  if ("referralId" in asked) {
    return { key: { practice: asked.practice, refKey: await pseudonyms.refKey(asked.practice, asked.referralId) } };
  }
  if ("localId" in asked.patient) return { pid: await pseudonyms.personId(`${practice}|${asked.patient.localId}`), practice };
  const number = nhsNumberOf(asked.patient.nhsNumber);
  return number === undefined ? null : { pid: await pseudonyms.personId(number), practice };
}

function notGranted<T>(practice: string | null): Parsed<T> {
  const fix =
    practice === null
      ? "name a practice that you may speak for; for everywhere a right to all of England is needed"
      : "name a practice that you may speak for";
  return refused("practice-not-granted" satisfies SubmissionRule, "practice", fix);
}

function nhsNumberInvalid<T>(field: string): Parsed<T> {
  return refused("nhs-number-invalid" satisfies SubmissionRule, field, "send ten digits that pass the check of an NHS number");
}
