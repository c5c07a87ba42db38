import * as z from "zod";
import { statuses } from "../event.ts";

const followUpDue = z
  .object({
    referralId: z.string().meta({ description: "The sender's own reference." }),
    instrument: z.string(),
    standing: z.enum(["due", "overdue"]),
    status: z.enum(statuses).nullable().meta({ description: "The newest step of the referral." }),
    baselineOn: z.string(),
    dueOn: z.string().meta({ description: "90 days after the baseline." }),
    opensOn: z.string().meta({ description: "28 days after the baseline." }),
    closesOn: z.string().meta({ description: "365 days after the baseline, the last day on which it counts." }),
    daysLate: z.int().meta({ description: "Negative while it is not due." }),
  })
  .meta({ id: "FollowUpDue", description: "One filling-in that is asked for." });

/** What follow-ups a practice owes. */
export const followUpsDueSchema = z
  .object({ practice: z.string(), asOf: z.string(), daysAhead: z.int(), due: z.int(), overdue: z.int(), followUps: z.array(followUpDue) })
  .meta({ id: "FollowUpsDue", description: "The follow-ups that a practice owes, as of a day in London." });
