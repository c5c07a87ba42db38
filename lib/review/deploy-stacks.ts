import { checkDestructiveChanges, type Destruction, type ResourceChange, type Waiver } from "./destructive-changes.ts";

/** What deploying asks of CloudFormation, stack by stack. */
export type Deploying = {
  /** Makes a change set of the stack and executes nothing. */
  readonly prepare: (stack: string) => Promise<void>;
  /** What the change set would do; nothing, where nothing would change. */
  readonly changesOf: (stack: string) => Promise<readonly ResourceChange[] | null>;
  readonly execute: (stack: string) => Promise<void>;
  readonly discard: (stack: string) => Promise<void>;
};

/** Which stacks were deployed, and what stopped the next one. */
export type Deployed = {
  readonly done: readonly string[];
  readonly stopped: { readonly stack: string; readonly lost: readonly Destruction[] } | null;
};

/**
 * Deploys stacks in their order, each through the gate: what it would do is known before anything of it is done. A stack that would lose something
 * lasting is not touched, and neither is any after it.
 *
 * @param today the civil date, `YYYY-MM-DD`, by which waivers run out
 */
export async function deployStacks(
  stacks: readonly string[],
  aws: Deploying,
  { waivers, today }: { waivers: readonly Waiver[]; today: string },
): Promise<Deployed> {
  const done: string[] = [];
  for (const stack of stacks) {
    await aws.prepare(stack);
    const changes = await aws.changesOf(stack);
    if (changes === null) continue;
    const lost = checkDestructiveChanges(changes, waivers, today);
    if (lost.length > 0) {
      await aws.discard(stack);
      return { done, stopped: { stack, lost } };
    }
    await aws.execute(stack);
    done.push(stack);
  }
  return { done, stopped: null };
}

type Artifacts = Readonly<Record<string, { readonly type: string; readonly dependencies?: readonly string[] | undefined }>>;

/** The stacks of a synthesized app, each after those that it needs. @throws {Error} when two need each other */
export function inOrder(artifacts: Artifacts): readonly string[] {
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === "aws:cloudformation:stack");
  const waiting = new Map(
    stacks.map(([name, { dependencies = [] }]) => [name, dependencies.filter((other) => stacks.some(([one]) => one === other))]),
  );
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([, needs]) => needs.every((other) => ordered.includes(other))).map(([name]) => name);
    if (ready.length === 0) throw new Error("the stacks of an app require an order: some of these need each other");
    for (const name of ready) waiting.delete(name);
    ordered.push(...ready);
  }
  return ordered;
}
