/** How one thing is: well, worth a look, or broken; with what to do, where that is not what is done otherwise. */
export type Verdict = { readonly state: "well" | "watch" | "broken"; readonly says: string; readonly fix?: string };

/** One thing to look at: what it is called, and what to do or read when it is not well. */
export type Check = { readonly name: string; readonly fix: string; readonly look: () => Promise<Verdict> | Verdict };

/** What came of one look; `fix` stands wherever something is not well. */
export type Finding = Verdict & { readonly check: string; readonly fix?: string };

export const well = (says: string): Verdict => ({ state: "well", says });
export const watch = (says: string, fix?: string): Verdict => ({ state: "watch", says, ...(fix === undefined ? {} : { fix }) });
export const broken = (says: string): Verdict => ({ state: "broken", says });

/** Looks at everything, one after the other. What cannot be looked at is broken, and its error's name is all that is told of it. */
export async function findings(checks: readonly Check[]): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const { name, fix, look } of checks) {
    const verdict = await Promise.resolve()
      .then(look)
      .catch((error: unknown) => broken(`did not answer (${nameOf(error)})`));
    found.push({ check: name, ...(verdict.state === "well" ? {} : { fix }), ...verdict });
  }
  return found;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
