import type { Figures } from "./metric-line.ts";

/** The figures of one answer to a submission, from the counts that its log line has. */
export function submissionFigures(counts: Readonly<Record<string, string | number>>): Figures {
  const { status } = counts;
  if (status === 401 || status === 403) return { unauthorised: 1 };
  if (counts.rule !== undefined) return { refusedWhole: 1 };
  const { accepted, duplicate, rejected, parked } = counts;
  const figures = { accepted, duplicate, rejected, parked };
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => typeof value === "number" && value > 0));
}
