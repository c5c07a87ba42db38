import * as z from "zod";
import { serviceEvent } from "../events/event.ts";
import { evidenceGrades } from "../instruments/instrument.ts";

/** How a file may write a day. The order is always the British one: a file that writes the month first is wrong, and is refused where it can be seen. */
export const dateForms = ["YYYY-MM-DD", "DD/MM/YYYY", "DD-MMM-YYYY"] as const;

const key = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);

const column = z
  .strictObject({
    /** The headings under which the column comes; case, spaces and punctuation do not count. */
    headings: z.array(z.string().min(1).max(64)).min(1),
    /** Of the four sets of the PRSB standard, the one it belongs to. */
    set: z.enum(["patient demographics", "needs and concerns", "support offered", "outcomes"]).optional(),
    /** A file without it is not one of these. */
    required: z.literal(true).optional(),
    /** What its words stand for here; any other word is taken as it is, and the rules of the field judge it. */
    words: z.record(z.string(), z.string()).optional(),
    /** What any other word stands for, in the place of that: never a guess, always `other` or `unknown`. */
    otherwise: z.enum(["other", "unknown"]).optional(),
    /** It may be there and is not read. */
    unread: z.literal(true).optional(),
  })
  .readonly();

/** Where a field of an event comes from: a column, one value for all, an age at a day, two columns that make one reference, or a person by whichever number is there. */
const source = z.union([
  z.strictObject({ column: key }),
  z.strictObject({ value: z.string() }),
  z.strictObject({ bornOn: key, at: key }),
  z.strictObject({ joined: z.array(key).min(2).max(3) }),
  z.strictObject({ nhsNumber: key, orLocalId: key }),
]);
export type FieldSource = z.infer<typeof source>;

const types = serviceEvent.options.map((option) => option.shape.type.value);

const toldEvent = z.strictObject({
  type: z.enum(types),
  /** The column that must not be empty for a row to tell of this, and where only some codes do, those. */
  when: z.strictObject({ column: key, oneOf: z.array(z.string()).min(1).optional() }).optional(),
  /** Each field of the event, by its name in JSON; of several sources the first that says something. */
  fields: z.record(z.string(), z.union([source, z.array(source).min(1)])),
});

/** How the export of another system is read: its columns, its words, and the events that a row of it tells. Data that whoever runs that system can read. */
export const mappingSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
    name: z.string().min(3).max(120),
    evidence: z.enum(evidenceGrades),
    source: z.string().min(3),
    note: z.string().min(3).optional(),
    dates: z.array(z.enum(dateForms)).min(1),
    columns: z.record(key, column),
    events: z.array(toldEvent).min(1),
  })
  .readonly();

export type Mapping = z.infer<typeof mappingSchema>;
export type MappedColumn = Mapping["columns"][string];
export type ToldEvent = Mapping["events"][number];
