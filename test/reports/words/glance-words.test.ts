import { describe, expect, it } from "vitest";
import type { FlowTable, Shown } from "../../../core/place-report.ts";
import { dueSentence, oneLine } from "../../../reports/words/glance-words.ts";

const people = (value: number): Shown => ({ kind: "value", value });
const hidden: Shown = { kind: "suppressed" };
const flow: FlowTable = {
  referred: people(65),
  accepted: people(60),
  started: people(45),
  baseline: people(40),
  followedUp: people(20),
  notYetDue: people(10),
  overdue: people(10),
};

describe("a practice in one line", () => {
  it("says how many were referred, started and have both scores, and judges nothing", () => {
    expect(oneLine(flow, "GAD-7")).toBe("Of 65 people referred, 45 started and 20 have GAD-7 scores before and after.");
  });

  it("says that nobody has both scores in words", () => {
    expect(oneLine({ ...flow, followedUp: people(0) }, "GAD-7")).toContain("none have GAD-7 scores before and after");
  });

  it("tells a hidden number as confidential, and nothing of the rest where the people referred are hidden", () => {
    expect(oneLine({ ...flow, followedUp: hidden }, "GAD-7")).toBe(
      "Of 65 people referred, 45 started and a confidential number [c] have GAD-7 scores before and after.",
    );
    expect(oneLine({ ...flow, referred: hidden }, "GAD-7")).toBe("How many people were referred is confidential here [c].");
  });
});

describe("what is due at a practice", () => {
  it("is a number of people on the day by which pages judge", () => {
    expect(dueSentence(flow, "2026-11-01")).toBe("10 were due a follow-up score on 1 November 2026 and had none.");
  });

  it("is nobody in words, and confidential where it is hidden", () => {
    expect(dueSentence({ ...flow, overdue: people(0) }, "2026-11-01")).toContain("Nobody was due");
    expect(dueSentence({ ...flow, overdue: hidden }, "2026-11-01")).toContain("confidential [c]");
  });
});
