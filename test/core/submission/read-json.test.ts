import { expect, it } from "vitest";
import { readJsonSubmission } from "../../../core/submission/read-json.ts";

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T09:00:00Z") };

it.each([
  ["[]", "not-an-object", "send an object, and this list in its field events"],
  ['[{"type":"event.withdrawn"}]', "not-an-object", "send an object, and this list in its field events"],
  ["5", "not-an-object", "send an object with named fields"],
  ["{}", "missing-field", "send this field"],
  ['{"events":[]}', "no-events", "send at least one event"],
])("answers %s with the rule and with what to send", (sent, rule, fix) => {
  const read = readJsonSubmission(sent, moment);

  expect(!read.ok && read.refusals).toEqual([expect.objectContaining({ rule, fix })]);
});
