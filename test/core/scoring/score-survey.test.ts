import { describe, expect, it } from "vitest";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import { parseEvent } from "../../../core/events/parse-event.ts";
import { withDeployment } from "../../../core/instruments/deployed.ts";
import { instruments, type Registry } from "../../../core/instruments/registry.ts";
import { scoreSurvey } from "../../../core/scoring/score-survey.ts";
import { referral, survey } from "../../support/kept-events.ts";

const licensed = (licences: object): Registry => {
  const read = withDeployment(instruments, { licences });
  return read.ok ? read.value : expect.unreachable(JSON.stringify(read.refusals));
};

const sent = (instrument: string, total: number, practice = "A81001") => ({ practice, instrument, total });

function rulesOf(...args: Parameters<typeof scoreSurvey>): readonly string[] {
  const scored = scoreSurvey(...args);
  return scored.ok ? [] : scored.refusals.map(({ rule, field }) => `${rule} ${field}`);
}

describe("a survey of an instrument that needs a licence", () => {
  const needing = [sent("hads-a", 9), sent("hads-d", 9), sent("pam-13", 50.5)];

  it("is refused on submission without a reference, and the reason names the instrument and its owner alone", () => {
    for (const one of needing) expect(rulesOf(one)).toEqual(["licence-required instrument"]);
    expect(rulesOf({ practice: "A81001", instrument: "eq-5d-5l", items: [1, 1, 1, 1, 2] })).toEqual(["licence-required instrument"]);
    const scored = scoreSurvey(sent("hads-a", 9));
    expect(scored.ok ? "" : scored.refusals[0]?.fix).toMatch(/^HADS-A needs the practice's licence from GL Assessment/);
  });

  it("is taken where the whole deployment holds one", () => {
    const registry = licensed({ "hads-a": "GL-1", "hads-d": "GL-1", "pam-13": "PAM-1" });

    for (const one of needing) expect(rulesOf(one, registry)).toEqual([]);
  });

  it("is taken from the practices that hold one, and from no other", () => {
    const registry = licensed({ "pam-13": { A81001: "PAM-1" } });

    expect(rulesOf(sent("pam-13", 50.5, "A81001"), registry)).toEqual([]);
    expect(rulesOf(sent("pam-13", 50.5, "A81002"), registry)).toEqual(["licence-required instrument"]);
    expect(rulesOf(sent("hads-a", 9, "A81001"), registry)).toEqual(["licence-required instrument"]);
  });

  it("stays counted when the licence lapses: it was taken in under one", () => {
    const kept = [referral(), survey("s1", 9, "2026-03-04", { instrument: "hads-a" })];

    expect(foldEpisode(kept).administrations).toEqual([{ instrument: "hads-a", on: "2026-03-04", score: 9 }]);
  });

  it("brings a PAM level along with its score", () => {
    const registry = licensed({ "pam-13": "PAM-1" });

    expect(scoreSurvey({ ...sent("pam-13", 50.5), level: 2 }, registry)).toMatchObject({ ok: true, value: { band: "level 2" } });
    expect(rulesOf({ ...sent("pam-13", 50.5), level: 5 }, registry)).toEqual(["level-out-of-range level"]);
  });

  it("is judged so by everything that reads events, with the deployment's registry", () => {
    const event = { type: "survey.completed", eventId: "s1", referralId: "R1", completedOn: "2026-03-04", ...sent("HADS A", 9) };
    const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };

    expect(parseEvent(event, moment)).toMatchObject({ ok: false, refusals: [{ rule: "licence-required", field: "instrument" }] });
    expect(parseEvent(event, { ...moment, instruments: licensed({ "hads-a": "GL-1" }) })).toMatchObject({
      ok: true,
      value: { instrument: "hads-a" },
    });
  });

  it("needs no licence for what is free", () => {
    expect(rulesOf(sent("phq-9", 9))).toEqual([]);
    expect(rulesOf(sent("PHQ_9", 9))).toEqual([]);
  });
});

describe("a licence in a deployer's file", () => {
  it("is for a known instrument, and names practices by their codes", () => {
    const refusals = (licences: object) => {
      const read = withDeployment(instruments, { licences });
      return read.ok ? [] : read.refusals.map(({ rule, field }) => `${rule} ${field}`);
    };

    expect(refusals({ nothing: "X" })).toEqual(["unknown-instrument licences.nothing"]);
    expect(refusals({ "pam-13": { "the surgery": "X" } })).toEqual(["definition-shape licences.pam-13"]);
    expect(refusals({ "pam-13": " " })).toEqual(["definition-shape licences.pam-13"]);
  });
});
