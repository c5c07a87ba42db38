import { describe, expect, it } from "vitest";
import { contribute } from "../../../core/episodes/contribution.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import { pairScores } from "../../../core/episodes/pairing.ts";
import { serviceEvent } from "../../../core/events/event.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { organisationsOn } from "../../../core/organisations/organisation.ts";
import { longFormColumns, longFormRows } from "../../../core/simulation/long-form.ts";
import { simulate } from "../../../core/simulation/simulate.ts";

const options = { referrals: 3000, practices: 40, seed: 7, until: "2026-10-31" };
const simulation = simulate(options);
const all = [...simulation.referrals()];
const truth = simulation.truth();
const share = (test: (index: number) => boolean) => all.filter((_, index) => test(index)).length / all.length;

describe("simulate", () => {
  it("makes as many referrals as were asked for, the same ones for the same seed", () => {
    expect(all).toHaveLength(3000);
    expect(JSON.stringify([...simulate(options).referrals()])).toBe(JSON.stringify(all));
    expect(JSON.stringify([...simulate({ ...options, seed: 8 }).referrals()])).not.toBe(JSON.stringify(all));
  });

  it("sends only events that the service takes", () => {
    const bad = all.flatMap(({ events }) => events).filter((event) => !serviceEvent.safeParse(event).success);
    expect(bad).toEqual([]);
  });

  it("never uses an event id twice in one practice", () => {
    const ids = all.flatMap(({ events }) => events.map(({ practice, eventId }) => `${practice} ${eventId}`));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has 40 practices of very different size in 8 PCNs and 2 ICBs, all said to be invented", () => {
    const held = [...organisationsOn(simulation.organisations, "2026-01-01").values()];
    expect(
      ["practice", "pcn", "icb", "england"].map((level) => held.filter((organisation) => organisation.level === level).length),
    ).toEqual([40, 8, 2, 1]);
    expect(held.every(({ sample }) => sample)).toBe(true);
    const sizes = Object.values(truth.practices).map(({ flow }) => flow.referred);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeGreaterThan(10);
  });

  it("keeps to proportions that services report: one in eight declines, six in ten are women (Bu et al. 2025)", () => {
    expect(share((index) => all[index]?.referral.steps.some(({ status }) => status === "declined") ?? false)).toBeCloseTo(0.13, 1);
    expect(share((index) => all[index]?.referral.person.sex === "F")).toBeCloseTo(0.6, 1);
    expect(share((index) => (all[index]?.referral.person.imdQuintile ?? 9) <= 2)).toBeCloseTo(0.44, 1);
    expect(share((index) => all[index]?.referral.scores.some(({ followUp }) => followUp !== null) ?? false)).toBeGreaterThan(0.25);
    expect(share((index) => all[index]?.referral.scores.some(({ followUp }) => followUp !== null) ?? false)).toBeLessThan(0.5);
  });

  it("dates every baseline and follow-up inside the windows, and nothing after the last day known", () => {
    for (const { referral } of all) {
      for (const { baseline, followUp } of referral.scores) {
        const pairing = pairScores(referral.referredOn, followUp ? [baseline, followUp] : [baseline]);
        expect(pairing?.baseline.score).toBe(baseline.score);
        expect(pairing?.last?.score ?? null).toBe(followUp?.score ?? null);
        expect([baseline.on, followUp?.on ?? ""].every((on) => on <= options.until)).toBe(true);
      }
    }
  });

  it("answers add up to the score they go with", () => {
    const surveys = all.flatMap(({ referral }) =>
      referral.scores
        .filter(({ instrument }) => instrument !== "ons4")
        .flatMap(({ baseline, followUp }) => [baseline, ...(followUp ? [followUp] : [])]),
    );
    expect(surveys.filter(({ items, score }) => items !== null && items.reduce((sum, item) => sum + item, 0) !== score)).toEqual([]);
    expect(surveys.some(({ items }) => items === null)).toBe(true);
  });
});

describe("wellbeing and life satisfaction", () => {
  const asked = all.filter(({ referral }) => referral.scores.some(({ instrument }) => instrument === "swemwbs" || instrument === "ons4"));

  it("are asked about in one practice of three, always with all the answers", () => {
    const practices = new Set(asked.map(({ referral }) => referral.practice));
    expect(practices.size).toBeGreaterThan(10);
    expect(practices.size).toBeLessThan(16);
    const surveys = asked.flatMap(({ referral }) => referral.scores.filter(({ instrument }) => ["swemwbs", "ons4"].includes(instrument)));
    expect(surveys.every(({ baseline }) => baseline.items !== null)).toBe(true);
  });

  it("come out of the events as the truth says, on the published scales", () => {
    const kept = (events: readonly object[]) => events.map((event) => ("patient" in event ? { ...event, patient: { pid: "p" } } : event));
    const contributions = all.flatMap(({ events }) => contribute(foldEpisode(kept(events) as KeptEvent[])) ?? []);
    for (const measure of ["swemwbs", "ons4:satisfied"]) {
      const counted = contributions.flatMap(({ outcomes }) => outcomes[measure] ?? []);
      const sum = counted.reduce((total, { baseline, followUp }) => total + baseline + (followUp ?? 0), 0);
      const wanted = truth.england.scores[measure] ?? [];
      expect(counted.length).toBe(wanted.reduce((total, [, , people]) => total + people, 0));
      expect(counted.length).toBeGreaterThan(100);
      expect(sum).toBeCloseTo(
        wanted.reduce((total, [before, after, people]) => total + people * (before + (after ?? 0)), 0),
        6,
      );
    }
  });

  it("leave the others as they are, and the long form without them", () => {
    const instruments = new Set(all.flatMap(({ referral }) => longFormRows(referral, new Map()).map((row) => row.split(",").at(-3))));
    expect([...instruments].sort()).toEqual(["", "gad-7", "lsns-6", "phq-9", "ucla-3"]);
  });
});

describe("the truth", () => {
  it("counts every referral once, in England and in its practice", () => {
    expect(truth.england.flow.referred).toBe(3000);
    expect(Object.values(truth.practices).reduce((sum, { flow }) => sum + flow.referred, 0)).toBe(3000);
  });

  it("counts every baseline, as a second look at the referrals does", () => {
    const baselines = all.flatMap(({ referral }) => referral.scores.filter(({ instrument }) => instrument === "gad-7")).length;
    expect((truth.england.scores["gad-7"] ?? []).reduce((sum, [, , people]) => sum + people, 0)).toBe(baselines);
  });
});

describe("longFormRows", () => {
  it("writes one row for each filling-in, with the practice's PCN and ICB", () => {
    const organisations = organisationsOn(simulation.organisations, "2026-01-01");
    const surveyed = all.find(({ referral }) => referral.scores.length > 0);
    if (!surveyed) throw new Error("somebody was surveyed");
    const rows = longFormRows(surveyed.referral, organisations).map((row) => row.split(","));
    expect(rows.every((row) => row.length === longFormColumns.length)).toBe(true);
    expect(rows[0]?.slice(1, 3)).toEqual(["U99001", "QZA"]);
  });
});
