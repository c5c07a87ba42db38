import * as z from "zod";
import { fileContentTypes } from "../ports/files.ts";
import { submissionIdSchema } from "../submission/submission.ts";
import { largestFile } from "./file-size.ts";

/** What is sent to open a large file. */
export const fileOpening = z
  .strictObject({
    submissionId: submissionIdSchema.describe("Your own id for it: the same again goes on where the first left off."),
    size: z.int().min(1).max(largestFile).describe("In bytes, 1 GB at most."),
    contentType: z.enum(fileContentTypes).describe("What it is: CSV, or JSON with an event on each line."),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe("Of the whole file, in hexadecimal. A file that has another is refused before anything of it is stored."),
    md5: z
      .array(z.base64().length(24))
      .max(64)
      .optional()
      .describe("Of each part, in base64, where each is to be checked as it arrives: the part's address then takes no other body."),
  })
  .meta({ id: "FileOpening", description: "A file that is too large for a request." });

/** What opening a file is answered with. */
export const openedFileSchema = z
  .object({
    submissionId: z.string().describe("The id that its receipt stands under."),
    status: z.enum(["uploading", "sent"]).describe("`sent` when every part is there and it was completed."),
    parts: z
      .array(
        z.object({
          number: z.int().describe("From 1."),
          size: z.int().describe("Bytes."),
          url: z.url().describe("PUT the bytes of this part here, without an access token."),
          headers: z.record(z.string(), z.string()).describe("Headers that the request must carry, as they stand."),
        }),
      )
      .describe("What is still to be sent."),
    stored: z.array(z.int()).describe("The numbers of the parts that are there already."),
    expiresAt: z.iso.datetime().optional().describe("When the addresses end. The same request again gives new ones."),
    complete: z.string().describe("POST here, without a body, when every part is sent."),
  })
  .meta({ id: "OpenedFile", description: "Where the parts of a file are to be sent." });

/** The answer to the opening of a file. */
export type FileAddresses = z.infer<typeof openedFileSchema>;
