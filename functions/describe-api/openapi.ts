import { createDocument, type ZodOpenApiOperationObject } from "zod-openapi";
import { templatesSchema } from "../../core/mapping/templates.ts";
import { nightStatusSchema } from "../../core/night/status-schema.ts";
import { outcomePlaces, outcomesFeed } from "../../core/outcomes-feed.ts";
import { erasureBody, erasureSchema, optOutsBody, optOutsSchema } from "../../core/people/exclusion-schemas.ts";
import { dataQualitySchema, followUpsDueSchema, riskFlagSchema, riskFlagsSchema } from "../../core/practice/list-schemas.ts";
import { problemSchema, receiptSchema, scoredSchema, scoreRequest, submissionBody } from "../../core/submission/api-schemas.ts";
import { longFormHeader } from "../../core/submission/long-form.ts";
import { printedDocument } from "./printed.ts";
import { submissionExample } from "./submission-example.ts";
import { completeFile, fetchAcknowledgement, openFile } from "./upload-operations.ts";

const problem = (description: string) => ({ description, content: { "application/problem+json": { schema: problemSchema } } });
const receipt = (description: string) => ({ description, content: { "application/json": { schema: receiptSchema } } });
const fhir = (description: string) => ({ schema: { type: "object" as const, required: ["resourceType"], description } });
const csvExample = `${longFormHeader.join(",")}\nA81001,,,N0042,R1029,2026-03-02,nurse,gardening,45-54,F,2,PHQ-9,2026-03-04,11\n`;

const submit: ZodOpenApiOperationObject = {
  operationId: "submitEvents",
  summary: "Send events",
  description:
    "2xx means that everything reported as kept is durable and counts in the next night. Anything else is safe to send again as it is. Up to 500 records are stored before the answer (200); more are stored after it (202), and the receipt shows how far that is.",
  security: [{ accessToken: ["hearten/submit"] }],
  parameters: [
    {
      name: "Idempotency-Key",
      in: "header",
      required: false,
      description: "The submission's id, when the body has none.",
      schema: { type: "string", maxLength: 64 },
    },
  ],
  requestBody: {
    required: true,
    content: {
      "application/json": { schema: submissionBody, example: submissionExample },
      "text/csv": { schema: { type: "string" }, example: csvExample },
      "application/fhir+json": fhir("A FHIR R4 Bundle of type batch or transaction."),
    },
  },
  responses: {
    "200": {
      description: "Stored; the receipt is complete. A FHIR bundle is answered by a response Bundle.",
      content: {
        "application/json": { schema: receiptSchema },
        "application/fhir+json": fhir("A Bundle of type batch-response or transaction-response."),
      },
    },
    "202": receipt("Taken; fetch the receipt until its status is complete."),
    "400": problem("The body cannot be read."),
    "401": problem("No valid access token."),
    "403": problem("The token does not carry the scope."),
    "413": problem("The body is larger than 5 MB, or holds more than 50,000 events: send it as a file (/v1/uploads)."),
    "415": problem("The content type is not taken."),
    "422": {
      description: "Other content was sent under this submissionId before, or nothing of a FHIR transaction was kept.",
      content: { "application/problem+json": { schema: problemSchema }, "application/fhir+json": fhir("An OperationOutcome.") },
    },
    "503": problem("Try again."),
  },
};

const fetchReceipt: ZodOpenApiOperationObject = {
  operationId: "fetchReceipt",
  summary: "Fetch a receipt",
  description: "The same as the answer to the submission, for good. Only the client that sent a submission finds its receipt.",
  security: [{ accessToken: ["hearten/submit"] }],
  parameters: [
    { name: "submissionId", in: "path", required: true, schema: { type: "string" } },
    { name: "after", in: "query", required: false, description: "Only records with a higher index.", schema: { type: "integer" } },
  ],
  responses: {
    "200": receipt("The receipt as it stands now."),
    "401": problem("No valid access token."),
    "403": problem("The token does not carry the scope."),
    "404": problem("There is no such receipt for this client."),
  },
};

const score: ZodOpenApiOperationObject = {
  operationId: "scoreQuestionnaire",
  summary: "Score one questionnaire",
  description: "Open to everybody and keeps nothing.",
  security: [],
  requestBody: { required: true, content: { "application/json": { schema: scoreRequest } } },
  responses: {
    "200": { description: "What it comes to.", content: { "application/json": { schema: scoredSchema } } },
    "400": problem("It cannot be scored: the rule says why."),
  },
};

const ods = {
  name: "ods",
  in: "path" as const,
  required: true,
  description: "The practice's ODS code.",
  schema: { type: "string" as const },
};
const practiceProblems = {
  "401": problem("No valid access token or session."),
  "403": problem("The token carries neither scope."),
  "404": problem("There is no such practice, or you may not speak for it."),
};

const followUpsDue: ZodOpenApiOperationObject = {
  operationId: "listFollowUpsDue",
  summary: "List the follow-ups that are due",
  description:
    "Which referrals, by the sender's own reference, are due or overdue a follow-up of which instrument. A follow-up is due 90 days after the baseline and counts from day 28 to day 365. For the practice's suppliers and its own people.",
  security: [{ accessToken: ["hearten/submit"] }, { accessToken: ["hearten/read"] }],
  parameters: [
    ods,
    { name: "daysAhead", in: "query", required: false, description: "How far to look ahead.", schema: { type: "integer", default: 28 } },
    { name: "format", in: "query", required: false, description: "In place of Accept.", schema: { type: "string", enum: ["json", "csv"] } },
  ],
  responses: {
    "200": {
      description: "What is due, the longest overdue first.",
      content: { "application/json": { schema: followUpsDueSchema }, "text/csv": { schema: { type: "string" } } },
    },
    ...practiceProblems,
  },
};

const dataQuality: ZodOpenApiOperationObject = {
  operationId: "describeDataQuality",
  summary: "See how good a practice's records are, and what to fix next",
  description:
    "Completeness, timeliness, parked records, and what to do, ordered by the pairs of scores that it would bring. For the practice's suppliers and its own people.",
  security: [{ accessToken: ["hearten/submit"] }, { accessToken: ["hearten/read"] }],
  parameters: [ods],
  responses: {
    "200": { description: "As of today.", content: { "application/json": { schema: dataQualitySchema } } },
    ...practiceProblems,
  },
};

const riskFlags: ZodOpenApiOperationObject = {
  operationId: "listRiskFlags",
  summary: "List the risk flags",
  description:
    "Answers that point to thoughts of self-harm (PHQ-9 item 9, CORE-10 item 6), until the questionnaire is corrected or withdrawn. They are in the receipt at once; this list is for whoever must see to it that each is acknowledged.",
  security: [{ accessToken: ["hearten/submit"] }, { accessToken: ["hearten/read"] }],
  parameters: [ods],
  responses: { "200": { description: "As of now.", content: { "application/json": { schema: riskFlagsSchema } } }, ...practiceProblems },
};

const tellStatus: ZodOpenApiOperationObject = {
  operationId: "tellStatus",
  summary: "See how up to date the reports are",
  description: "What readers see and since when, and how the last night ended. Without a token; as true after a night that failed.",
  security: [],
  responses: { "200": { description: "As of now.", content: { "application/json": { schema: nightStatusSchema } } } },
};

const acknowledgeRisk: ZodOpenApiOperationObject = {
  operationId: "acknowledgeRisk",
  summary: "Acknowledge a risk flag",
  description: "Without a body. The first acknowledgement stands, and the same again answers with it.",
  security: [{ accessToken: ["hearten/submit"] }, { accessToken: ["hearten/read"] }],
  parameters: [ods, { name: "id", in: "path", required: true, schema: { type: "string" } }],
  responses: { "200": { description: "Acknowledged.", content: { "application/json": { schema: riskFlagSchema } } }, ...practiceProblems },
};

const erase: ZodOpenApiOperationObject = {
  operationId: "erasePerson",
  summary: "Erase a person",
  description:
    "Everything kept of them goes, from the tables at once and from every count with the next night, from published figures when at least seven others have moved; what is sent again is answered as excluded. For one practice by whoever may send for it, everywhere by whoever may speak for England. Safe to repeat.",
  security: [{ accessToken: ["hearten/submit"] }, { accessToken: ["hearten/operate"] }],
  requestBody: { required: true, content: { "application/json": { schema: erasureBody } } },
  responses: {
    "200": { description: "Erased. The same when there was nothing to erase.", content: { "application/json": { schema: erasureSchema } } },
    "400": problem("The body cannot be read: the rule says why."),
    "401": problem("No valid access token."),
    "403": problem("You may not speak for the practice, or not for England."),
  },
};

const optOuts: ZodOpenApiOperationObject = {
  operationId: "applyOptOuts",
  summary: "Apply a national data opt-out check",
  description:
    "Whoever has opted out is left out of every figure, with what is still to come of them; whoever has not is counted again. Lists for individual care stay as they are. For whoever may speak for England. Safe to repeat.",
  security: [{ accessToken: ["hearten/submit"] }, { accessToken: ["hearten/operate"] }],
  requestBody: { required: true, content: { "application/json": { schema: optOutsBody } } },
  responses: {
    "200": { description: "Applied.", content: { "application/json": { schema: optOutsSchema } } },
    "400": problem("The body cannot be read: the rule says why."),
    "401": problem("No valid access token."),
    "403": problem("You may not speak for England."),
  },
};

const listTemplates: ZodOpenApiOperationObject = {
  operationId: "listTemplates",
  summary: "List the forms of CSV that are read",
  description: "Our own forms and the exports of other systems, with the headings of each and how sure they are. Open to everybody.",
  security: [],
  responses: { "200": { description: "Every form.", content: { "application/json": { schema: templatesSchema } } } },
};

const fetchTemplate: ZodOpenApiOperationObject = {
  operationId: "fetchTemplate",
  summary: "Fetch a template",
  description: "A CSV file of the header alone, to be filled in. Open to everybody.",
  security: [],
  parameters: [{ name: "name", in: "path", required: true, description: "As listed, with or without `.csv`.", schema: { type: "string" } }],
  responses: {
    "200": { description: "The header.", content: { "text/csv": { schema: { type: "string" } } } },
    "404": problem("There is no such template."),
  },
};

const listOutcomes: ZodOpenApiOperationObject = {
  operationId: "listOutcomePlaces",
  summary: "List the places whose outcomes you may read",
  description: "England is open to everybody; with a token of scope hearten/read, the places that your grants reach are listed too.",
  security: [{}, { accessToken: ["hearten/read"] }],
  responses: {
    "200": { description: "The live generation and its places.", content: { "application/json": { schema: outcomePlaces } } },
    "404": problem("Nothing has been published yet."),
  },
};

const fetchOutcomes: ZodOpenApiOperationObject = {
  operationId: "fetchOutcomes",
  summary: "Fetch the outcomes of a place",
  description:
    "Every number that the place's pages show, after disclosure control, and no other. `{place}.csv` is the table, and `{place}.csv-metadata.json` describes it (CSV on the Web).",
  security: [{}, { accessToken: ["hearten/read"] }],
  parameters: [
    { name: "place", in: "path", required: true, description: "ENG, or the code of a place that is listed.", schema: { type: "string" } },
    { name: "format", in: "query", required: false, description: "In place of Accept.", schema: { type: "string", enum: ["json", "csv"] } },
  ],
  responses: {
    "200": {
      description: "The numbers.",
      content: { "application/json": { schema: outcomesFeed }, "text/csv": { schema: { type: "string" } } },
    },
    "404": problem("There is no such place, or you may not read it."),
  },
};

const fhirMetadata: ZodOpenApiOperationObject = {
  operationId: "fhirMetadata",
  summary: "What of FHIR is taken",
  description: "The CapabilityStatement of FHIR R4. Open to everybody.",
  security: [],
  responses: { "200": { description: "What is taken.", content: { "application/fhir+json": fhir("A CapabilityStatement.") } } },
};

/** The description of the API, made from the schemas that the API itself reads with. */
export function describeApi() {
  return printedDocument(
    createDocument({
      openapi: "3.1.1",
      info: {
        title: "Hearten",
        version: "1",
        summary: "Tracks the outcomes of social prescribing.",
        description:
          "Practices and their suppliers send referrals and questionnaires; every record is answered for. The rules are listed at /docs.",
        license: { name: "MIT", identifier: "MIT" },
      },
      servers: [{ url: ".." }],
      paths: {
        "/v1/submissions": { post: submit },
        "/v1/submissions/{submissionId}": { get: fetchReceipt },
        "/v1/submissions/{submissionId}/acknowledgement.csv": { get: fetchAcknowledgement },
        "/v1/uploads": { post: openFile },
        "/v1/uploads/{submissionId}/complete": { post: completeFile },
        "/v1/erasures": { post: erase },
        "/v1/opt-outs": { post: optOuts },
        "/v1/score": { post: score },
        "/v1/practices/{ods}/follow-ups-due": { get: followUpsDue },
        "/v1/practices/{ods}/data-quality": { get: dataQuality },
        "/v1/practices/{ods}/risk-flags": { get: riskFlags },
        "/v1/practices/{ods}/risk-flags/{id}/acknowledgement": { post: acknowledgeRisk },
        "/v1/outcomes": { get: listOutcomes },
        "/v1/outcomes/{place}": { get: fetchOutcomes },
        "/v1/status": { get: tellStatus },
        "/v1/templates": { get: listTemplates },
        "/v1/templates/{name}": { get: fetchTemplate },
        "/v1/fhir/metadata": { get: fhirMetadata },
      },
      components: {
        securitySchemes: {
          accessToken: {
            type: "http",
            scheme: "bearer",
            bearerFormat: "JWT",
            description: "OAuth 2 client credentials; scope hearten/submit.",
          },
        },
      },
    }),
  );
}
