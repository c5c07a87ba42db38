import type { ZodOpenApiOperationObject } from "zod-openapi";
import { fileOpening, openedFileSchema } from "../../core/files/api-schemas.ts";
import { problemSchema, receiptSchema } from "../../core/submission/api-schemas.ts";

const problem = (description: string) => ({ description, content: { "application/problem+json": { schema: problemSchema } } });
const opened = (description: string) => ({ description, content: { "application/json": { schema: openedFileSchema } } });
const receipt = (description: string) => ({ description, content: { "application/json": { schema: receiptSchema } } });
const security = [{ accessToken: ["hearten/submit"] }];
const submissionId = { name: "submissionId", in: "path" as const, required: true, schema: { type: "string" as const } };
const refusedCallers = { "401": problem("No valid access token."), "403": problem("The token does not carry the scope.") };

/** Opening a large file. */
export const openFile: ZodOpenApiOperationObject = {
  operationId: "openFile",
  summary: "Open a large file",
  description:
    "For CSV, and for events with a line to each (NDJSON), up to 1 GB. The answer has an address for each part of 16 MB: PUT the bytes there, in any order and at the same time. The same request again gives new addresses for the parts that are not there yet.",
  security,
  requestBody: { required: true, content: { "application/json": { schema: fileOpening } } },
  responses: {
    "200": opened("It was open, or is complete; the parts that are missing."),
    "201": opened("Open."),
    "400": problem("The body cannot be read."),
    ...refusedCallers,
    "413": problem("The file is larger than 1 GB."),
    "422": problem("The submissionId stands for something else."),
  },
};

/** Completing a large file. */
export const completeFile: ZodOpenApiOperationObject = {
  operationId: "completeFile",
  summary: "Complete a large file",
  description: "Without a body, when every part is sent. The work begins; the receipt shows how far it is. The same again is safe.",
  security,
  parameters: [submissionId],
  responses: {
    "200": receipt("It was worked on before, to its end."),
    "202": receipt("It will be worked on; fetch the receipt until its status is complete or refused."),
    ...refusedCallers,
    "404": problem("This client opened no such file."),
    "409": problem("Parts are missing: the fix names them."),
    "422": problem("What was sent has not the size that was announced; open the file again."),
  },
};

/** Fetching the acknowledgement of a large file. */
export const fetchAcknowledgement: ZodOpenApiOperationObject = {
  operationId: "fetchAcknowledgement",
  summary: "Fetch the acknowledgement of a large file",
  description:
    "A CSV with a line for each record: its row, its id, what became of it, what was wrong and what to do. Safe to open in a spreadsheet. Only for the client that sent the file.",
  security,
  parameters: [submissionId],
  responses: {
    "303": { description: "Leads to the file, for five minutes. The address takes no access token." },
    ...refusedCallers,
    "404": problem("There is no such receipt for this client."),
    "409": problem("It is not complete yet, or was no file."),
  },
};
