/** A run of numbers that is filled, sorted and cleared again and again: usually a handful, now and then very many. */
export class SortedRun {
  private values = new Float64Array(64);
  private used = 0;

  /** How many there are. */
  get size(): number {
    return this.used;
  }

  add(value: number): void {
    if (this.used === this.values.length) {
      const longer = new Float64Array(this.values.length * 2);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.used++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  clear(): void {
    this.used = 0;
  }

  /** Puts the numbers in order: a handful by insertion, more by the engine. */
  sort(): void {
    if (this.used > 24) {
      this.values.subarray(0, this.used).sort();
      return;
    }
    for (let index = 1; index < this.used; index++) {
      const value = this.at(index);
      let place = index;
      for (; place > 0 && this.at(place - 1) > value; place--) this.values[place] = this.at(place - 1);
      this.values[place] = value;
    }
  }
}
