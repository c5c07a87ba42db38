import type { Runtime } from "vega";

type Id = string | number;
type Operator = {
  readonly id: Id;
  readonly type?: string;
  readonly data?: Readonly<Record<string, readonly string[]>>;
  readonly params?: object;
  readonly parent?: object;
};

/** A dataflow with only what a still picture needs, and the fields of each data set that say where its rows stand. */
export type Lean = { readonly runtime: Runtime; readonly positions: ReadonlyMap<string, readonly string[]> };

/**
 * The same dataflow without what nobody asks it for: the values that each operator keeps for readers of the view, and the copies of data
 * sets without rows that have no place to stand, since whoever draws sees to it that there are none. It is half as large, and so is the
 * time of a picture, which goes into building it.
 */
export function leanRuntime(runtime: Runtime): Lean {
  const all = operatorsIn(runtime);
  const used = usesOf(runtime);
  const copies = copiesOf(all, used);
  const instead = new Map(copies.map(({ copy, of }) => [copy, of.id]));
  const gone = new Set<Id>(copies.flatMap(({ copy, by }) => [copy, ...by]));
  for (const operator of all) if (isForReaders(operator) && !used.has(operator.id)) gone.add(operator.id);
  return { runtime: without(runtime, { gone, instead }) as Runtime, positions: positionsOf(copies) };
}

type Copy = { readonly copy: Id; readonly by: readonly Id[]; readonly of: Operator; readonly fields: readonly string[] };

/** Data sets that are another one, passed on as it is but for rows without a place. */
function copiesOf(all: readonly Operator[], used: ReadonlyMap<Id, number>): readonly Copy[] {
  const byId = new Map(all.map((operator) => [operator.id, operator]));
  const before = ({ params }: Operator) => byId.get(sourceOf(params) ?? "");
  return all.flatMap((copy) => {
    const filter = isCollect(copy) ? before(copy) : undefined;
    const relay = filter?.type === "filter" ? before(filter) : undefined;
    const of = relay?.type === "relay" ? before(relay) : undefined;
    const fields = filter === undefined ? null : fieldsOfPlace(filter.params);
    if (filter === undefined || relay === undefined || of === undefined || fields === null) return [];
    const isPassedOn = "derive" in (relay.params ?? {}) && !(relay.params as { readonly derive: unknown }).derive;
    const isAlone = used.get(filter.id) === 1 && used.get(relay.id) === 1;
    return isPassedOn && isAlone && of.data !== undefined ? [{ copy: copy.id, by: [filter.id, relay.id], of, fields }] : [];
  });
}

/** A sieve keeps values; one without a source is where the rows of a group come in, one with a parent lets the group wait for its marks. */
function isForReaders({ type, params, parent }: Operator): boolean {
  return type === "sieve" && sourceOf(params) !== undefined && parent === undefined;
}

function isCollect({ type, params }: Operator): boolean {
  return type === "collect" && Object.keys(params ?? {}).join(" ") === "pulse";
}

const check = /this\.isValid\(datum\["(\w+)"\]\)&&Number\.isFinite\(\(\+datum\["\1"\]\)\)/g;

/** What a filter looks at, where it looks at nothing else than whether some fields are numbers. */
function fieldsOfPlace(params: object | undefined): readonly string[] | null {
  const code = (params as { readonly expr?: { readonly $expr?: { readonly code?: string } } } | undefined)?.expr?.$expr?.code ?? "";
  const fields = [...code.matchAll(check)].map(([, field = ""]) => field);
  return fields.length > 0 && /^[()&]*$/.test(code.replace(check, "")) ? fields : null;
}

function positionsOf(copies: readonly Copy[]): Lean["positions"] {
  const fields = new Map<string, Set<string>>();
  for (const { of, fields: names } of copies)
    for (const name of Object.keys(of.data ?? {})) fields.set(name, new Set([...(fields.get(name) ?? []), ...names]));
  return new Map([...fields].map(([name, names]) => [name, [...names].sort()]));
}

/** The operator whose rows an operator is given. */
function sourceOf(params: object | undefined): Id | undefined {
  return (params as { readonly pulse?: { readonly $ref?: Id } } | undefined)?.pulse?.$ref;
}

function operatorsIn(value: unknown): readonly Operator[] {
  if (Array.isArray(value)) return value.flatMap(operatorsIn);
  if (typeof value !== "object" || value === null) return [];
  const own = "operators" in value && Array.isArray(value.operators) ? (value.operators as readonly Operator[]) : [];
  return [...own, ...Object.values(value).flatMap(operatorsIn)];
}

function usesOf(value: unknown, uses = new Map<Id, number>()): ReadonlyMap<Id, number> {
  if (typeof value !== "object" || value === null) return uses;
  if ("$ref" in value) uses.set(value.$ref as Id, (uses.get(value.$ref as Id) ?? 0) + 1);
  for (const part of Object.values(value)) usesOf(part, uses);
  return uses;
}

type Change = { readonly gone: ReadonlySet<Id>; readonly instead: ReadonlyMap<Id, Id> };

function without(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return value.map((part) => without(part, change));
  if (typeof value !== "object" || value === null) return value;
  if ("$ref" in value) return { $ref: change.instead.get(value.$ref as Id) ?? value.$ref };
  const parts = Object.entries(value).map(([name, part]) => {
    const kept =
      name === "operators" && Array.isArray(part) ? (part as readonly Operator[]).filter(({ id }) => !change.gone.has(id)) : part;
    return [name, without(kept, change)] as const;
  });
  return Object.fromEntries(parts);
}
