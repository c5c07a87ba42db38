/** Round numbers from `from` to `to`, at most `most` of them, always at multiples of 1, 2, 4, 5, 10, 20 or 25. */
export function axisTicks({ from, to }: { readonly from: number; readonly to: number }, most: number): readonly number[] {
  const step = [1, 2, 4, 5, 10, 20, 25].find((size) => Math.floor(to / size) - Math.ceil(from / size) + 1 <= most) ?? 50;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, index) => (first + index) * step);
}
