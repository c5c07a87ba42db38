import type { Pointer, PublishedFile } from "../night/manifest.ts";
import type { PlaceFile } from "../place-report.ts";

/** The pointer with the tag that a conditional write must name, and the instant (UTC) at which the store says it was moved last. */
export type TaggedPointer = { readonly pointer: Pointer; readonly etag: string; readonly movedAt: string };

/** `moved`: readers see it. `lost`: the pointer was no longer the one named. `busy`: undecided, the same write may be tried again. */
export type PointerMove = "moved" | "lost" | "busy";

/** Published objects by content, what each run worked with, and the one pointer. Nothing is ever overwritten but the pointer. */
export type ReportStore = {
  /**
   * Keeps a file under the hash of its bytes. Already there is as good as kept, unless it was written before `freshSince`: then it is written
   * again, so that a collection which has seen the old writing deletes the old one alone.
   */
  readonly keepObject: (file: Omit<PlaceFile, "path">, freshSince?: string) => Promise<PublishedFile>;
  /** Whether an object is there and is what its name says. */
  readonly holdsObject: (file: PublishedFile) => Promise<boolean>;
  /** `null` where it is not there, and where the store finds that it is not what was written. */
  readonly readObject: (sha256: string) => Promise<string | null>;
  /** Keeps a released table under the hash of its text, as {@link ReportStore.keepObject} keeps a file; no path that a reader may ask leads to it. */
  readonly keepRelease: (text: string, freshSince?: string) => Promise<string>;
  readonly readRelease: (sha256: string) => Promise<string | null>;
  /** Writes a file of a run once: `false` when there is one already, whose content then stands. */
  readonly writeRunFile: (gen: number, name: string, body: string) => Promise<boolean>;
  readonly readRunFile: (gen: number, name: string) => Promise<string | null>;
  readonly readPointer: () => Promise<TaggedPointer | null>;
  /** Moves the pointer if it still carries the tag; with `null`, if there is none yet. */
  readonly movePointer: (to: Pointer, from: string | null) => Promise<PointerMove>;
};
