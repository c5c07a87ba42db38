import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { addDays } from "../../../core/civil-date.ts";
import { longFormHeader } from "../../../core/submission/long-form.ts";

const surveysOfAReferral = 5;
const referralsAtOnce = 500;
const instruments = [
  ["PHQ9", 28],
  ["GAD7", 22],
] as const;

/** Practices that no register need know. */
const anyPractices = Array.from({ length: 997 }, (_, n) => `A8${String(n).padStart(4, "0")}`);

type Form = { readonly header: readonly string[]; readonly rowsOf: (referral: number, practices: readonly string[]) => string };

/** Writes a long file of about so many bytes that no rule refuses, the same for the same size: something to measure with, no model of anybody. */
export async function writeLongFile(file: string, bytes: number, practices: readonly string[] = anyPractices): Promise<void> {
  await writeFile(file, bytes, { form: { header: longFormHeader, rowsOf }, practices });
}

/** The same of questionnaires answer by answer, in events' own columns. */
export async function writeItemFile(file: string, bytes: number): Promise<void> {
  await writeFile(file, bytes, { form: { header: itemHeader, rowsOf: itemRowsOf }, practices: anyPractices });
}

/** The same of another system's export, read by a mapping. */
export async function writeMappedFile(file: string, bytes: number): Promise<void> {
  await writeFile(file, bytes, { form: { header: mappedHeader, rowsOf: mappedRowsOf }, practices: anyPractices });
}

type Written = { readonly form: Form; readonly practices: readonly string[] };

async function writeFile(file: string, bytes: number, { form: { header, rowsOf }, practices }: Written): Promise<void> {
  const out = createWriteStream(file);
  let written = out.write(`${header.join(",")}\n`) ? header.join(",").length : 0;
  for (let referral = 0; written < bytes; referral += referralsAtOnce) {
    const text = Array.from({ length: referralsAtOnce }, (_, n) => rowsOf(referral + n, practices)).join("");
    written += text.length;
    if (!out.write(text)) await new Promise<void>((resume) => out.once("drain", () => resume()));
  }
  out.end();
  await finished(out);
}

const itemHeader = ["type", "eventId", "practice", "referralId", "instrument", "completedOn", "items"];
const mappedHeader = ["GP practice code", "Case ID", "Questionnaire", "Completed date", "Score"];

/** Answers of which hardly two filling-ins in a file are alike: nine of four is a quarter of a million, in an order that repeats only then. */
function itemRowsOf(index: number, practices: readonly string[]): string {
  return Array.from({ length: surveysOfAReferral }, (_, n) => {
    const seed = ((index * surveysOfAReferral + n) * 100_003) % 4 ** 9;
    const items = Array.from({ length: 9 }, (_, item) => Math.floor(seed / 4 ** item) % 4).join(";");
    const day = addDays("2024-01-01", (index % 700) + n * 30);
    return `survey.completed,e${index}-${n},${practices[index % practices.length]},R${index},phq-9,${day},${items}\n`;
  }).join("");
}

function mappedRowsOf(index: number, practices: readonly string[]): string {
  return Array.from({ length: surveysOfAReferral }, (_, n) => {
    const [year, month, day] = addDays("2024-01-01", (index % 700) + n * 30).split("-");
    const [name, scores] = instruments[n % instruments.length] ?? ["PHQ9", 28];
    return `${practices[index % practices.length]},C${index},${name},${day}/${month}/${year},${(index * 7 + n * 5) % scores}\n`;
  }).join("");
}

function rowsOf(index: number, practices: readonly string[]): string {
  const referred = addDays("2024-01-01", index % 700);
  const practice = practices[index % practices.length];
  const who = `${index % 2 === 0 ? "nurse" : "gp"},${index % 3 === 0 ? "gardening" : "walking group"},45-54,${index % 5 < 3 ? "F" : "M"},${1 + (index % 5)}`;
  const head = `${practice},U${index % 50},Q${index % 42},N${index},R${index},${referred},${who}`;
  return Array.from({ length: surveysOfAReferral }, (_, n) => {
    const [instrument, scores] = instruments[n % instruments.length] ?? ["PHQ9", 28];
    return `${head},${instrument},${addDays(referred, n * 30)},${(index * 7 + n * 5) % scores}\n`;
  }).join("");
}
