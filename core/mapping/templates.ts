import * as z from "zod";
import { evidenceGrades } from "../instruments/instrument.ts";
import { longFormHeader } from "../submission/long-form.ts";
import type { Mapping } from "./mapping.ts";

/** The list of templates as it is answered. */
export const templatesSchema = z
  .strictObject({
    templates: z
      .array(
        z.strictObject({
          name: z.string(),
          about: z.string(),
          evidence: z
            .enum(["own", ...evidenceGrades])
            .meta({ description: "`own` for our forms; of a mapping, how sure its headings are." }),
          header: z.array(z.string()),
          href: z.string(),
        }),
      )
      .describe("One for each form."),
  })
  .meta({ id: "Templates", description: "The forms of CSV that are read." });

/** A header that can be filled in and sent: the name of its file, what it is for, and how sure it is that the system of which it is made writes it. */
export type Template = {
  readonly name: string;
  readonly about: string;
  readonly evidence: "own" | Mapping["evidence"];
  readonly header: readonly string[];
};

const own: readonly Template[] = [
  {
    name: "referrals",
    about: "One referral to a row",
    evidence: "own",
    header: [
      ...[
        "practice",
        "referralId",
        "patient.nhsNumber",
        "patient.localId",
        "referredOn",
        "referrerRole",
        "deliveredBy",
        "activity",
        "needs",
      ],
      ...["ageBand", "sex", "ethnicity", "imdQuintile"],
    ],
  },
  {
    name: "steps",
    about: "One step of a referral to a row: accepted, started, completed, lost",
    evidence: "own",
    header: ["practice", "referralId", "on", "status", "activity", "reason"],
  },
  {
    name: "surveys",
    about: "One filled-in questionnaire to a row",
    evidence: "own",
    header: ["practice", "referralId", "instrument", "completedOn", "items", "total", "scoreBasis", "mode"],
  },
  {
    name: "long",
    about: "The long form: one questionnaire to a row, with the referral's facts repeated",
    evidence: "own",
    header: longFormHeader,
  },
];

/** Every template there is: our own forms, and for each mapping the headings that it knows its columns by. */
export function templatesOf(mappings: readonly Mapping[]): readonly Template[] {
  return [...own, ...mappings.map(templateOf)];
}

function templateOf({ id, name, evidence, columns }: Mapping): Template {
  const header = Object.values(columns).flatMap(({ headings: [first], unread }) => (unread || first === undefined ? [] : [first]));
  return { name: id, about: name, evidence, header };
}

/** A template as a file: the header line alone, so that nothing made up is ever sent. */
export function templateCsv({ header }: Template): string {
  return `${header.join(",")}\r\n`;
}
