import { randomUUID } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** The bytes of the objects, one file each. A file's name is chance, never anything a client sent. */
export type Blobs = {
  /** Streams bytes into a new file that is on the disk when this returns; `look` sees each piece on its way. */
  write(source: AsyncIterable<Uint8Array>, look?: (piece: Uint8Array) => void): Promise<{ blob: string; size: number }>;
  /** Bytes `from` to `to`, both included. */
  read(blob: string, range?: { from: number; to: number }): Readable;
  remove(blob: string): void;
  /** Removes what a crash left behind: files that nothing refers to. */
  sweep(known: ReadonlySet<string>): void;
};

/** Blobs in a directory, which is made when it is not there. */
export function blobsIn(directory: string): Blobs {
  mkdirSync(directory, { recursive: true });
  const path = (blob: string) => join(directory, blob);
  const remove = (blob: string) => rmSync(path(blob), { force: true });

  return {
    remove,
    read: (blob, range) => createReadStream(path(blob), range === undefined ? {} : { start: range.from, end: range.to }),
    async write(source, look) {
      const blob = randomUUID();
      try {
        return { blob, size: await writeDurably(path(blob), source, look) };
      } catch (error) {
        remove(blob);
        throw error;
      }
    },
    sweep(known) {
      for (const name of readdirSync(directory)) if (!known.has(name)) remove(name);
    },
  };
}

async function writeDurably(path: string, source: AsyncIterable<Uint8Array>, look?: (piece: Uint8Array) => void): Promise<number> {
  const file = await open(path, "wx", 0o600);
  let size = 0;
  try {
    for await (const piece of source) {
      look?.(piece);
      await file.writeFile(piece);
      size += piece.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return size;
}
