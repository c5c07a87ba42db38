const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** RFC 4648 base 32 in lower case, without padding: 52 characters for 32 bytes. */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet[(held >>> (bits - 5)) & 31];
    held &= 31;
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text;
}
