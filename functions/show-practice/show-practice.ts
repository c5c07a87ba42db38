import type { PracticeAccessDeps } from "../../adapters/practice-access.ts";
import { instruments, type Registry } from "../../core/instruments/registry.ts";
import { type OrganisationVersion, organisationsOn } from "../../core/organisations/organisation.ts";
import type { AcknowledgingDeps } from "../../core/practice/acknowledge-risk.ts";
import { followUpsOf } from "../../core/practice/follow-up-list.ts";
import { type QualityDeps, qualityOf } from "../../core/practice/practice-quality.ts";
import { riskFlagsOf } from "../../core/practice/risk-flag-list.ts";
import { isPracticeCode } from "../../core/practice/speaks-for.ts";
import type { Html } from "../../reports/html/html.ts";
import type { NameOf } from "../../reports/words/practice-words.ts";
import { followUpsPage } from "./html/follow-ups-page.ts";
import { qualityPage } from "./html/quality-page.ts";
import { riskPage } from "./html/risk-page.ts";
import { choicePage, type OwnPractice, practicePage } from "./html/start-page.ts";

/** What the pages need of the world. */
export type ShowingDeps = PracticeAccessDeps &
  QualityDeps &
  AcknowledgingDeps & {
    /** The live generation of reports; `null` before the first. */
    readonly liveGeneration: () => Promise<number | null>;
    readonly publicUrl: string;
    readonly instruments?: Registry;
  };

/** A page of a practice, as it is put together: for whom, and where everything is. */
export type Showing = {
  readonly practice: string;
  readonly reader: string;
  readonly site: string;
  /** What a form of this session carries. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly problem: string | null;
};

/** What a page is called, and what stands on it. */
export type Shown = { readonly title: string; readonly main: Html };

/** Every page of a practice, by the last part of its address. */
export const pages: Readonly<Record<string, (showing: Showing, deps: ShowingDeps) => Promise<Shown>>> = {
  "": showPractice,
  "risk-flags": showRisks,
  "follow-ups": showFollowUps,
  "data-quality": showQuality,
};

async function showPractice(showing: Showing, deps: ShowingDeps): Promise<Shown> {
  const { practice, site } = showing;
  const today = deps.today();
  const [quality, followUps, { open: openFlags }, name, live] = await Promise.all([
    qualityOf(practice, today, deps),
    followUpsOf(practice, { today, ahead: undefined }, deps.lists),
    riskFlagsOf(practice, today, deps),
    nameOfPractice(practice, deps),
    deps.liveGeneration(),
  ]);
  const report = live === null ? `${site}/reports` : `${site}/reports/${live}/practice/${practice}/index.html`;
  const where = { at: `${site}/practice/${practice}`, site, report, name, nameOf: namesOf(deps) };
  return { title: "What is to be done", main: practicePage({ quality, followUps, openFlags }, where) };
}

async function showRisks({ practice, reader, site, hidden, problem }: Showing, deps: ShowingDeps): Promise<Shown> {
  const [list, name] = await Promise.all([riskFlagsOf(practice, deps.today(), deps), nameOfPractice(practice, deps)]);
  const action = `${site}/practice/${practice}/risk-flags/acknowledge`;
  return { title: "Risk flags", main: riskPage(list, { name, nameOf: namesOf(deps), action, hidden, reader, problem }) };
}

async function showFollowUps({ practice, site }: Showing, deps: ShowingDeps): Promise<Shown> {
  const [list, name] = await Promise.all([
    followUpsOf(practice, { today: deps.today(), ahead: undefined }, deps.lists),
    nameOfPractice(practice, deps),
  ]);
  return { title: "Follow-ups due", main: followUpsPage(list, { site, name, nameOf: namesOf(deps) }) };
}

async function showQuality({ practice, site }: Showing, deps: ShowingDeps): Promise<Shown> {
  const [quality, name] = await Promise.all([qualityOf(practice, deps.today(), deps), nameOfPractice(practice, deps)]);
  return { title: "Data quality", main: qualityPage(quality, { name, nameOf: namesOf(deps), at: `${site}/practice/${practice}` }) };
}

/** The practices that somebody works at, by name. */
export async function practicesOf(subject: string, deps: ShowingDeps): Promise<readonly OwnPractice[]> {
  const today = deps.today();
  const grants = (await deps.grants.grantsOf(subject)).filter(({ expiresOn }) => expiresOn === null || expiresOn > today);
  const codes = grants.map(({ organisation }) => organisation).filter(isPracticeCode);
  const practices = await Promise.all(codes.map(async (code) => ({ code, name: await nameOfPractice(code, deps) })));
  return practices.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The page on which one of them is chosen. */
export function chosenFrom(practices: readonly OwnPractice[], site: string): Shown {
  return { title: "Your practices", main: choicePage(practices, `${site}/practice`) };
}

async function nameOfPractice(code: string, { authority, today }: ShowingDeps): Promise<string> {
  const versions = await authority.organisationVersions(code);
  const open: OrganisationVersion | undefined = organisationsOn(versions, today()).get(code);
  return (open ?? versions.at(-1))?.name ?? code;
}

function namesOf({ instruments: registry = instruments }: ShowingDeps): NameOf {
  return (instrument) => registry.get(instrument)?.name ?? instrument;
}
