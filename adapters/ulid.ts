import { randomFillSync } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const randomCharacters = 16;

/** A new ULID: 48 bits of the instant and 80 of chance, in the order of time. */
export function nextUlid(): string {
  let time = "";
  for (let rest = Date.now(), place = 0; place < 10; place += 1, rest = Math.floor(rest / 32)) time = `${alphabet[rest % 32]}${time}`;
  const chance = randomFillSync(new Uint8Array(randomCharacters));
  return `${time}${Array.from(chance, (byte) => alphabet[byte % 32]).join("")}`;
}
