/** One number that an attacker wants, by name: what is known of it to begin with. */
export type Known = { readonly lower: number; readonly upper: number | null };

/** A total and the parts that add up to it. */
export type Sum = { readonly total: string; readonly parts: readonly string[] };

/** Numbers that weigh no more together than so much: nothing where it is not said. */
export type Weighing = { readonly terms: readonly (readonly [id: string, weight: number])[]; readonly atMost?: number };

/** Everything that is published: how far each number is known, what adds up to what, and what averages say. */
export type Publication = {
  readonly known: ReadonlyMap<string, Known>;
  readonly sums: readonly Sum[];
  readonly weighings?: readonly Weighing[];
};

/** What an attacker can still not tell apart: the least and the greatest that a number can be. */
export type Reach = { readonly lower: number; readonly upper: number };

// its types describe the CommonJS build, and Node takes the other one
async function loadHighs(): Promise<typeof import("highs").default> {
  return (await import("highs")).default as unknown as typeof import("highs").default;
}

/** More than anybody could be taken for. */
const most = 1_000_000;

/**
 * Somebody who reads everything, knows what adds up to what, and solves for hidden numbers: the least and the greatest value of each over all
 * tables that could have been published like this, by linear programming (HiGHS, one model, solved again for each question). People may come
 * in fractions, which only widens what is found by less than one at each end.
 *
 * With `enough`, a number that has taken two values so far apart in the tables found for other questions is not asked for again: its reach is what was seen,
 * and may be more.
 *
 * @throws where no table at all could have been published like this
 */
export async function linearAttack(
  { known, sums, weighings = [] }: Publication,
  wanted: readonly string[],
  enough = Number.POSITIVE_INFINITY,
): Promise<ReadonlyMap<string, Reach>> {
  const solver = await (await loadHighs())();
  const numbers = new Map([...known.keys()].map((id, index) => [id, index] as const));
  const rows = sums.filter(({ total, parts }) => numbers.has(total) && parts.length > 0);
  const lines = rows.map(
    ({ total, parts }, row) => ` c${row}: ${parts.map((id) => `+ x${numbers.get(id)}`).join(" ")} - x${numbers.get(total)} = 0`,
  );
  const weighed = weighings.map(
    ({ terms, atMost = 0 }, row) =>
      ` w${row}: ${terms.map(([id, weight]) => `${weight < 0 ? "-" : "+"} ${Math.abs(weight)} x${numbers.get(id)}`).join(" ")} <= ${atMost}`,
  );
  const bounds = [...known.values()].map(({ lower, upper }, column) => ` ${lower} <= x${column} <= ${upper ?? most}`);
  const text = ["Minimize", " obj: 0 x0", "Subject To", ...lines, ...weighed, "Bounds", ...bounds, "End", ""].join("\n");
  return solver.withModel({ format: "lp", data: text }, (model) => {
    model.options.set({ output_flag: false, solver: "simplex", simplex_strategy: 4 });
    const seen = wanted.map((id) => {
      if (!numbers.has(id)) throw new Error("an attacker can only ask for what there is");
      return { id, column: model.getColByName(`x${numbers.get(id)}`), lower: Number.POSITIVE_INFINITY, upper: Number.NEGATIVE_INFINITY };
    });
    const solve = (column: number, cost: 1 | -1) => {
      model.changeColCost(column, cost);
      model.run();
      if (model.getModelStatus() !== solver.constants.modelStatus.optimal) throw new Error("what was published contradicts itself");
      const { colValue } = model.getSolution();
      for (const each of seen) {
        const value = colValue[each.column] ?? Number.NaN;
        each.lower = Math.min(each.lower, value);
        each.upper = Math.max(each.upper, value);
      }
    };
    for (const each of seen) {
      for (const cost of [-1, 1] as const) if (each.upper - each.lower < enough) solve(each.column, cost);
      model.changeColCost(each.column, 0);
    }
    return new Map(seen.map(({ id, lower, upper }) => [id, { lower, upper }] as const));
  });
}
