/** Gives every distinct row of so many whole numbers a number of its own, in the order of first sight. */
export class TupleTable {
  private values: Int32Array;
  private slots = new Int32Array(1024).fill(-1);
  private used = 0;
  readonly width: number;

  constructor(width: number) {
    this.width = width;
    this.values = new Int32Array(width * 512);
  }

  /** How many distinct rows there are. */
  get size(): number {
    return this.used;
  }

  /** The number of a row. */
  intern(row: Int32Array): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(row, 0, this.width) & mask;
    for (;;) {
      const code = this.slots[slot] ?? -1;
      if (code < 0) return this.add(row, slot);
      if (this.holds(code, row)) return code;
      slot = (slot + 1) & mask;
    }
  }

  /** One value of a row. */
  at(code: number, column: number): number {
    return this.values[code * this.width + column] ?? -1;
  }

  private holds(code: number, row: Int32Array): boolean {
    const offset = code * this.width;
    for (let column = 0; column < this.width; column++) if (this.values[offset + column] !== row[column]) return false;
    return true;
  }

  private add(row: Int32Array, slot: number): number {
    const code = this.used++;
    if ((code + 1) * this.width > this.values.length) {
      const wider = new Int32Array(this.values.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values.set(row, code * this.width);
    this.slots[slot] = code;
    if (this.used * 2 > this.slots.length) this.spread();
    return code;
  }

  private spread(): void {
    this.slots = new Int32Array(this.slots.length * 4).fill(-1);
    const mask = this.slots.length - 1;
    for (let code = 0; code < this.used; code++) {
      let slot = hashOf(this.values, code * this.width, this.width) & mask;
      while ((this.slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = code;
    }
  }
}

function hashOf(values: Int32Array, offset: number, width: number): number {
  let hash = 0x9e3779b9;
  for (let column = 0; column < width; column++) {
    hash = Math.imul(hash ^ (values[offset + column] ?? 0), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return hash ^ (hash >>> 13);
}
