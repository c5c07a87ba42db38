import { describe, expect, it } from "vitest";
import { figuresOf } from "../../adapters/metric-line.ts";
import { submissionFigures } from "../../adapters/submission-figures.ts";

function told(figures: Parameters<ReturnType<typeof figuresOf>>[0]): string {
  let line = "";
  figuresOf(
    "take-submission",
    (text) => {
      line += text;
    },
    () => 1_795_000_000_000,
  )(figures);
  return line;
}

describe("a line of figures", () => {
  it("is one that CloudWatch makes metrics of, by service alone", () => {
    expect(JSON.parse(told({ accepted: 4, milliseconds: 12 }))).toEqual({
      _aws: {
        Timestamp: 1_795_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: "Hearten",
            Dimensions: [["service"]],
            Metrics: [
              { Name: "accepted", Unit: "Count" },
              { Name: "milliseconds", Unit: "Milliseconds" },
            ],
          },
        ],
      },
      service: "take-submission",
      accepted: 4,
      milliseconds: 12,
    });
  });

  it("is not written when there is nothing to tell", () => {
    expect(told({})).toBe("");
  });
});

describe("the figures of a submission's answer", () => {
  it.each([
    [
      "its records by what became of them",
      { status: 200, received: 6, accepted: 3, duplicate: 2, rejected: 1, parked: 0 },
      { accepted: 3, duplicate: 2, rejected: 1 },
    ],
    ["a submission refused whole", { status: 413, rule: "too-large" }, { refusedWhole: 1 }],
    ["a token that was not taken", { status: 401, rule: "access-token" }, { unauthorised: 1 }],
    ["a token that may not submit", { status: 403, rule: "scope" }, { unauthorised: 1 }],
  ])("count %s", (_what, counts, figures) => {
    expect(submissionFigures(counts)).toEqual(figures);
  });
});
