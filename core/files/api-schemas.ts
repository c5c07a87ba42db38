import * as z from "zod";
import { fileContentTypes } from "../ports/files.ts";
import { submissionIdSchema } from "../submission/submission.ts";
import { largestFile } from "./file-size.ts";

/** What is sent to open a large file. */
export const fileOpening = z
  .strictObject({
    submissionId: submissionIdSchema.meta({ description: "Your own id for it: the same again goes on where the first left off." }),
    size: z.int().min(1).max(largestFile).meta({ description: "In bytes, 1 GB at most." }),
    contentType: z.enum(fileContentTypes),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .meta({ description: "Of the whole file, in hexadecimal. A file that has another is refused before anything of it is stored." }),
    md5: z.array(z.base64().length(24)).max(64).optional().meta({
      description: "Of each part, in base64, where each is to be checked as it arrives: the part's address then takes no other body.",
    }),
  })
  .meta({ id: "FileOpening", description: "A file that is too large for a request." });

/** What opening a file is answered with. */
export const openedFileSchema = z
  .object({
    submissionId: z.string(),
    status: z.enum(["uploading", "sent"]),
    parts: z.array(
      z.object({
        number: z.int(),
        size: z.int(),
        url: z.url().meta({ description: "PUT the bytes of this part here, without an access token." }),
        headers: z.record(z.string(), z.string()).meta({ description: "Headers that the request must carry, as they stand." }),
      }),
    ),
    stored: z.array(z.int()).meta({ description: "The numbers of the parts that are there already." }),
    expiresAt: z.iso.datetime().optional().meta({ description: "When the addresses end. The same request again gives new ones." }),
    complete: z.string().meta({ description: "POST here, without a body, when every part is sent." }),
  })
  .meta({ id: "OpenedFile", description: "Where the parts of a file are to be sent." });

/** The answer to the opening of a file. */
export type FileAddresses = z.infer<typeof openedFileSchema>;
