import * as z from "zod";
import { isCivilDate } from "../civil-date.ts";

/** Who made the referral. A nurse who refers and a nurse who delivers are told apart: see `deliverers`. */
export const referrerRoles = ["nurse", "gp", "link_worker", "other_primary_care", "self", "other_agency", "other", "unknown"] as const;
export type ReferrerRole = (typeof referrerRoles)[number];

/** Who carries out the link-worker function. */
export const deliverers = ["nurse", "gp", "link_worker", "voluntary_sector", "other", "unknown"] as const;

/** Why somebody was referred. Isolation (few contacts) and loneliness (how that feels) are two needs. */
export const needs = [
  "anxiety",
  "depression",
  "isolation",
  "loneliness",
  "wellbeing",
  "bereavement",
  "caring",
  "debt",
  "employment",
  "housing",
  "long_term_condition",
  "physical_activity",
  "other",
] as const;

/** Age at referral, in years (design: 18-24 to 85+; 0-17 so that a child's referral is kept and told apart). */
export const ageBands = ["0-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75-84", "85+", "unknown"] as const;
export type AgeBand = (typeof ageBands)[number];

/** Female, male, and neither or indeterminate. */
export const sexes = ["F", "M", "X", "unknown"] as const;
export type Sex = (typeof sexes)[number];

/** NHS Data Dictionary ethnic category (2001 census, 16+1): Z was asked and not stated, 99 was not asked. */
export const ethnicCategories = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "Z", "99"] as const;

/** Editions of the English Indices of Deprivation, and of the neighbourhoods they are of. Quintiles of two editions are not quite comparable. */
export const imdVersions = ["2015", "2019", "2025"] as const;
export const lsoaVersions = ["2011", "2021"] as const;

/** The steps of a referral after it is made. */
export const statuses = ["accepted", "declined", "started", "attended", "did-not-attend", "completed", "lost", "closed"] as const;
export type Status = (typeof statuses)[number];

/** How a questionnaire was filled in; help biases answers upwards, so it is kept. */
export const modes = ["self", "assisted", "telephone", "online", "unknown"] as const;

/** Letters, digits and `. _ : / -`: an id can carry neither markup nor a path upwards. */
const senderId = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9_:/-]|\.(?!\.)){0,63}$/);
const civilDate = z.string().refine(isCivilDate);
const practiceCode = z
  .string()
  .regex(/^[A-HJ-NPV-Y][0-9]{5}$/)
  .describe("The practice that the person is registered with.");
const shortText = z.string().trim().min(1).max(64);

/** The sender's own moment of recording, with its offset; used only to order corrections of the same thing. */
const recordedAt = z.iso
  .datetime({ offset: true })
  .optional()
  .describe("When you recorded it. Of several corrections of the same event the one recorded last counts.");

const base = {
  eventId: senderId.describe("Your own id of this event, never used in this practice for another content."),
  practice: practiceCode,
  recordedAt,
};
const referralId = senderId.describe("Your own reference of the referral. What belongs to one referral carries the same.");
const activity = shortText
  .optional()
  .describe(
    "What the person was referred to, in your word: words that are known (see `/docs`) are told apart, every other counts as `other`.",
  );

export const referralRecorded = z
  .strictObject({
    type: z.literal("referral.recorded"),
    ...base,
    referralId,
    patient: z
      .union([z.strictObject({ nhsNumber: z.string() }), z.strictObject({ localId: senderId })])
      .describe(
        "Who it is: an NHS number, which is turned into a keyed pseudonym and not kept, or a reference of your own that no NHS number is hidden in.",
      ),
    referredOn: civilDate.describe("The day of the referral. Its month is the one that the referral is counted in."),
    referrerRole: z.enum(referrerRoles).optional().describe("Who made the referral."),
    deliveredBy: z.enum(deliverers).optional().describe("Who carries it out, which is another question than who made it."),
    activity,
    needs: z
      .array(z.enum(needs))
      .max(needs.length)
      .optional()
      .describe("Why the person was referred. Isolation is having few contacts, loneliness how that feels."),
    ageBand: z.enum(ageBands).optional().describe("Age on the day of the referral, in years."),
    sex: z.enum(sexes).optional().describe("`X`: neither female nor male, or indeterminate."),
    ethnicity: z
      .enum(ethnicCategories)
      .optional()
      .describe("The ethnic category of the NHS Data Dictionary (2001). `Z`: asked and not stated; `99`: not asked."),
    imdQuintile: z
      .int()
      .min(1)
      .max(5)
      .optional()
      .describe("The fifth of the Index of Multiple Deprivation that the person's home is in: 1 is the most deprived."),
    lsoa: z
      .string()
      .regex(/^E01[0-9]{6}$/)
      .optional()
      .describe("In place of imdQuintile, where this service has a table: turned into the quintile on the way in and not kept."),
    imdVersion: z.enum(imdVersions).optional().describe("The edition of the index that imdQuintile is of."),
    lsoaVersion: z.enum(lsoaVersions).optional().describe("The edition of the neighbourhoods that imdQuintile is of."),
  })
  .meta({ id: "ReferralRecorded", description: "A person was referred to social prescribing." });

export const referralProgressed = z
  .strictObject({
    type: z.literal("referral.progressed"),
    ...base,
    referralId,
    on: civilDate.describe("The day on which it came to that."),
    status: z.enum(statuses).describe("What it came to."),
    activity,
    reason: shortText
      .optional()
      .describe(
        "Why somebody was lost, in your word: words that are known (see `/docs`) are told apart, every other counts as `other`. Not for notes about a person.",
      ),
  })
  .meta({ id: "ReferralProgressed", description: "A referral moved on: accepted, declined, started, attended, lost or closed." });

export const surveyCompleted = z
  .strictObject({
    type: z.literal("survey.completed"),
    ...base,
    referralId,
    instrument: shortText.describe("The questionnaire, by its id or name in the list of instruments at `/docs`: `phq-9`."),
    completedOn: civilDate.describe("The day on which it was filled in."),
    items: z
      .array(z.number().nullable())
      .max(32)
      .optional()
      .describe("The answers in the order of the questionnaire; `null` where one is missing. They are scored here. Better than a total."),
    total: z
      .number()
      .optional()
      .describe("The score. With `items` it must be the one that the answers give; without them it stands as it is."),
    scoreBasis: z
      .enum(["raw", "metric"])
      .optional()
      .describe("What the total is, where an instrument has two (SWEMWBS): the sum, or what the sum is converted to."),
    level: z.int().min(1).max(9).optional().describe("The level that came with the score, where an instrument has levels (PAM)."),
    mode: z.enum(modes).optional().describe("How it was filled in. Help raises scores, so it is kept."),
  })
  .meta({ id: "SurveyCompleted", description: "A questionnaire was filled in: its answers, its total, or both." });

/** What a correction may put in the place of an event. Its `eventId` may be left out: it is the corrected event's. */
const replacement = z.discriminatedUnion("type", [
  referralRecorded.partial({ eventId: true }),
  referralProgressed.partial({ eventId: true }),
  surveyCompleted.partial({ eventId: true }),
]);

export const eventCorrected = z
  .strictObject({
    type: z.literal("event.corrected"),
    ...base,
    corrects: senderId.describe("The id of the event that was wrong. It may come later than its correction."),
    event: replacement.describe("The whole event as it should have been, not only what changes."),
  })
  .meta({ id: "EventCorrected", description: "An earlier event was wrong; this is the whole of what it should have been." });

export const eventWithdrawn = z
  .strictObject({
    type: z.literal("event.withdrawn"),
    ...base,
    withdraws: senderId.describe("The id of the event that should not have been sent."),
    reason: shortText.optional().describe("Why, for your own records."),
  })
  .meta({ id: "EventWithdrawn", description: "An earlier event should not have been sent." });

/** Everything the service may be told. A new kind of event is a new member here, and nowhere else. */
export const serviceEvent = z.discriminatedUnion("type", [
  referralRecorded,
  referralProgressed,
  surveyCompleted,
  eventCorrected,
  eventWithdrawn,
]);

export type ServiceEvent = z.infer<typeof serviceEvent>;
export type ReferralRecorded = z.infer<typeof referralRecorded>;
export type ReferralProgressed = z.infer<typeof referralProgressed>;
export type SurveyCompleted = z.infer<typeof surveyCompleted>;
export type EventCorrected = z.infer<typeof eventCorrected>;
/** What a correction puts in the place of the event it corrects. */
export type Replacement = z.infer<typeof replacement>;
