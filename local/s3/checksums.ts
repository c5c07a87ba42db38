import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** A checksum that is fed piece by piece and read once, as S3 writes it: base64. */
export type RunningChecksum = { update(piece: Uint8Array): void; base64(): string };

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

const algorithms: Record<string, () => RunningChecksum> = {
  "x-amz-checksum-crc32": () => runningCrc((piece, value) => crc32(piece, value)),
  "x-amz-checksum-crc32c": () => runningCrc(crc32c),
  "x-amz-checksum-sha1": () => runningHash("sha1"),
  "x-amz-checksum-sha256": () => runningHash("sha256"),
};

/** The headers that may carry a checksum of the body, at the front or as a trailer. */
export const checksumHeaders: readonly string[] = Object.keys(algorithms);

/** A fresh checksum for one of `checksumHeaders`. */
export function runningChecksum(header: string): RunningChecksum | undefined {
  return algorithms[header]?.();
}

function runningHash(algorithm: string): RunningChecksum {
  const hash = createHash(algorithm);
  return { update: (piece) => void hash.update(piece), base64: () => hash.digest("base64") };
}

function runningCrc(next: (piece: Uint8Array, value: number) => number): RunningChecksum {
  let value = 0;
  return {
    update(piece) {
      value = next(piece, value);
    },
    base64() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value >>> 0);
      return bytes.toString("base64");
    },
  };
}

/** CRC-32C (RFC 3720, appendix B.4), continued from an earlier value. */
export function crc32c(piece: Uint8Array, from = 0): number {
  let value = ~from;
  for (const byte of piece) value = (castagnoli[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}
