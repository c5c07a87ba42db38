import { activityWords } from "../../core/episodes/activity.ts";
import { lossReasonWords } from "../../core/episodes/loss-reason.ts";
import { fhirRules } from "../../core/fhir/fhir-rules.ts";
import type { Deployment } from "../../core/instruments/deployed.ts";
import { instruments, type Registry } from "../../core/instruments/registry.ts";
import type { Mapping } from "../../core/mapping/mapping.ts";
import { mappings } from "../../core/mapping/mappings.ts";
import { templatesOf } from "../../core/mapping/templates.ts";
import { scoringRules } from "../../core/scoring/scoring-rules.ts";
import { longFormHeader } from "../../core/submission/long-form.ts";
import { submissionRules } from "../../core/submission/submission-rules.ts";
import { code, escaped, table } from "./html.ts";
import { pageStyle } from "./page-style.ts";
import { printedPage } from "./printed.ts";
import { schemaTable } from "./schema-table.ts";
import { submissionExample } from "./submission-example.ts";

const events = {
  ReferralRecorded: "referral.recorded",
  ReferralProgressed: "referral.progressed",
  SurveyCompleted: "survey.completed",
  EventCorrected: "event.corrected",
  EventWithdrawn: "event.withdrawn",
};

/** The readable description of the API: one page, no script, nothing loaded from anywhere. */
export function docsPage(deployed: Pick<Deployment, "instruments" | "mappings"> = { instruments, mappings }): string {
  const sections = [
    sending(),
    receipts(),
    practiceLists(),
    eventTables(),
    words(),
    csv(deployed.mappings),
    fhir(),
    scoring(deployed.instruments),
    rules(),
  ];
  const contents = sections.map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`).join("");
  const body = sections
    .map(({ id, title, html }) => `<section aria-labelledby="${id}"><h2 id="${id}">${escaped(title)}</h2>\n${html}</section>`)
    .join("\n");
  return printedPage(`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hearten: sending data</title><style>${pageStyle}</style></head>
<body><a class="skip" href="#main">Skip to the description</a>
<header><p>Social prescribing outcomes</p></header>
<div class="title"><h1>Sending data to Hearten</h1><p>Machine-readable: <a href="v1/openapi.json">OpenAPI 3.1</a></p></div>
<nav aria-label="Contents"><ul class="contents">${contents}</ul></nav>
<main id="main">${body}</main></body></html>
`);
}

type Section = { readonly id: string; readonly title: string; readonly html: string };

function sending(): Section {
  const html = `<p>Get an access token with your client's credentials (OAuth 2, scope ${code("hearten/submit")}), then post:</p>
${block(`curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\\n     --data-binary @submission.json $BASE/v1/submissions`)}
${block(JSON.stringify(submissionExample, null, 2))}
<p><strong>2xx</strong> means that what is reported as kept is durable and counts in the next night. <strong>Anything else is safe to send again as it is</strong>: an event counts
once however often it is sent. An event's id stands for one content in its practice; to change what was sent, send ${code("event.corrected")} or ${code("event.withdrawn")}. Order never
matters: a questionnaire before its referral, or a withdrawal before what it withdraws, waits for it.</p>
<p>At most 5 MB and 50,000 events at once. Up to 500 records are stored before the answer (200); more are stored after it (202).</p>
<p>An NHS number belongs in ${code("patient.nhsNumber")} and nowhere else. It is turned into a keyed pseudonym on the way in and is not kept.</p>`;
  return { id: "sending", title: "Send events", html };
}

function receipts(): Section {
  const html = `<p>The answer to a submission is its receipt, and stays available at ${code("GET /v1/submissions/{submissionId}")} for the client that sent it. Each record is
<strong>accepted</strong>, <strong>duplicate</strong> (it was there already), <strong>superseded</strong> (another event already takes its place), <strong>parked</strong> (kept, and counted once what it
belongs to comes) or <strong>rejected</strong>, with the rule, the field and what to do.</p>
<p>A survey is answered with its score at once. Where ${code("risk")} is ${code("yes")}, somebody must act today: see ${code("action")}.</p>
${schemaTable("Receipt", "A receipt")}
${schemaTable("ReceiptRecord", "A record of a receipt")}
${schemaTable("RecordScore", "The score of a record")}`;
  return { id: "receipts", title: "Read the receipt", html };
}

function practiceLists(): Section {
  const html = `<p>What a practice has to do stands on its lists the moment a receipt is there. They are for the suppliers that send for the practice (scope ${code("hearten/submit")}) and for
its own people (scope ${code("hearten/read")}); for everybody else there is no such practice. Referrals are named by your own references.</p>
<ul><li>${code("GET /v1/practices/{ods}/follow-ups-due")}: which referrals are due or overdue a follow-up of which instrument, as JSON or CSV. A follow-up is due 90 days after the baseline and
counts from day 28 to day 365.</li>
<li>${code("GET /v1/practices/{ods}/risk-flags")}: answers that point to thoughts of self-harm. Each stays open until somebody says that they have seen it:
${code("POST /v1/practices/{ods}/risk-flags/{id}/acknowledgement")}.</li>
<li>${code("GET /v1/practices/{ods}/data-quality")}: completeness, timeliness, what is parked, and what to fix next, that first which brings most pairs of scores.</li></ul>
${schemaTable("FollowUpDue", "A follow-up that is due")}
${schemaTable("RiskFlag", "A risk flag")}
${schemaTable("FixNext", "Something to fix")}`;
  return { id: "practice-lists", title: "Ask what a practice has to do", html };
}

function eventTables(): Section {
  const tables = Object.entries(events).map(([name, type]) => `<h3 id="${type}">${code(type)}</h3>${schemaTable(name, type)}`);
  return { id: "events", title: "Events", html: tables.join("\n") };
}

/** What senders' own words are counted as: the catalogues of the fold, as they are. */
function words(): Section {
  const listed = (caption: string, known: ReadonlyMap<string, readonly string[]>) =>
    table({
      caption,
      head: ["Counted as", "Words"],
      rows: [...known].map(([counted, its]) => ({ cells: [code(counted), escaped(its.join(", "))] })),
    });
  const html = `<p>${code("activity")} and ${code("reason")} are your own words. Capitals, spaces and underscores do not count; a word that is not here counts as ${code("other")},
none as ${code("unknown")} or ${code("not-given")}. Never write about a person there.</p>
${listed("Activities", activityWords)}
${listed("Reasons for being lost", lossReasonWords)}`;
  return { id: "words", title: "Activities and reasons", html };
}

function csv(known: readonly Mapping[]): Section {
  const rows = templatesOf(known).map(({ name, about, evidence, header }) => ({
    cells: [
      `<a href="v1/templates/${name}.csv">${escaped(name)}.csv</a>`,
      escaped(about),
      evidence === "own" ? "" : evidence,
      escaped(header.join(", ")),
    ],
  }));
  const html = `<p>Send ${code("text/csv")}, UTF-8 (with or without a byte order mark) or UTF-16 with one; any other encoding is refused rather than guessed. Any of these forms:</p>
<ul><li><strong>The long form</strong>, one row for each questionnaire with the referral's facts repeated: ${longFormHeader.map(code).join(", ")}. Ten digits in ${code("patient")} are read as an NHS number,
anything else as your own id. ${code("pcn")} and ${code("icb")} are not read: the register says where a practice belongs. The same row twice is one.</li>
<li><strong>The fields of the events</strong> as columns: a file of referrals (with ${code("referredOn")}), one of steps (${code("status")}) and one of questionnaires (${code("completedOn")}), or all in one file
with a column ${code("type")}: ${code("type,eventId,practice,referralId,patient.localId,referredOn,…")}. What a correction puts in place has columns beginning ${code("event.")}. Lists are divided by semicolons. Case, spaces
and punctuation of a heading do not count.</li>
<li><strong>The export of another system</strong>, known by its headings: days are read in the British order, words as the mapping has them. A column that says who somebody is, or
is free text, is refused with the whole file: take it out first. No vendor publishes its columns, so every mapping is marked unconfirmed: try yours with ${code("hearten check FILE")}, and
bring a mapping of your own where it differs.</li></ul>
${table({ caption: "Templates", head: ["File", "What a row is", "Mapping", "Columns"], rows })}
<p>A refused row is named by its row and column. ${code("hearten check FILE")} applies the same rules before anything is sent, and with ${code("--acknowledgement OUT.csv")}
writes the line that every row would be answered with; what takes the service's own registers and store it cannot say, and its help lists.</p>`;
  return { id: "csv", title: "CSV", html };
}

function fhir(): Section {
  const html = `<p>Send ${code("application/fhir+json")}: a FHIR R4 ${code("Bundle")} of type ${code("batch")}, of which each entry is taken or refused by itself, or ${code("transaction")}, of
which all or nothing is kept (one referral, at most 40 events). The entries are ${code("Patient")}, ${code("ServiceRequest")}, ${code("Task")}, ${code("QuestionnaireResponse")} and
${code("Observation")}; they refer to each other by ${code("urn:uuid")}, and to what was sent before by identifier. No address is ever followed. The answer is a response Bundle with an
${code("OperationOutcome")} for each entry.</p>
<p>What is taken stands in the CapabilityStatement at ${code("GET /v1/fhir/metadata")}.</p>`;
  return { id: "fhir", title: "FHIR", html };
}

function scoring(registry: Registry): Section {
  const rows = [...registry.values()].map(({ id, name, construct, range }) => ({
    cells: [code(id), escaped(name), escaped(construct.replaceAll("-", " ")), `${range.min} to ${range.max}`],
  }));
  const html = `<p>${code("POST /v1/score")} scores one questionnaire for anybody and keeps nothing: ${code('{"instrument": "phq-9", "items": [1,2,1,2,1,1,2,1,0]}')}.</p>
${table({ caption: "Instruments", head: ["Id", "Name", "Measures", "Range"], rows })}`;
  return { id: "scoring", title: "Score a questionnaire", html };
}

function rules(): Section {
  const ofFhir = Object.fromEntries(Object.entries(fhirRules).map(([rule, { requires }]) => [rule, requires]));
  const rows = Object.entries({ ...submissionRules, ...scoringRules, ...ofFhir }).map(([rule, requirement]) => ({
    id: rule,
    cells: [code(rule), escaped(requirement)],
  }));
  const html = `<p>The same ids stand in receipts, in problem documents (RFC 9457) and in the output of ${code("hearten check")}. Nothing that was sent is ever repeated in them.</p>
${table({ caption: "Rules", head: ["Rule", "What it requires"], rows })}`;
  return { id: "rules", title: "Rules", html };
}

/** A block that can be scrolled with the keyboard. */
function block(text: string): string {
  return `<pre tabindex="0">${escaped(text)}</pre>`;
}
