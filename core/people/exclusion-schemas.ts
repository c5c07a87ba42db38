import * as z from "zod";

const practice = z.string().regex(/^[A-HJ-NPV-Y][0-9]{5}$/);
const reference = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9_:/-]|\.(?!\.)){0,63}$/);
const nhsNumber = z.string().max(20);

/** Whom to erase: by NHS number, everywhere or at one practice; by the practice's own id of the person; or by its reference of a referral. */
export const erasureBody = z
  .union([
    z.strictObject({ patient: z.strictObject({ nhsNumber }), practice: practice.optional() }),
    z.strictObject({ patient: z.strictObject({ localId: reference }), practice }),
    z.strictObject({ practice, referralId: reference }),
  ])
  .meta({
    id: "ErasureRequest",
    description:
      "Whom to erase. By the reference of a referral it is the person whom the referral is about, at that practice. Without a practice it is wherever the person was referred.",
  });

/** What an erasure came to. */
export const erasureSchema = z
  .object({
    id: z.string().describe("The id of this request, for your records."),
    at: z.string().describe("When it was done, UTC."),
    by: z.string().describe("The client that asked."),
    practice: z.string().nullable().describe("Where; null for wherever the person was referred."),
    episodes: z.int().describe("How many referrals there were."),
  })
  .meta({ id: "Erasure", description: "What was erased, and who asked for it. It does not say whom it was about." });

/** As many as are done well within the time that a request has. */
const peopleAtMost = 500;
const list = z.array(nhsNumber).max(peopleAtMost);

/** The answer of a national data opt-out check. */
export const optOutsBody = z
  .strictObject({
    optedOut: list.default([]).describe("People to leave out, at most 500 at once."),
    optedIn: list.default([]).describe("People to count again."),
  })
  .meta({ id: "OptOuts", description: "NHS numbers of people to leave out of every figure, and of people to count again." });

/** What applying it came to. */
export const optOutsSchema = z
  .object({
    id: z.string().describe("The id of this request, for your records."),
    people: z.int().describe("How many people stand differently than before."),
    episodes: z.int().describe("How many referrals they have."),
  })
  .meta({ id: "OptOutsApplied", description: "How many people stand differently than before, and how many of their referrals." });
