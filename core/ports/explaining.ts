import type { Contribution } from "../episodes/contribution.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import type { Unit } from "../night/unit.ts";

/** What an explanation asks for: who is counted in a practice-month, and the events of one of them. Nobody is named outside. */
export type Explaining = {
  readonly countedIn: (
    unit: Unit,
  ) => Promise<readonly { readonly contribution: Contribution; readonly events: () => Promise<readonly KeptEvent[]> }[]>;
};
