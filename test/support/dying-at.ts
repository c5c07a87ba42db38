import type { Around } from "./table-twin.ts";

/** Dies at the call of that number and answers nothing more. */
export function dyingAt(call: number, when: "before" | "after"): { readonly around: Around; readonly calls: () => number } {
  let calls = 0;
  const die = async () => {
    if (calls >= call) throw new Error("killed");
  };
  const before = async () => {
    calls++;
    if (calls > call || when === "before") await die();
  };
  return { around: when === "before" ? { before } : { before, after: die }, calls: () => calls };
}
