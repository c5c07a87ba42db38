import type { Branch } from "./describe-pairs.ts";

/** The branch under a path of keys, or an empty one. */
export function branchAt(root: Branch, ...path: readonly string[]): Branch {
  return path.reduce<Branch>((branch, key) => asBranch(branch[key]), root);
}

function asBranch(value: unknown): Branch {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Branch) : {};
}

/** The list under a key, or an empty one. */
export function listAt(branch: Branch, key: string): readonly unknown[] {
  const list = branch[key];
  return Array.isArray(list) ? list : [];
}
