import { randomInt } from "node:crypto";

const letters = "abcdefghijklmnopqrstuvwxyz";
const length = 24;

/** A new random id of letters alone, 112 bits of chance: digits could happen to read as an NHS number, and would then be refused. */
export function newLetterId(): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
}
