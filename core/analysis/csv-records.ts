/** The fields of one record as ranges of a buffer; all of it is valid only while the record is being taken. */
export type RecordView = {
  bytes: Uint8Array;
  /** How many fields there are. */
  count: number;
  /** Whether quotes were undone in place, so that the bytes are no longer those of the file. */
  undoubled: boolean;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
};

/** Takes bytes as they come and tells of every record in turn; `end` tells of a last one without a line end. */
export type RecordScanner = {
  /** @throws {RecordTooLong} when a record does not end within {@link longestRecord} bytes: most likely a quote is left open */
  push(chunk: Uint8Array): void;
  end(): void;
};

/** A record may not be longer than this many bytes, so that one open quote cannot make the rest of a file a single field. */
export const longestRecord = 1_048_576;

/** Says that no record end was found where one is required. */
export class RecordTooLong extends Error {
  override readonly name = "RecordTooLong";
}

const [quote, comma, lineFeed] = [0x22, 0x2c, 0x0a];
const mostFields = 1024;

/**
 * Splits RFC 4180 text in UTF-8, with or without a byte order mark, with LF or CRLF, into records without making a string of any
 * field. The carriage return of a CRLF stays with the last field, whose reader trims it. Empty lines are no records.
 */
export function scanRecords(take: (record: RecordView) => void): RecordScanner {
  const record: RecordView = {
    bytes: new Uint8Array(0),
    count: 0,
    undoubled: false,
    starts: new Int32Array(mostFields),
    ends: new Int32Array(mostFields),
  };
  let rest = new Uint8Array(0);
  let started = false;

  function scan(bytes: Uint8Array<ArrayBuffer>, last: boolean): void {
    let at = !started && startsWithMark(bytes) ? 3 : 0;
    started = true;
    record.bytes = bytes;
    while (at < bytes.length) {
      const next = readRecord(record, at, last);
      if (next < 0) break;
      if (!isEmptyLine(record)) take(record);
      at = next;
    }
    rest = bytes.slice(at);
    if (rest.length > longestRecord) throw new RecordTooLong("a record must end within a mebibyte");
  }

  return {
    push(chunk) {
      const joined = new Uint8Array(rest.length + chunk.length);
      joined.set(rest);
      joined.set(chunk, rest.length);
      if (!started && joined.length < 3) rest = joined;
      else scan(joined, false);
    },
    end() {
      if (rest.length > 0) scan(rest, true);
    },
  };
}

function startsWithMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isEmptyLine({ bytes, count, starts, ends }: RecordView): boolean {
  if (count !== 1) return false;
  const [start, end] = [starts[0] ?? 0, ends[0] ?? 0];
  return start === end || (end === start + 1 && bytes[start] === 0x0d);
}

/** Reads the record at `from`; gives where the next one starts, or −1 when this one goes on beyond the bytes at hand. */
function readRecord(record: RecordView, from: number, last: boolean): number {
  const { bytes } = record;
  let at = from;
  record.undoubled = false;
  record.count = 0;
  for (;;) {
    if (bytes[at] === quote) {
      const closing = closingQuote(bytes, at + 1);
      record.undoubled ||= closing.doubled;
      addField(record, at + 1, closing.at);
      at = plainEnd(bytes, Math.min(closing.at + 1, bytes.length));
    } else {
      const end = plainEnd(bytes, at);
      addField(record, at, end);
      at = end;
    }
    if (at >= bytes.length && !last) return -1;
    if (bytes[at] !== comma) break;
    at++;
  }
  if (record.undoubled) undouble(record);
  return at + 1;
}

function addField(record: RecordView, start: number, end: number): void {
  if (record.count >= mostFields) return;
  record.starts[record.count] = start;
  record.ends[record.count] = end;
  record.count++;
}

function plainEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === comma || byte === lineFeed) break;
  }
  return at;
}

function closingQuote(bytes: Uint8Array, from: number): { readonly at: number; readonly doubled: boolean } {
  let doubled = false;
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] !== quote) continue;
    if (bytes[at + 1] !== quote) return { at, doubled };
    doubled = true;
    at++;
  }
  return { at: bytes.length, doubled };
}

// only for a record that is whole, as its bytes are moved together in place
function undouble(record: RecordView): void {
  const { bytes, starts, ends } = record;
  for (let field = 0; field < record.count; field++) {
    const start = starts[field] ?? 0;
    if (bytes[start - 1] !== quote) continue;
    let to = start;
    for (let at = start; at < (ends[field] ?? start); at++) {
      bytes[to++] = bytes[at] ?? 0;
      if (bytes[at] === quote) at++;
    }
    ends[field] = to;
  }
}
