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

/** Writes a long file of about so many bytes that no rule refuses, the same for the same size: something to measure with, no model of anybody. */
export async function writeLongFile(file: string, bytes: number, practices: readonly string[] = anyPractices): Promise<void> {
  const out = createWriteStream(file);
  let written = out.write(`${longFormHeader.join(",")}\n`) ? longFormHeader.join(",").length : 0;
  for (let referral = 0; written < bytes; referral += referralsAtOnce) {
    const text = Array.from({ length: referralsAtOnce }, (_, n) => rowsOf(referral + n, practices)).join("");
    written += text.length;
    if (!out.write(text)) await new Promise<void>((resume) => out.once("drain", () => resume()));
  }
  out.end();
  await finished(out);
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
