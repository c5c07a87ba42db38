import { type Parsed, refused } from "../../core/refusal.ts";
import type { Moment } from "../../core/submission/content-checks.ts";
import { decodeText } from "../../core/submission/decode-text.ts";
import { readJsonSubmission } from "../../core/submission/read-json.ts";
import type { Submission } from "../../core/submission/submission.ts";

const largestBody = 5 * 1024 * 1024;

const readers: Readonly<Record<string, (text: string, moment: Moment) => Parsed<Submission>>> = {
  "application/json": readJsonSubmission,
};

/** Reads a body of one of the content types that are taken. */
export function readBody({ contentType, body }: { contentType: string; body: Uint8Array }, moment: Moment): Parsed<Submission> {
  const [mediaType = ""] = contentType.toLowerCase().split(";");
  const read = readers[mediaType.trim()];
  if (read === undefined) return refused("content-type", "", `send ${Object.keys(readers).join(" or ")}`);
  if (body.length > largestBody) {
    return refused("body-too-large", "", "send at most 5 MB at once: divide the file by referral, or let `hearten submit` do so");
  }
  const text = decodeText(body);
  return text.ok ? read(text.value, moment) : text;
}
