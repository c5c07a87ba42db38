import * as z from "zod";
import { levels, organisationKinds } from "../core/organisations/organisation.ts";

/** An organisation version as it lies in the source table. */
export const organisationRow = z.object({
  code: z.string(),
  level: z.enum(levels),
  kind: z.enum(organisationKinds),
  name: z.string(),
  parent: z.string().nullable(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  sample: z.boolean(),
});
