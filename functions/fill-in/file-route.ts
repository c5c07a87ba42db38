import { parseCsvTable } from "../../adapters/csv-table.ts";
import { encodingOf } from "../../core/files/encoding.ts";
import type { Parsed } from "../../core/refusal.ts";
import type { Moment } from "../../core/submission/content-checks.ts";
import { decodeText } from "../../core/submission/decode-text.ts";
import { readTable } from "../../core/submission/read-table.ts";
import type { Submission } from "../../core/submission/submission.ts";
import { countText } from "../../reports/words/numbers.ts";
import { type Answer, type FillInDeps, momentOf } from "./fill-in.ts";
import type { Form } from "./form.ts";
import type { Filled } from "./html/fields.ts";
import { filePage, rowsAtMost } from "./html/file-pages.ts";
import { capitalised } from "./html/refusal-words.ts";
import { sentBefore } from "./referral-routes.ts";
import { sendRecords } from "./send-records.ts";
import { formId, hiddenOf, type Route, show, type Visit } from "./visit.ts";

/** The form for a file. */
export const fileRoute: Route = { shape: /^upload(?:\/send)?$/, show: showFile, send: sendFile };

async function showFile(visit: Visit, filled: Filled): Promise<Answer> {
  const main = filePage(filled, { action: `${visit.root}/upload/send`, hidden: hiddenOf(filled.form, visit) });
  return show(visit, { title: "Send a CSV file", main, filled, back: { path: "", label: "Back to the start" } });
}

async function sendFile(visit: Visit, form: Form): Promise<Answer> {
  const { deps, person } = visit;
  const wrong = (message: string) => showFile(visit, { form, errors: [{ field: "file", message }] });
  if (form.file === null) return wrong("Choose a file");
  const moment = momentOf(deps);
  const read = readFile(form.file, moment, deps);
  if (!read.ok) return wrong(read.refusals.map(({ field, fix }) => capitalised(field === "" ? fix : `${field}: ${fix}`)).join(". "));
  const { records } = read.value;
  if (records.length > rowsAtMost) return wrong(`Choose a file of at most ${countText(rowsAtMost)} rows: divide this one by referral`);
  const submissionId = `form.file.${formId(form, visit)}`;
  const content = Buffer.from(form.file).toString("latin1");
  const encoding = encodingOf(form.file);
  const sending = { subject: person.subject, submissionId, records, content, encoding, today: moment.today, whole: false };
  const sent = await sendRecords(sending, deps);
  if (sent.kind === "refused") throw new TypeError("a file is kept row by row");
  return sent.kind === "sent-before" ? sentBefore(visit, `/receipts/${submissionId}`) : { kind: "to", path: `/receipts/${submissionId}` };
}

function readFile(bytes: Uint8Array, moment: Moment, { sha256 }: Pick<FillInDeps, "sha256">): Parsed<Submission> {
  const text = decodeText(bytes);
  const table = text.ok ? parseCsvTable(text.value) : text;
  return table.ok ? readTable(table.value, moment, sha256) : table;
}
