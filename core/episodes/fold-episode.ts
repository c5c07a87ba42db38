import type { KeptEvent, ReferralContent } from "../events/kept-event.ts";
import { instruments, type Registry } from "../instruments/registry.ts";
import type { Administration, Episode, Referral, Standing, Step } from "./episode.ts";
import { type Fact, resolveModifiers } from "./episode-modifiers.ts";
import { type MeasureScore, measureScores } from "./measure-scores.ts";

/**
 * The episode that a set of events tells. Order, duplication and grouping of the events never matter: equal sets give equal episodes, to
 * the byte of their canonical text.
 *
 * The earliest referral by {@link byRecording} stands; until there is one, everything else is parked. Every measure of a survey is followed by
 * its own name ({@link measureScores}). Surveys of one instrument on one day that give a measure different scores void that day, with all its
 * measures (conformance, 1.6); where they give equal ones they are one. What an instrument is, `registry` says.
 */
export function foldEpisode(events: readonly KeptEvent[], registry: Registry = instruments): Episode {
  const { facts, standings } = resolveModifiers(events);
  const stands = new Map(standings);
  const [first, ...others] = facts.filter(({ content }) => content.type === "referral.recorded");
  for (const { bearer } of others) stands.set(bearer, "superseded");
  const referral = first?.content.type === "referral.recorded" ? referralOf(first.content) : null;
  if (referral === null) {
    for (const { bearer } of facts) stands.set(bearer, "parked");
    return { referral, steps: [], administrations: [], standings: Object.fromEntries(stands) };
  }
  const administrations = administrationsOf(facts, stands, registry);
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

type Scores = { readonly bearer: string; readonly instrument: string; readonly on: string; readonly measures: readonly MeasureScore[] };

function administrationsOf(facts: readonly Fact[], stands: Map<string, Standing>, registry: Registry): readonly Administration[] {
  const scored = facts.flatMap(({ bearer, content }): readonly Scores[] => {
    const measures = content.type === "survey.completed" ? measureScores(content, registry) : [];
    return content.type !== "survey.completed" || measures.length === 0
      ? []
      : [{ bearer, instrument: content.instrument, on: content.completedOn, measures }];
  });
  const administrations: Administration[] = [];
  for (const day of Map.groupBy(scored, ({ instrument, on }) => `${instrument} ${on}`).values()) {
    administrations.push(...administrationsOfDay(day, stands));
  }
  return administrations.sort((a, b) => compareText(a.instrument, b.instrument) || compareText(a.on, b.on));
}

/** What the surveys of one instrument on one day give together: each measure once, or nothing where two of them differ on any. */
function administrationsOfDay(day: readonly Scores[], stands: Map<string, Standing>): readonly Administration[] {
  const found = new Map<string, Administration>();
  for (const { on, measures } of day) {
    for (const { measure, score } of measures) {
      if ((found.get(measure)?.score ?? score) !== score) {
        for (const { bearer } of day) stands.set(bearer, "void-day");
        return [];
      }
      found.set(measure, { instrument: measure, on, score });
    }
  }
  const told = new Set<string>();
  for (const { bearer, measures } of day) {
    if (measures.every(({ measure }) => told.has(measure))) stands.set(bearer, "superseded");
    for (const { measure } of measures) told.add(measure);
  }
  return [...found.values()];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
