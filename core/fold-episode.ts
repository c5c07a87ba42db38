import type { Administration, Episode, Referral, Standing, Step } from "./episode.ts";
import { type Fact, resolveModifiers } from "./episode-modifiers.ts";
import type { KeptEvent, ReferralContent, SurveyContent } from "./kept-event.ts";
import { scoreSurvey } from "./score-survey.ts";

/**
 * The episode that a set of events tells. Order, duplication and grouping of the events never matter: equal sets give equal episodes, to
 * the byte of their canonical text.
 *
 * The earliest referral by {@link byRecording} stands; until there is one, everything else is parked. Surveys of one instrument on one day
 * with different scores void that day (conformance, 1.6); with equal ones they are one.
 */
export function foldEpisode(events: readonly KeptEvent[]): Episode {
  const { facts, standings } = resolveModifiers(events);
  const stands = new Map(standings);
  const [first, ...others] = facts.filter(({ content }) => content.type === "referral.recorded");
  for (const { bearer } of others) stands.set(bearer, "superseded");
  const referral = first?.content.type === "referral.recorded" ? referralOf(first.content) : null;
  if (referral === null) {
    for (const { bearer } of facts) stands.set(bearer, "parked");
    return { referral, steps: [], administrations: [], standings: Object.fromEntries(stands) };
  }
  const administrations = administrationsOf(facts, stands);
  return { referral, steps: stepsOf(facts), administrations, standings: Object.fromEntries(stands) };
}

function referralOf(content: ReferralContent): Referral {
  return {
    practice: content.practice,
    referredOn: content.referredOn,
    referrerRole: content.referrerRole ?? "unknown",
    deliveredBy: content.deliveredBy ?? "unknown",
    activity: content.activity ?? "unknown",
    needs: content.needs ?? [],
    ageBand: content.ageBand ?? "unknown",
    sex: content.sex ?? "unknown",
    ethnicity: content.ethnicity ?? "unknown",
    imdQuintile: content.imdQuintile ?? null,
  };
}

/** Steps by day; those of one day in the order of their recording. */
function stepsOf(facts: readonly Fact[]): readonly Step[] {
  const steps = facts.flatMap(({ content }) => (content.type === "referral.progressed" ? [content] : []));
  return steps
    .toSorted((a, b) => compareText(a.on, b.on))
    .map(({ on, status, activity, reason }) => ({ on, status, activity: activity ?? null, reason: reason ?? null }));
}

function administrationsOf(facts: readonly Fact[], stands: Map<string, Standing>): readonly Administration[] {
  const scored = facts.flatMap(({ bearer, content }) => {
    const score = content.type === "survey.completed" ? scoreOf(content) : null;
    return content.type !== "survey.completed" || score === null
      ? []
      : [{ bearer, instrument: content.instrument, on: content.completedOn, score }];
  });
  const days = Map.groupBy(scored, ({ instrument, on }) => `${instrument} ${on}`);
  const administrations: Administration[] = [];
  for (const [first, ...others] of days.values()) {
    if (first === undefined) continue;
    const agree = others.every(({ score }) => score === first.score);
    if (agree) administrations.push({ instrument: first.instrument, on: first.on, score: first.score });
    else stands.set(first.bearer, "void-day");
    for (const { bearer } of others) stands.set(bearer, agree ? "superseded" : "void-day");
  }
  return administrations.sort((a, b) => compareText(a.instrument, b.instrument) || compareText(a.on, b.on));
}

/** The score of a kept survey, or `null` where none must be made of it. */
function scoreOf(content: SurveyContent): number | null {
  const scored = scoreSurvey(content);
  return scored.ok ? scored.value.score : null;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
