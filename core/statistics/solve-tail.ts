/** One tail of a distribution at u, and the density there (the size of the tail's slope in u). */
export type TailAt = (u: number) => { readonly tail: number; readonly density: number };

/**
 * The u at which a monotone tail equals `target`: Newton's method on the logarithm of the tail, kept inside a bracket
 * that closes by bisection, so it always ends. `rising` tells whether the tail grows with u.
 */
export function solveTail(at: TailAt, target: number, start: number, rising: boolean): number {
  const bracket = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const goal = Math.log(target);
  let u = start;
  for (let turn = 0; turn < 300; turn++) {
    const { tail, density } = at(u);
    const gap = tail > 0 ? Math.log(tail) - goal : Number.NEGATIVE_INFINITY;
    if (gap === 0) return u;
    if (gap < 0 === rising) bracket.low = u;
    else bracket.high = u;
    const step = (gap * tail) / (rising ? -density : density);
    const next = inside(bracket, u, u + step);
    if (Math.abs(next - u) <= 4e-16 * Math.abs(next)) return next;
    u = next;
  }
  return u;
}

function inside({ low, high }: { low: number; high: number }, u: number, proposed: number): number {
  if (proposed > low && proposed < high && Number.isFinite(proposed)) return proposed;
  if (Number.isFinite(low) && Number.isFinite(high)) return (low + high) / 2;
  return high === Number.POSITIVE_INFINITY ? u + Math.max(1, Math.abs(u)) : u - Math.max(1, Math.abs(u));
}
