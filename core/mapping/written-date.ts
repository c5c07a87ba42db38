import type { Mapping } from "./mapping.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A time of day after a date, which systems print and nobody needs. */
const timeOfDay = /[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$/;

/**
 * A day as `YYYY-MM-DD` from one of the forms in which a mapping's files write it, in the British order; a text in no such form is left as it is, for the rules of
 * the field to refuse. Whether the day exists is theirs to say too.
 */
export function writtenDate(text: string, forms: Mapping["dates"]): string {
  const day = text.replace(timeOfDay, "");
  for (const form of forms) {
    const read = inForm[form](day);
    if (read !== undefined) return read;
  }
  return text;
}

const inForm: Readonly<Record<Mapping["dates"][number], (day: string) => string | undefined>> = {
  "YYYY-MM-DD": (day) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? day : undefined),
  "DD/MM/YYYY": (day) => {
    const [, d = "", m = "", y = ""] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(day) ?? [];
    return y === "" ? undefined : `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  },
  "DD-MMM-YYYY": (day) => {
    const [, d = "", name = "", y = ""] = /^(\d{1,2})[- ]([A-Za-z]{3})[- ](\d{4})$/.exec(day) ?? [];
    const month = months.indexOf(name.toLowerCase()) + 1;
    return month === 0 ? undefined : `${y}-${String(month).padStart(2, "0")}-${d.padStart(2, "0")}`;
  },
};
