/** A statement of a policy, its one-or-many members always as lists. */
export type Statement = {
  effect: string;
  actions: readonly string[];
  resources: readonly string[];
  condition: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
};

type Written = { Effect?: unknown; Action?: unknown; Resource?: unknown; Condition?: Statement["condition"] };

/** The statements of a policy document. */
export function statementsOf(document: unknown): readonly Statement[] {
  const { Statement: written } = (document ?? {}) as { Statement?: unknown };
  return listed(written).map((each) => {
    const { Effect, Action, Resource, Condition } = each as Written;
    return {
      effect: String(Effect),
      actions: listed(Action).map(String),
      resources: listed(Resource).map(String),
      condition: Condition ?? {},
    };
  });
}

function listed(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
