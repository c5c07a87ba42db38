const sizes = [1, 2, 4, 5, 10, 20, 25] as const;

/** Round numbers from `from` to `to`, at most `most` of them, at multiples of the smallest size that gives so few. */
export function axisTicks(
  { from, to }: { readonly from: number; readonly to: number },
  most: number,
  steps: readonly number[] = sizes,
): readonly number[] {
  const step = steps.find((size) => Math.floor(to / size) - Math.ceil(from / size) + 1 <= most) ?? 50;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, index) => (first + index) * step);
}
