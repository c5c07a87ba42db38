import type { Refusal } from "./refusal.ts";

/** A whole request that could not be done, as RFC 9457 has it, with the rule that it broke. It never repeats what was sent. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly rule: string;
  readonly field: string;
  readonly fix: string;
};

const titles: Readonly<Record<number, string>> = {
  400: "The request cannot be read",
  401: "Access token required",
  403: "Not allowed",
  404: "Not found",
  409: "Not yet",
  413: "The request is too large",
  415: "This content type is not taken",
  422: "The request contradicts an earlier one",
  500: "Something went wrong",
  503: "Try again",
};

const statuses: Readonly<Record<string, number>> = {
  "content-type": 415,
  "body-too-large": 413,
  "too-many-events": 413,
  "file-too-large": 413,
  "file-parts-missing": 409,
  "file-size": 422,
  "no-such-file": 404,
  "no-acknowledgement": 409,
  "submission-id-reused": 422,
};

/** The problem that a refused request is answered with. The type leads to the rule's place in the description of the API. */
export function problemOf({ rule, field, fix }: Refusal, status: number = statuses[rule] ?? 400): Problem {
  const title = titles[status] ?? "The request cannot be done";
  return { type: `/docs#${rule}`, title, status, detail: `${title}: ${fix}`, rule, field, fix };
}
