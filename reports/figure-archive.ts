import { strToU8, zipSync } from "fflate";
import { archiveReadme, licenceText } from "./words/archive-words.ts";

/** What lies in a figure's archive besides its own files. */
export type Archived = {
  readonly id: string;
  readonly title: string;
  readonly citation: string;
  /** Everybody may read pages of England; others are for whoever was given access. */
  readonly isPublic: boolean;
  readonly sample: boolean;
  readonly files: readonly { readonly name: string; readonly body: string }[];
};

/** Read by its local parts, as the format wants it, so the bytes are the same in every time zone. */
const noTime = new Date(1981, 0, 1);

/**
 * A figure with all that belongs to it, as the base64 text of a zip file: numbers, specification, metadata, pictures, licence, and a page that says how to
 * draw it again. The same figure gives the same bytes on every machine and in every time zone.
 */
export function figureArchive({ files, ...about }: Archived): string {
  const drawn = files.some(({ name }) => name.endsWith(".vl.json"));
  const all = [
    { name: "README.txt", body: archiveReadme({ ...about, drawn }) },
    { name: "LICENCE.txt", body: licenceText(about) },
    ...files,
  ];
  const entries = all.map(({ name, body }) => [name, [strToU8(body), { mtime: noTime, level: 6 }]] as const);
  return base64(zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0]));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
