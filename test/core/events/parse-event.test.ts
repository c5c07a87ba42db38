import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEvent } from "../../../core/events/parse-event.ts";
import { scoringRules } from "../../../core/scoring/scoring-rules.ts";
import { submissionRules } from "../../../core/submission/submission-rules.ts";

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };
const place = { practice: "A81001", referralId: "R1" };
const referral = { type: "referral.recorded", eventId: "r1", ...place, patient: { nhsNumber: "943 476 5919" }, referredOn: "2026-03-02" };
const survey = { type: "survey.completed", eventId: "s1", ...place, instrument: "PHQ9", completedOn: "2026-03-04", total: 12 };
const step = { type: "referral.progressed", eventId: "p1", ...place, on: "2026-03-20", status: "started" };
const correction = { type: "event.corrected", eventId: "c1", practice: "A81001", corrects: "s1", event: survey };

/** The rules and fields that an event breaks, or none. */
function broken(sent: unknown): readonly string[] {
  const read = parseEvent(sent, moment);
  return read.ok ? [] : read.refusals.map(({ rule, field }) => `${rule} ${field}`.trim());
}

describe("parseEvent", () => {
  it("writes one thing in one way: the instrument's id, the NHS number without spaces, composed characters", () => {
    expect(parseEvent({ ...survey, instrument: "phq_9" }, moment)).toMatchObject({ ok: true, value: { instrument: "phq-9" } });
    expect(parseEvent({ ...referral, activity: "café" }, moment)).toMatchObject({
      ok: true,
      value: { patient: { nhsNumber: "9434765919" }, activity: "café" },
    });
    expect(parseEvent(correction, moment)).toEqual({
      ok: true,
      value: { ...correction, event: { ...survey, eventId: undefined, instrument: "phq-9" } },
    });
  });

  it.each([
    ["no object", 5, ["not-an-object"]],
    ["a list", [survey], ["not-an-object"]],
    ["no type", {}, ["unknown-type type"]],
    ["a type that is none", { ...referral, type: "referral" }, ["unknown-type type"]],
    ["a field of no type", { ...referral, nhsnumber: "x" }, ["unknown-field nhsnumber"]],
    [
      "a misspelt field, named before the one that is missing for it",
      { ...survey, completedOn: undefined, completedon: "2026-03-04" },
      ["unknown-field completedon", "missing-field completedOn"],
    ],
    ["a field of another kind", { ...survey, total: "12" }, ["wrong-type total"]],
    ["a word that is not on its list", { ...step, status: "begun" }, ["not-in-list status"]],
    ["a list with a word that is not on it", { ...referral, needs: ["anxiety", "sleep"] }, ["not-in-list needs.1"]],
    ["an id that is a path", { ...survey, eventId: "../etc" }, ["id-format eventId"]],
    ["an id that is markup", { ...survey, referralId: "<b>" }, ["id-format referralId"]],
    ["a practice in lower case", { ...survey, practice: "a81001" }, ["practice-format practice"]],
    ["a practice with a space", { ...survey, practice: "A81001 " }, ["practice-format practice"]],
    ["a practice in look-alike letters", { ...survey, practice: "\u041081001" }, ["practice-format practice"]],
    ["no such date", { ...survey, completedOn: "2026-02-30" }, ["date-not-real completedOn"]],
    ["a date in another order", { ...survey, completedOn: "04/03/2026" }, ["date-not-real completedOn"]],
    ["tomorrow", { ...survey, completedOn: "2026-11-23" }, ["date-in-future completedOn"]],
    ["long ago", { ...referral, referredOn: "1989-12-31" }, ["date-too-early referredOn"]],
    ["a moment without an offset", { ...step, recordedAt: "2026-03-20T10:00:00" }, ["moment-not-real recordedAt"]],
    ["a moment to come", { ...step, recordedAt: "2026-11-22T12:10:01Z" }, ["moment-in-future recordedAt"]],
    ["nobody", { ...referral, patient: undefined }, ["patient-required patient"]],
    ["two identifiers", { ...referral, patient: { nhsNumber: "9434765919", localId: "N1" } }, ["patient-required patient"]],
    ["an NHS number that fails its check", { ...referral, patient: { nhsNumber: "9434765918" } }, ["nhs-number-invalid patient.nhsNumber"]],
    ["a text of nothing", { ...step, reason: "  " }, ["text-length reason"]],
    ["a long text", { ...step, reason: "x".repeat(65) }, ["text-length reason"]],
    ["a text that turns its direction", { ...step, reason: "abc\u202edef" }, ["hidden-characters reason"]],
    ["a text with a NUL", { ...step, activity: "a\u0000b" }, ["hidden-characters activity"]],
    ["a fifth that is none", { ...referral, imdQuintile: 6 }, ["number-out-of-range imdQuintile"]],
    ["half a fifth", { ...referral, imdQuintile: 2.5 }, ["wrong-type imdQuintile"]],
    ["an unknown instrument", { ...survey, instrument: "WEMWBS7" }, ["unknown-instrument instrument"]],
    ["a total beyond its range", { ...survey, total: 28 }, ["score-out-of-range total"]],
    ["neither answers nor total", { ...survey, total: undefined }, ["answers-required"]],
    ["an answer beyond its range", { ...survey, total: undefined, items: [4, 0, 0, 0, 0, 0, 0, 0, 0] }, ["item-out-of-range items.0"]],
    ["answers that give another total", { ...survey, items: [1, 1, 1, 1, 1, 1, 1, 1, 1] }, ["score-disagrees-with-items total"]],
    [
      "a withdrawal of itself",
      { type: "event.withdrawn", eventId: "w1", practice: "A81001", withdraws: "w1" },
      ["modifies-itself withdraws"],
    ],
    ["a correction of itself", { ...correction, corrects: "c1" }, ["modifies-itself corrects"]],
    ["a correction with a mistake in it", { ...correction, event: { ...survey, totl: 3 } }, ["unknown-field event.totl"]],
    ["a correction by a score that is none", { ...correction, event: { ...survey, total: 99 } }, ["score-out-of-range event.total"]],
    ["a correction by a withdrawal", { ...correction, event: { type: "event.withdrawn" } }, ["unknown-type event.type"]],
    [
      "a corrected survey of another practice",
      { ...correction, event: { ...survey, practice: "B82002" } },
      ["correction-other-practice event.practice"],
    ],
  ])("refuses %s", (_, sent, expected) => {
    expect(broken(sent)).toEqual(expected);
  });

  it.each([
    ["an id", { ...survey, referralId: "9434765919" }],
    ["an activity", { ...step, activity: "saw 943 476 5919" }],
    ["a reason in full-width digits", { ...step, reason: "９４３４７６５９１９" }],
    ["a field that does not exist", { ...survey, note: "943-476-5919" }],
    ["the name of a field", { ...survey, "9434765919": 1 }],
    ["a local id", { ...referral, patient: { localId: "9434765919" } }],
    ["a number", { ...survey, total: 9434765919 }],
    ["a correction", { ...correction, event: { ...survey, referralId: "R-943-476-5919" } }],
  ])("refuses an NHS number in %s, says nothing else and repeats nothing", (_, sent) => {
    const read = parseEvent(sent, moment);

    expect(read).toMatchObject({ ok: false, refusals: [{ rule: "nhs-number-misplaced" }] });
    expect(JSON.stringify(read).replaceAll(/\D/g, "")).not.toContain("9434765919");
  });

  it("takes ids that machines make, whatever digits they happen to have", () => {
    for (const eventId of ["943476a5-919b-4bbb-9434-765919aaaaaa", "01JD9434765919ABCDEFGHJKMN", "a9434765919bcdef0123456789abcdef"]) {
      expect(broken({ ...survey, eventId })).toEqual([]);
    }
  });

  it("never throws, whatever arrives, refuses by known rules alone, and repeats nothing of what was sent", () => {
    const rules = new Set<string>([...Object.keys(submissionRules), ...Object.keys(scoringRules)]);
    const canary = "canary-zebra-41";
    const value = fc.oneof(fc.anything(), fc.constant(canary), fc.constant(`${canary} text`), fc.constant([canary]));
    const fields = [...Object.keys({ ...referral, ...survey, ...step, ...correction }), "recordedAt", "needs", "items", "reason", "sex"];
    const mutated = fc
      .constantFrom(referral, survey, step, correction)
      .chain((base) => fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 4 }).map((over) => ({ ...base, ...over })));
    fc.assert(
      fc.property(fc.oneof({ weight: 1, arbitrary: value }, { weight: 4, arbitrary: mutated }), (sent) => {
        const read = parseEvent(sent, moment);
        if (read.ok) return;
        expect(read.refusals.length).toBeGreaterThan(0);
        for (const { rule } of read.refusals) expect(rules).toContain(rule);
        expect(JSON.stringify(read.refusals)).not.toContain("canary");
      }),
      { numRuns: 4000 },
    );
  });

  it("is not slowed down by long texts", () => {
    const long = "1".repeat(100_000);
    const spaced = "1 ".repeat(50_000);
    for (const text of [long, spaced, "a".repeat(100_000), `${"-".repeat(50_000)}9`, "９".repeat(50_000)]) {
      const before = process.cpuUsage();
      for (const field of ["eventId", "practice", "referralId", "instrument", "completedOn", "recordedAt"])
        parseEvent({ ...survey, [field]: text }, moment);
      parseEvent({ ...step, reason: text }, moment);
      const { user } = process.cpuUsage(before);
      expect(user / 1000).toBeLessThan(2000);
    }
  });
});
