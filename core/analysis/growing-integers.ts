/** Whole numbers that come one after another; `taken` gives them as one array. */
export class GrowingIntegers {
  private values = new Int32Array(1024);
  private used = 0;

  /** How many there are. */
  get size(): number {
    return this.used;
  }

  push(value: number): void {
    if (this.used === this.values.length) {
      const longer = new Int32Array(this.values.length * 2);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.used++] = value;
  }

  /** All of them, without a copy: it holds until the next push. */
  taken(): Int32Array {
    return this.values.subarray(0, this.used);
  }
}
