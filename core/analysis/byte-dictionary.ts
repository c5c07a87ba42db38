const firstSlots = 1024;
const [space, tab, lineFeed, carriageReturn] = [0x20, 0x09, 0x0a, 0x0d];

/** Gives every distinct text a small whole number in the order of first sight, from bytes and without making strings. */
export class ByteDictionary {
  private arena = new Uint8Array(4096);
  private offsets = new Int32Array(512);
  private hashes = new Int32Array(511);
  private slots = new Int32Array(firstSlots).fill(-1);
  private used = 0;

  /** How many distinct texts there are. */
  get size(): number {
    return this.used;
  }

  /** The number of the text between two places, without the white space around it. */
  intern(bytes: Uint8Array, from: number, to: number): number {
    let start = from;
    let end = to;
    while (start < end && isSpace(bytes[start] ?? 0)) start++;
    while (end > start && isSpace(bytes[end - 1] ?? 0)) end--;
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const code = this.slots[slot] ?? -1;
      if (code < 0) break;
      if (this.hashes[code] === hash && this.holds(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
    return this.add(hash, slot, bytes.subarray(start, end));
  }

  /** The text of a number. */
  text(code: number): string {
    return new TextDecoder().decode(this.arena.subarray(this.offsets[code], this.offsets[code + 1]));
  }

  /** Every text, by number. */
  texts(): readonly string[] {
    return Array.from({ length: this.used }, (_, code) => this.text(code));
  }

  private holds(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const offset = this.offsets[code] ?? 0;
    const length = end - start;
    if ((this.offsets[code + 1] ?? 0) - offset !== length) return false;
    for (let index = 0; index < length; index++) if (this.arena[offset + index] !== bytes[start + index]) return false;
    return true;
  }

  private add(hash: number, slot: number, text: Uint8Array): number {
    const code = this.used++;
    const offset = this.offsets[code] ?? 0;
    this.makeRoom(offset + text.length, code + 2);
    this.arena.set(text, offset);
    this.offsets[code + 1] = offset + text.length;
    this.hashes[code] = hash;
    this.slots[slot] = code;
    if (this.used * 2 > this.slots.length) this.spread();
    return code;
  }

  private makeRoom(bytes: number, offsets: number): void {
    if (bytes > this.arena.length) this.arena = copyInto(new Uint8Array(Math.max(bytes, this.arena.length * 2)), this.arena);
    if (offsets <= this.offsets.length) return;
    this.offsets = copyInto(new Int32Array(this.offsets.length * 2), this.offsets);
    this.hashes = copyInto(new Int32Array(this.offsets.length), this.hashes);
  }

  private spread(): void {
    this.slots = new Int32Array(this.slots.length * 4).fill(-1);
    const mask = this.slots.length - 1;
    for (let code = 0; code < this.used; code++) {
      let slot = (this.hashes[code] ?? 0) & mask;
      while ((this.slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = code;
    }
  }
}

function isSpace(byte: number): boolean {
  return byte === space || byte === tab || byte === lineFeed || byte === carriageReturn;
}

function copyInto<T extends Uint8Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
