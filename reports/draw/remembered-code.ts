import { type CodeMaker, context } from "vega-runtime";

const plain = context({ events: () => undefined }, {}, null).expr;

/**
 * How Vega makes functions of the expressions of a specification, but each once and not once for every view: what a view
 * adds to them, scales and signals, they are given when they are bound to it.
 */
export const rememberedCode: typeof plain = {
  ...plain,
  operator: remembered(plain.operator),
  parameter: remembered(plain.parameter),
  event: remembered(plain.event),
  handler: remembered(plain.handler),
  encode: remembered(plain.encode),
};

function remembered(make: CodeMaker): CodeMaker {
  const made = new WeakMap<object, ReturnType<CodeMaker>>();
  return (view, expression) => {
    const known = made.get(expression) ?? make(null, expression);
    made.set(expression, known);
    return view === null ? known : known.bind(view.functions);
  };
}
