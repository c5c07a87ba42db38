import type { Stack } from "./assembly.ts";
import { type Addresses, type Identity, identify } from "./identities.ts";
import { resolve, type Scope } from "./intrinsics.ts";
import { accountId, partition, region } from "./place.ts";

/** One resource of the app with everything about it worked out. */
export type Resource = Identity & {
  type: string;
  /** Its id in its template, and the stack that the template is of. */
  id: string;
  stack: string;
  /** Where the assets of its stack lie. */
  directory: string;
  properties: Readonly<Record<string, unknown>>;
  metadata: Readonly<Record<string, unknown>>;
};

/** The whole app as the engines on this machine are to be made from it. */
export type App = {
  resources: readonly Resource[];
  /** All resources of one type, or of any of several. */
  ofType(...types: readonly string[]): readonly Resource[];
};

type Context = { stacks: readonly Stack[]; addresses: Addresses; identities: Map<string, Identity>; scopes: Map<Stack, Scope> };

/**
 * Works out every stack of a synthesized app: references, attributes, joined texts, and what one stack takes from another.
 *
 * @throws {Error} naming what a template asks for that is not there
 */
export function resolveApp(stacks: readonly Stack[], addresses: Addresses): App {
  const context: Context = { stacks, addresses, identities: new Map(), scopes: new Map() };
  const resources = stacks.flatMap((stack) => {
    const scope = scopeOf(context, stack);
    const present = Object.entries(stack.template.Resources).filter(
      ([, { Condition }]) => Condition === undefined || scope.condition(Condition) === true,
    );
    return present.map(([id, { Type, Properties, Metadata }]): Resource => {
      const properties = resolve(Properties, scope) as Record<string, unknown>;
      return {
        ...identityOf(context, stack, id),
        type: Type,
        id,
        stack: stack.name,
        directory: stack.directory,
        properties,
        metadata: Metadata,
      };
    });
  });
  return { resources, ofType: (...types) => resources.filter(({ type }) => types.includes(type)) };
}

function scopeOf(context: Context, stack: Stack): Scope {
  const known = context.scopes.get(stack);
  if (known) return known;
  const { template } = stack;
  const scope: Scope = {
    ref: (name) => pseudo(stack, name) ?? parameter(stack, name) ?? identityOf(context, stack, name).ref,
    attribute(id, name) {
      const value = identityOf(context, stack, id).attributes[name];
      // A nested or custom attribute that nothing here runs on: a readable stand-in keeps the rest of the template whole.
      return value ?? `${id}.${name}`;
    },
    imported: (name) => imported(context, name),
    condition: (name) => resolve(template.Conditions[name], scope),
    mapping: (map, first, second) => template.Mappings[map]?.[first]?.[second],
  };
  context.scopes.set(stack, scope);
  return scope;
}

function identityOf(context: Context, stack: Stack, id: string): Identity {
  const key = `${stack.name}/${id}`;
  const known = context.identities.get(key);
  if (known) return known;
  const found = stack.template.Resources[id];
  if (!found) throw new Error(`the template of ${stack.name} refers to ${id}, which is not in it`);
  const properties = namedProperties(found.Properties, scopeOf(context, stack));
  const identity = identify({ type: found.Type, name: plainName(stack, id), properties }, context.addresses);
  context.identities.set(key, identity);
  return identity;
}

/** Only what a name can depend on: a whole resource may refer to one that refers back to it. */
function namedProperties(properties: Readonly<Record<string, unknown>>, scope: Scope): Readonly<Record<string, unknown>> {
  const naming = Object.entries(properties).filter(([name]) => name === "Name" || name.endsWith("Name") || name === "Version");
  return resolve(Object.fromEntries(naming), scope) as Record<string, unknown>;
}

/** Logical ids end in a hash of the construct's path, which means nothing to people; it stays where two would be called the same. */
function plainName(stack: Stack, id: string): string {
  const plain = (text: string) => text.replace(/[0-9A-F]{8}$/, "");
  const isAlone = Object.keys(stack.template.Resources).filter((other) => plain(other) === plain(id)).length === 1;
  return `${stack.name}-${isAlone ? plain(id) : id}`;
}

function imported(context: Context, name: string): unknown {
  for (const stack of context.stacks) {
    const scope = scopeOf(context, stack);
    for (const { Value, Export } of Object.values(stack.template.Outputs)) {
      if (Export !== undefined && resolve(Export.Name, scope) === name) return resolve(Value, scope);
    }
  }
  throw new Error(`no stack exports ${name}`);
}

function pseudo(stack: Stack, name: string): string | undefined {
  const values: Record<string, string> = {
    "AWS::Region": region,
    "AWS::AccountId": accountId,
    "AWS::Partition": partition,
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": stack.name,
    "AWS::StackId": `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stack.name}/local`,
  };
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function parameter(stack: Stack, name: string): unknown {
  return Object.hasOwn(stack.template.Parameters, name) ? (stack.template.Parameters[name]?.Default ?? "") : undefined;
}
