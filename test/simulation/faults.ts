import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { refused } from "../support/bucket-twin.ts";
import type { Around, Operation } from "../support/table-twin.ts";

/** The process has died: nothing it had begun goes on. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** What may befall one process. Chances are one in so many calls; 0 is never. */
export type FaultPlan = {
  readonly draw: (below: number) => number;
  readonly turn: () => Promise<void>;
  /** The call at which the process dies, before or after it takes effect; `null` for never. */
  readonly diesAt: number | null;
  readonly throttledOneIn: number;
  readonly answerLostOneIn: number;
  /** The call before which the process sleeps until it is woken: a zombie in the making. */
  readonly sleeps: { readonly isAt: (operation: Operation, call: number) => boolean; readonly until: Promise<void> } | null;
};

/** The faults of one process, around all its calls to both stores. */
export function faultsOf(plan: FaultPlan): { readonly table: Around; readonly bucket: Around } {
  let calls = 0;
  let isDead = false;

  async function before(operation: Operation): Promise<void> {
    calls++;
    if (plan.sleeps?.isAt(operation, calls) === true) await plan.sleeps.until;
    await plan.turn();
    if (isDead) throw new Killed("dead");
    if (calls === plan.diesAt && plan.draw(2) === 0) die();
  }

  async function after(): Promise<void> {
    if (plan.diesAt !== null && calls >= plan.diesAt) die();
  }

  function die(): never {
    isDead = true;
    throw new Killed("killed");
  }

  const chance = (oneIn: number) => oneIn > 0 && plan.draw(oneIn) === 0;
  const around = (busy: (operation: Operation) => Error): Around => ({
    async before(operation) {
      await before(operation);
      if (chance(plan.throttledOneIn)) throw busy(operation);
    },
    async after(operation) {
      await after();
      if (chance(plan.answerLostOneIn))
        throw Object.assign(new Error("no answer came"), { name: "TimeoutError", operation: operation.name });
    },
  });
  return { table: around(tableBusy), bucket: around(() => refused(503)) };
}

function tableBusy({ name }: Operation): Error {
  if (name !== "TransactWrite") return Object.assign(new Error("slow down"), { name: "ThrottlingException" });
  return new TransactionCanceledException({ message: "conflict", $metadata: {}, CancellationReasons: [{ Code: "TransactionConflict" }] });
}
