/** What the functions of a template may ask of the stack they stand in. Each throws when there is no such thing. */
export type Scope = {
  ref(name: string): unknown;
  attribute(resource: string, name: string): unknown;
  imported(exportName: string): unknown;
  condition(name: string): unknown;
  mapping(map: string, first: string, second: string): unknown;
};

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const nothing = Symbol("AWS::NoValue");

const intrinsics: Record<string, Intrinsic> = {
  Ref: (name, scope) => (name === "AWS::NoValue" ? nothing : scope.ref(String(name))),
  "Fn::GetAtt": (argument, scope) => {
    const [resource = "", ...name] = Array.isArray(argument) ? argument.map(String) : String(argument).split(".");
    return scope.attribute(resource, name.join("."));
  },
  "Fn::ImportValue": (name, scope) => scope.imported(text(name, scope)),
  "Fn::Join": (argument, scope) => {
    const [separator, parts] = pair(argument);
    return list(parts, scope).map(String).join(String(separator));
  },
  "Fn::Sub": (argument, scope) => substitute(argument, scope),
  "Fn::Select": (argument, scope) => {
    const [at, values] = pair(argument);
    return list(values, scope)[Number(resolve(at, scope))];
  },
  "Fn::Split": (argument, scope) => {
    const [separator, whole] = pair(argument);
    return text(whole, scope).split(String(separator));
  },
  "Fn::Base64": (argument, scope) => Buffer.from(text(argument, scope)).toString("base64"),
  "Fn::FindInMap": (argument, scope) => {
    const [map = "", first = "", second = ""] = list(argument, scope).map(String);
    return scope.mapping(map, first, second);
  },
  "Fn::If": (argument, scope) => {
    const [name, yes, no] = argument as [string, unknown, unknown];
    return resolveOrNothing(scope.condition(name) === true ? yes : no, scope);
  },
  "Fn::Equals": (argument, scope) => {
    const [a, b] = list(argument, scope);
    return String(a) === String(b);
  },
  "Fn::And": (argument, scope) => list(argument, scope).every((part) => part === true),
  "Fn::Or": (argument, scope) => list(argument, scope).some((part) => part === true),
  "Fn::Not": (argument, scope) => list(argument, scope)[0] !== true,
  Condition: (name, scope) => scope.condition(String(name)),
};

/**
 * A value of a template with everything worked out that only the running stack knows.
 *
 * @throws {Error} for a function that is not known here, naming it
 */
export function resolve(value: unknown, scope: Scope): unknown {
  const resolved = resolveOrNothing(value, scope);
  return resolved === nothing ? undefined : resolved;
}

function resolveOrNothing(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveOrNothing(item, scope)).filter((item) => item !== nothing);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only !== undefined && entries.length === 1) {
    const [name, argument] = only;
    const intrinsic = Object.hasOwn(intrinsics, name) ? intrinsics[name] : undefined;
    // A policy statement has a member called Condition too, which holds an object and not the name of one.
    if (intrinsic && !(name === "Condition" && typeof argument !== "string")) return intrinsic(argument, scope);
    if (name.startsWith("Fn::")) throw new Error(`the template uses ${name}, which the stack on one machine does not know`);
  }
  const members = entries.map(([name, member]) => [name, resolveOrNothing(member, scope)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== nothing));
}

function substitute(argument: unknown, scope: Scope): string {
  const [template, values] = Array.isArray(argument) ? pair(argument) : [argument, {}];
  const given = resolve(values, scope) as Record<string, unknown>;
  return String(template).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === "!") return `\${${name}}`;
    if (Object.hasOwn(given, name)) return String(given[name]);
    const [resource = "", ...attribute] = name.split(".");
    return String(attribute.length === 0 ? scope.ref(name) : scope.attribute(resource, attribute.join(".")));
  });
}

function pair(argument: unknown): [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length < 2) throw new Error("the template gives a function fewer arguments than it needs");
  return [argument[0], argument[1]];
}

function list(argument: unknown, scope: Scope): readonly unknown[] {
  const resolved = resolve(argument, scope);
  if (!Array.isArray(resolved)) throw new Error("the template gives a function one value where it needs a list");
  return resolved;
}

function text(argument: unknown, scope: Scope): string {
  return String(resolve(argument, scope));
}
