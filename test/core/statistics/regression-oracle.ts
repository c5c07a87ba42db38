/** A person as the textbook sees one: a row of X, a response and a cluster. The oracle works on whole matrices, slowly. */
export type Person = { readonly x: readonly number[]; readonly y: number; readonly cluster: number };

export type Matrix = readonly (readonly number[])[];

export function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((sum, value, k) => sum + value * (b[k]?.[j] ?? 0), 0)));
}

export function transpose(a: Matrix): Matrix {
  return (a[0] ?? []).map((_, j) => a.map((row) => row[j] ?? 0));
}

/** Gauss and Jordan with pivoting. */
export function invert(a: Matrix): Matrix {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < n; column++) {
    const pivot = work.reduce(
      (best, row, i) => (i >= column && Math.abs(row[column] ?? 0) > Math.abs(work[best]?.[column] ?? 0) ? i : best),
      column,
    );
    [work[column], work[pivot]] = [work[pivot] ?? [], work[column] ?? []];
    const scale = work[column]?.[column] ?? 1;
    work[column] = (work[column] ?? []).map((value) => value / scale);
    for (let i = 0; i < n; i++) {
      const factor = work[i]?.[column] ?? 0;
      if (i !== column) work[i] = (work[i] ?? []).map((value, j) => value - factor * (work[column]?.[j] ?? 0));
    }
  }
  return work.map((row) => row.slice(n));
}

/** OLS by the normal equations: coefficients, residuals and the hat matrix. */
export function textbookFit(people: readonly Person[]): {
  readonly beta: readonly number[];
  readonly residuals: readonly number[];
  readonly bread: Matrix;
  readonly hat: Matrix;
} {
  const x = people.map((person) => person.x);
  const y = people.map((person) => [person.y]);
  const bread = invert(multiply(transpose(x), x));
  const beta = multiply(bread, multiply(transpose(x), y)).map(([value = 0]) => value);
  const residuals = people.map((person) => person.y - person.x.reduce((sum, value, j) => sum + value * (beta[j] ?? 0), 0));
  return { beta, residuals, bread, hat: multiply(multiply(x, bread), transpose(x)) };
}

/** The sandwich with each cluster's scores from residuals that `adjust` may change. */
export function textbookSandwich(
  people: readonly Person[],
  adjust: (rows: readonly number[], residuals: readonly number[]) => readonly number[],
): Matrix {
  const { residuals, bread } = textbookFit(people);
  const p = bread.length;
  let meat: Matrix = bread.map((row) => row.map(() => 0));
  for (const cluster of new Set(people.map((person) => person.cluster))) {
    const rows = people.flatMap((person, index) => (person.cluster === cluster ? [index] : []));
    const adjusted = adjust(
      rows,
      rows.map((row) => residuals[row] ?? 0),
    );
    const score = Array.from({ length: p }, (_, j) => rows.reduce((sum, row, k) => sum + (people[row]?.x[j] ?? 0) * (adjusted[k] ?? 0), 0));
    meat = meat.map((row, i) => row.map((value, j) => value + (score[i] ?? 0) * (score[j] ?? 0)));
  }
  return multiply(multiply(bread, meat), bread);
}
