import fc from "fast-check";
import type { KeptEvent } from "../../core/events/kept-event.ts";
import { corrected, progressed, referral, survey, withdrawn } from "./kept-events.ts";

const recordedAt = fc.constantFrom(
  undefined,
  "2026-03-05T10:00:00Z",
  "2026-03-05T11:00:00+01:00",
  "2026-03-06T09:00:00.5Z",
  "2026-03-04T00:00:00-05:00",
);
const day = fc.constantFrom("2026-03-03", "2026-03-04", "2026-04-20", "2026-05-30");
const role = fc.constantFrom("nurse", "gp", "self");
const total = fc.integer({ min: 0, max: 3 });

const content = fc.oneof(
  fc.record({ kind: fc.constant("survey" as const), total, day }),
  fc.record({ kind: fc.constant("step" as const), day }),
  fc.record({ kind: fc.constant("referral" as const), day, role, practice: fc.constantFrom("A81001", "B82002") }),
);

type Content =
  | { kind: "survey"; total: number; day: string }
  | { kind: "step"; day: string }
  | { kind: "referral"; day: string; role: string; practice: string };

function eventOf(eventId: string, given: Content, over: object): KeptEvent {
  if (given.kind === "survey") return survey(eventId, given.total, given.day, { ...over });
  if (given.kind === "step") return progressed(eventId, "attended", given.day, { ...over });
  return referral({ eventId, referredOn: given.day, referrerRole: given.role, ...over });
}

function replacementOf(given: Content): Record<string, unknown> {
  const { eventId: _, ...rest } = { ...eventOf("x", given, {}) };
  return given.kind === "referral" ? { ...rest, practice: given.practice } : rest;
}

/** Sets of events of one referral, among them corrections and withdrawals of anything: known, unknown, each other and themselves. */
export const eventSets = fc.integer({ min: 0, max: 12 }).chain((size) => {
  const ids = Array.from({ length: size }, (_, n) => `e${n}`);
  const target = fc.constantFrom(...ids, "unknown");
  const plan = fc.oneof(
    { weight: 3, arbitrary: fc.record({ what: fc.constant("base" as const), content, recordedAt }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant("correct" as const), content, recordedAt, target }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant("withdraw" as const), recordedAt, target }) },
  );
  return fc.tuple(...ids.map(() => plan)).map((plans) =>
    plans.map((one, n): KeptEvent => {
      const eventId = `e${n}`;
      const over = one.recordedAt === undefined ? {} : { recordedAt: one.recordedAt };
      if (one.what === "base") return eventOf(eventId, one.content, over);
      if (one.what === "withdraw") return withdrawn(eventId, one.target, over);
      return corrected(eventId, one.target, replacementOf(one.content), over);
    }),
  );
});

/** The same events in another order, some of them more than once. */
export function shuffledWithRepetition(events: readonly KeptEvent[]): fc.Arbitrary<readonly KeptEvent[]> {
  return fc
    .tuple(fc.shuffledSubarray([...events], { minLength: events.length }), fc.subarray([...events]))
    .chain(([all, again]) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }));
}
