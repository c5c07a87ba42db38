import { createHmac } from "node:crypto";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { answerSubmission } from "../../functions/take-submission/answer-submission.ts";
import type { TakingDeps } from "../../functions/take-submission/take-submission.ts";
import { apiEvent } from "../support/api-event.ts";
import { bundle, wholeStory } from "../support/fhir-examples.ts";
import { hostile, hostileTexts } from "../support/hostile-texts.ts";
import { keepingDeps } from "../support/keeping.ts";
import { memoryEpisodes } from "../support/memory-episodes.ts";
import { memoryParts, memoryReceipts } from "../support/memory-receipts.ts";

const today = Date.parse("2026-11-22T12:00:00Z");
const mac = (text: string) => createHmac("sha256", "key").update(text).digest("hex");
const prototypeBefore = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));

type Answer = { readonly status: number; readonly body: string; readonly stored: string; readonly told: string };

function service() {
  const episodes = memoryEpisodes();
  const parts = memoryParts();
  const deps: TakingDeps = {
    ...keepingDeps(episodes),
    receipts: memoryReceipts(),
    parts,
    queue: parts,
    authority: {
      organisationVersions: async (code) => [
        { code, level: "practice", kind: "practice", name: "", parent: null, validFrom: "2000-01-01", validTo: null, sample: true },
      ],
      grantOf: async (_, organisation) => ({ organisation, scope: "own", expiresOn: null }),
    },
    pseudonyms: { refKey: async (ods, id) => mac(`${ods}|${id}`), personId: async (patient) => mac(patient) },
    now: () => today,
  };
  const tokens = async () => ({ ok: true as const, client: "c1" });
  return async (body: string | Uint8Array, contentType: string): Promise<Answer> => {
    const told: unknown[] = [];
    const event = apiEvent({ path: "/v1/submissions", body, headers: { "content-type": contentType } });
    const answer = await answerSubmission(event, { tokens, deps, tell: (...line) => told.push(line) });
    const stored = JSON.stringify([[...episodes.summaries], episodes.marks, [...episodes.heads], parts.texts]);
    return { status: answer.statusCode, body: answer.body, stored, told: JSON.stringify(told) };
  };
}

let send: ReturnType<typeof service>;
beforeEach(() => {
  send = service();
});

/** What holds of every answer, whatever was sent: an account of every record, or a problem that says what to do. */
function isAccounted({ status, body }: Answer): boolean {
  const answer = JSON.parse(body);
  if (answer.resourceType !== undefined) return ["Bundle", "OperationOutcome"].includes(answer.resourceType);
  if (status >= 400) return typeof answer.rule === "string" && typeof answer.fix === "string" && answer.fix !== "";
  const { received, used, duplicate, superseded, rejected, parked, excluded } = answer;
  return [200, 202].includes(status) && received === used + duplicate + superseded + rejected + parked + excluded;
}

const referral = {
  type: "referral.recorded",
  eventId: "r1",
  practice: "A81001",
  referralId: "R1",
  patient: { localId: "P1" },
  referredOn: "2026-03-02",
  referrerRole: "nurse",
  activity: "gardening",
  needs: ["anxiety"],
  ageBand: "45-54",
  sex: "F",
  ethnicity: "A",
  imdQuintile: 2,
};
const step = {
  type: "referral.progressed",
  eventId: "p1",
  practice: "A81001",
  referralId: "R1",
  on: "2026-03-20",
  status: "started",
  reason: "keen",
};
const survey = {
  type: "survey.completed",
  eventId: "s1",
  practice: "A81001",
  referralId: "R1",
  instrument: "phq-9",
  completedOn: "2026-03-04",
  items: [1, 2, 1, 2, 1, 1, 2, 1, 0],
  mode: "self",
};
const correction = {
  type: "event.corrected",
  eventId: "c1",
  practice: "A81001",
  corrects: "s1",
  event: { ...survey, eventId: "s1", items: [0, 0, 0, 0, 0, 0, 0, 0, 0] },
};
const withdrawal = { type: "event.withdrawn", eventId: "w1", practice: "A81001", withdraws: "p1", reason: "entered in error" };
const events = [referral, step, survey, correction, withdrawal];

const attack = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }).map((text) => text + hostile) },
);
const junk = fc.oneof(
  attack,
  fc.constantFrom<unknown>(
    null,
    true,
    -0,
    1e308,
    -1,
    0.5,
    28,
    22,
    [],
    {},
    [[]],
    { $ref: hostile },
    [hostile],
    { [hostile]: 1 },
    "2026-02-30",
    "31/12/2026",
    "2126-01-01",
  ),
);

type Path = readonly (string | number)[];

/** Every place in a value, from its own down to the last. */
function placesIn(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...at, name]))];
}

function placed(value: unknown, [name, ...rest]: Path, instead: unknown): unknown {
  if (name === undefined) return instead;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) };
  const inner = Reflect.get(copy as object, name);
  Object.defineProperty(copy, name, { value: placed(inner, rest, instead), enumerable: true, configurable: true, writable: true });
  return copy;
}

const places = placesIn(events).filter((path) => path.length > 1);

/** A text is told to nobody: not in the answer, and not in the log. */
function isSilent({ body, told }: Answer): boolean {
  return !body.includes(hostile) && !told.includes(hostile);
}

describe("whatever is sent", () => {
  it("is answered for: any bytes under any content type, cut and mixed with what would be taken", async () => {
    const whole = JSON.stringify({ events });
    const csv = "practice,referralId,instrument,completedOn,total\nA81001,R1,phq-9,2026-03-04,11\n";
    const fhir = JSON.stringify(bundle([]));
    const text = fc
      .tuple(fc.constantFrom(whole, csv, fhir), fc.nat(900), fc.nat(900), fc.oneof(attack, fc.json(), fc.string()))
      .map(([from, a, b, inside]) => from.slice(0, a) + inside + from.slice(b));
    const bytes = fc.oneof(
      text.map((one) => new TextEncoder().encode(one)),
      fc.uint8Array({ maxLength: 300 }),
      text.map((one) => Buffer.from(`\ufeff${one}`, "utf16le")),
    );
    const types = fc.constantFrom(
      "application/json",
      "text/csv",
      "application/fhir+json",
      "text/csv; charset=utf-16",
      "multipart/form-data",
      "",
      hostile,
    );
    await fc.assert(
      fc.asyncProperty(bytes, types, async (body, type) => {
        const answer = await send(body, type);
        expect(isAccounted(answer)).toBe(true);
        expect(answer.told).not.toContain(hostile);
      }),
      { numRuns: 3000 },
    );
  });

  it("is not repeated: any place of any event replaced by an attack is refused there, or kept as plain text and said to nobody", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), junk, async (path, instead) => {
        const answer = await service()(JSON.stringify(placed({ events }, ["events", ...path], instead)), "application/json");
        expect(isAccounted(answer)).toBe(true);
        expect(isSilent(answer) || JSON.parse(answer.body).records !== undefined).toBe(true);
        const repeated =
          JSON.parse(answer.body).records?.filter((record: { eventId: string | null }) => record.eventId?.includes(hostile)) ?? [];
        for (const { eventId } of repeated) expect(eventId).toMatch(/^[A-Za-z0-9][A-Za-z0-9_:/.-]*$/);
        expect(answer.told).not.toContain(hostile);
      }),
      { numRuns: 3000 },
    );
  });

  it("changes no program: names that programs treat specially are refused anywhere in JSON and in a header, and Object.prototype stays as it was", async () => {
    const names = fc.constantFrom(
      "__proto__",
      "constructor",
      "prototype",
      "constructor.prototype",
      "__proto__.polluted",
      "toString",
      "hasOwnProperty",
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), names, fc.boolean(), async (path, name, asCsv) => {
        const json = JSON.stringify(placed({ events }, ["events", ...path], "PLACE")).replace('"PLACE"', `{"${name}":{"polluted":true}}`);
        const answer = asCsv
          ? await send(`practice,referralId,${name},completedOn,total\nA81001,R1,x,2026-03-04,11`, "text/csv")
          : await send(json, "application/json");
        expect(isAccounted(answer)).toBe(true);
        if (answer.status === 200) expect(JSON.parse(answer.body).rejected).toBeGreaterThan(0);
        expect(Reflect.get({}, "polluted")).toBeUndefined();
        expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(prototypeBefore);
      }),
      { numRuns: 1500 },
    );
  });
});

describe("an NHS number", () => {
  const digits = fc.constantFrom("9990000018", "9434765919", "9990000026");
  const written = fc
    .tuple(digits, fc.constantFrom("", " ", "-", ".", "\u00a0"), fc.constantFrom(0, 0xff10 - 48, 0x0660 - 48))
    .map(([number, gap, shift]) => {
      const spaced = [number.slice(0, 3), number.slice(3, 6), number.slice(6)].join(gap);
      return spaced.replaceAll(/\d/g, (digit) => String.fromCodePoint(digit.charCodeAt(0) + shift));
    });
  const bare = (text: string) => text.normalize("NFKC").replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));
  const holds = (text: string, number: string) =>
    bare(text)
      .replaceAll(/(?<=\d)[ .\u00a0-](?=\d)/g, "")
      .includes(number);

  it("anywhere but in its field is refused before it is stored, answered or logged, however it is written", async () => {
    const texts = places.filter((path) => typeof path.at(-1) === "string" && !["items", "needs"].includes(String(path.at(-2))));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), written, fc.constantFrom("", "ref ", "x"), async (path, number, before) => {
        const plain = bare(number).replaceAll(/\D/g, "");
        const answer = await service()(JSON.stringify(placed({ events }, ["events", ...path], before + number)), "application/json");
        expect(isAccounted(answer)).toBe(true);
        for (const text of [answer.body, answer.stored, answer.told]) expect(holds(text, plain)).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  it("in its field is kept under a pseudonym alone, and in a heading, a submission's id or a name of a field it is refused", async () => {
    const inField = await send(JSON.stringify({ events: [{ ...referral, patient: { nhsNumber: "9990000018" } }] }), "application/json");
    const others = await Promise.all([
      send(JSON.stringify({ submissionId: "9990000018", events }), "application/json"),
      send(JSON.stringify({ events: [{ ...referral, "999 000 0018": 1 }] }), "application/json"),
      send("practice,referralId,9990000018,completedOn,total\nA81001,R1,x,2026-03-04,11", "text/csv"),
    ]);

    expect(JSON.parse(inField.body).accepted).toBe(1);
    expect(others.map(({ status, body }) => [status, JSON.parse(body).rule ?? JSON.parse(body).records?.[0]?.rule])).toEqual([
      [400, "nhs-number-misplaced"],
      [200, "nhs-number-misplaced"],
      [400, "unknown-columns"],
    ]);
    for (const { body, stored, told } of [inField, ...others]) expect([body, stored, told].join()).not.toContain("9990000018");
  });
});

describe("a table", () => {
  const header = "type,eventId,practice,referralId,patient.localId,referredOn,referrerRole,activity,instrument,completedOn,total";
  const rows = ["referral.recorded,r1,A81001,R1,P1,2026-03-02,nurse,gardening,,,", "survey.completed,s1,A81001,R1,,,,,phq-9,2026-03-04,11"];

  it("with an attack in any cell, quoted or not, is answered row by row and repeats nothing", async () => {
    const cell = fc.tuple(attack, fc.boolean()).map(([text, quoted]) => (quoted ? `"${text.replaceAll('"', '""')}"` : text));
    await fc.assert(
      fc.asyncProperty(fc.nat(1), fc.nat(10), cell, async (row, column, text) => {
        const cells = rows.map((one) => one.split(","));
        (cells[row] ?? [])[column] = text;
        const answer = await service()([header, ...cells.map((one) => one.join(","))].join("\n"), "text/csv");
        expect(isAccounted(answer)).toBe(true);
        expect(answer.told).not.toContain(hostile);
      }),
      { numRuns: 1500 },
    );
  });

  it("with an attack as a heading is refused whole by the number of the column", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(10), attack, async (column, text) => {
        const headings = header.split(",");
        headings[column] = `"${text.replaceAll('"', '""')}"`;
        const answer = await send([headings.join(","), ...rows].join("\n"), "text/csv");
        expect([answer.status >= 400, isSilent(answer)]).toEqual([true, true]);
      }),
      { numRuns: 500 },
    );
  });

  it("in an encoding that it does not say, or that changes in the middle, is refused whole", async () => {
    const text = [header, ...rows].join("\n");
    const bytes = [
      Buffer.concat([Buffer.from(text), Buffer.from([0x93, 0x94])]),
      Buffer.concat([Buffer.from(text), Buffer.from([0xc0, 0x80])]),
      Buffer.concat([Buffer.from(text), Buffer.from([0xed, 0xa0, 0x80])]),
      Buffer.concat([Buffer.from(`\ufeff${text}`, "utf16le"), Buffer.from([0x41])]),
      Buffer.from(text, "utf16le"),
      Buffer.from(`${text}\0`),
      Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
      Buffer.from("PK\u0003\u0004archive"),
    ];
    const answers = await Promise.all(bytes.map((body) => send(body, "text/csv")));
    expect(answers.map(({ status }) => status)).toEqual(bytes.map(() => 400));
    expect((await send(Buffer.from(`\ufeff${text}`), "text/csv")).status).toBe(200);
    expect((await service()(Buffer.from(`\ufeff${text}`, "utf16le"), "text/csv")).status).toBe(200);
  });
});

describe("JSON of a kind that is meant to hurt", () => {
  it.each([
    ["a hundred thousand lists in one another", "[".repeat(100_000)],
    ["a hundred thousand objects in one another", '{"a":'.repeat(100_000)],
    ["a million names", `{${Array.from({ length: 200_000 }, (_, at) => `"${at}":1`).join(",")}}`],
    ["a name twice", '{"events":[],"events":[]}'],
    ["a number beyond all numbers", '{"events":[{"total":1e400}]}'],
    ["a number that cannot be kept", `{"events":[{"total":${"9".repeat(400)}}]}`],
    ["a string of five million letters", `{"events":["${"x".repeat(5_000_000)}"]}`],
    ["more than 5 MB", `{"events":["${"x".repeat(5_300_000)}"]}`],
  ])("is refused with a problem: %s", async (_, body) => {
    const answer = await send(body, "application/json");
    expect(isAccounted(answer)).toBe(true);
    const said = JSON.parse(answer.body);
    expect(answer.status >= 400 || said.rejected === said.received).toBe(true);
  });
});

describe("a field that a version of the format does not have", () => {
  it("is refused with its name, and so are a missing field, a new code and a score that cannot be", async () => {
    const drifted: readonly (readonly [object, string, string])[] = [
      [{ ...referral, referrer: "nurse" }, "unknown-field", "referrer"],
      [{ ...referral, referredOn: undefined }, "missing-field", "referredOn"],
      [{ ...referral, referrerRole: "robot" }, "not-in-list", "referrerRole"],
      [{ ...survey, items: undefined, total: 28 }, "score-out-of-range", "total"],
      [{ ...survey, instrument: "gad-7", items: undefined, total: 22 }, "score-out-of-range", "total"],
      [{ ...step, status: "paused" }, "not-in-list", "status"],
      [{ ...withdrawal, type: "event.deleted" }, "unknown-type", "type"],
    ];
    for (const [event, rule, field] of drifted) {
      const { records } = JSON.parse((await service()(JSON.stringify({ events: [event] }), "application/json")).body);
      expect([records[0].rule, records[0].field]).toEqual([rule, field]);
    }
  });

  it("does not change what was taken before: every event of the first version is taken as it stands", async () => {
    const answer = JSON.parse((await send(JSON.stringify({ events }), "application/json")).body);
    expect([answer.received, answer.rejected]).toEqual([events.length, 0]);
  });
});

describe("a FHIR bundle", () => {
  it("with an attack in any place is answered entry by entry, or refused whole, and repeats nothing", async () => {
    const story = wholeStory({ type: "batch" });
    const inside = placesIn(story).filter((path) => path.length > 0);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...inside), junk, async (path, instead) => {
        const answer = await service()(JSON.stringify(placed(story, path, instead)), "application/fhir+json");
        expect(isAccounted(answer)).toBe(true);
        expect(answer.told).not.toContain(hostile);
      }),
      { numRuns: 1500 },
    );
  });
});
