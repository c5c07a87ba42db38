import { describe, expect, it } from "vitest";
import type { ServiceEvent } from "../../../core/events/event.ts";
import { readFhirSubmission } from "../../../core/fhir/read-fhir-submission.ts";
import { simulate } from "../../../core/simulation/simulate.ts";
import { writeBundle } from "../../support/write-fhir.ts";

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };

/**
 * An event as FHIR can say it: the ids carry the kind of resource, a correction's is made from what it corrects, there is no deprivation in
 * a Patient, and a step that was withdrawn is never sent.
 */
function asFhirSaysIt(event: ServiceEvent): unknown {
  switch (event.type) {
    case "referral.recorded": {
      const { imdQuintile: _, ...rest } = event;
      return { ...rest, eventId: `SR/${event.referralId}` };
    }
    case "referral.progressed": {
      const { reason: _, ...rest } = event;
      return { ...rest, eventId: `Task/${event.eventId}:${event.status}` };
    }
    case "survey.completed":
      return { ...event, eventId: `QR/${event.eventId}` };
    case "event.corrected": {
      const { eventId: _, ...replacement } = event.event;
      return { type: event.type, practice: event.practice, corrects: `QR/${event.corrects}`, event: replacement };
    }
    case "event.withdrawn":
      return null;
  }
}

function withoutMadeId(event: ServiceEvent): unknown {
  if (event.type !== "event.corrected") return event;
  const { eventId, recordedAt, ...rest } = event;
  expect(eventId.startsWith(`${event.corrects}:`)).toBe(true);
  expect(recordedAt).toBeDefined();
  return rest;
}

describe("a synthetic service, written as FHIR by a system of its own and read again", () => {
  const simulated = [...simulate({ referrals: 400, practices: 6, seed: 7, until: "2026-10-31" }).referrals()];

  it("tells the same events", () => {
    for (const { events } of simulated) {
      const read = readFhirSubmission(JSON.stringify(writeBundle(events)), moment);
      const told = read.ok ? read.value.records.flatMap((record) => (record.events.ok ? record.events.value : [])) : [];
      const expected = events.map(asFhirSaysIt).filter((event) => event !== null);
      expect(told.map(withoutMadeId)).toEqual(expected);
    }
  });

  it("covers corrections, totals alone, steps of every kind, and withdrawals that have no place in FHIR", () => {
    const events = simulated.flatMap((one) => one.events);
    const kinds = new Set(events.map(({ type }) => type));
    expect([...kinds].toSorted()).toEqual([
      "event.corrected",
      "event.withdrawn",
      "referral.progressed",
      "referral.recorded",
      "survey.completed",
    ]);
    expect(events.some((event) => event.type === "survey.completed" && event.items === undefined)).toBe(true);
  });
});
