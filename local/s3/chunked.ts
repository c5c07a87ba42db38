import { StorageProblem } from "./problem.ts";

type Stage = "size" | "bytes" | "after" | "trailers";

const longestLine = 16_384;

/**
 * Takes S3's `aws-chunked` framing off a body as it streams by: `size[;extension]\r\n bytes \r\n` until size 0, then
 * trailers, which are put into `trailers` by lower-case name. Chunk signatures are not checked: every listener is on the loopback.
 *
 * @throws {StorageProblem} when the framing is broken or the body ends inside it
 */
export async function* unchunked(source: AsyncIterable<Buffer>, trailers: Map<string, string>): AsyncGenerator<Buffer> {
  let kept: Buffer = Buffer.alloc(0);
  let owed = 0;
  let stage = "size" as Stage;
  for await (const piece of source) {
    kept = kept.length === 0 ? piece : Buffer.concat([kept, piece]);
    for (;;) {
      if (stage === "bytes") {
        const taken = kept.subarray(0, owed);
        kept = kept.subarray(taken.length);
        owed -= taken.length;
        if (taken.length > 0) yield taken;
        if (owed > 0) break;
        stage = "after";
      }
      const end = kept.indexOf("\r\n");
      if (end < 0) {
        if (kept.length > longestLine) throw new StorageProblem("InvalidChunk", 400);
        break;
      }
      const line = kept.toString("latin1", 0, end);
      kept = kept.subarray(end + 2);
      if (stage === "after") {
        if (line !== "") throw new StorageProblem("InvalidChunk", 400);
        stage = "size";
      } else if (stage === "size") {
        owed = chunkSize(line);
        stage = owed === 0 ? "trailers" : "bytes";
      } else keepTrailer(line, trailers);
    }
  }
  if (stage !== "trailers") throw new StorageProblem("IncompleteBody", 400);
}

function chunkSize(line: string): number {
  const digits = /^([0-9a-fA-F]{1,8})(?:;.*)?$/.exec(line)?.[1];
  if (digits === undefined) throw new StorageProblem("InvalidChunk", 400);
  return Number.parseInt(digits, 16);
}

function keepTrailer(line: string, trailers: Map<string, string>): void {
  const colon = line.indexOf(":");
  if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
}
