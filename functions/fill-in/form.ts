/** What a browser sent: the values of every field, and the file if there is one. */
export type Form = {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly file: Uint8Array | null;
};

/** A form in which nothing has been filled in. */
export const emptyForm: Form = { values: new Map(), file: null };

const longestValue = 200;

/** Reads the body of a form, of either type that browsers send; `null` for any other body, and for one that is cut short. */
export async function readForm(contentType: string | undefined, body: Uint8Array): Promise<Form | null> {
  const sent = await new Response(Buffer.from(body), { headers: { "content-type": contentType ?? "" } }).formData().catch(() => null);
  if (sent === null) return null;
  const values = new Map<string, string[]>();
  let file: Uint8Array | null = null;
  for (const [name, value] of sent) {
    if (typeof value === "string") values.set(name, [...(values.get(name) ?? []), value.slice(0, longestValue)]);
    else file = value.size === 0 ? file : new Uint8Array(await value.arrayBuffer());
  }
  return { values, file };
}

/** A field's value without the spaces around it; empty where it was not sent. */
export function textOf({ values }: Form, name: string): string {
  return values.get(name)?.[0]?.trim() ?? "";
}

/** Every value of a field that may have several. */
export function textsOf({ values }: Form, name: string): readonly string[] {
  return values.get(name) ?? [];
}

/** A field of an event: left out where nothing was filled in. */
export function given(form: Form, name: string): Record<string, string> {
  const value = textOf(form, name);
  return value === "" ? {} : { [name]: value };
}

/** The day that three fields give, as the service writes days; whatever they hold, so that its rules can refuse it. Left out where all are empty. */
export function givenDay(form: Form, name: string): Record<string, string> {
  const [day, month, year] = ["day", "month", "year"].map((part) => textOf(form, `${name}-${part}`));
  if (day === "" && month === "" && year === "") return {};
  return { [name]: `${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}` };
}

/** The three fields of a day. */
export function dayFields(name: string, date: string): readonly (readonly [string, readonly string[]])[] {
  const [year = "", month = "", day = ""] = date.split("-");
  return [
    [`${name}-day`, [String(Number(day))]],
    [`${name}-month`, [String(Number(month))]],
    [`${name}-year`, [year]],
  ];
}
