/** A withdrawal that is kept and does nothing yet: what it withdraws is not known. Both are the sender's own ids. */
export type Waiting = { readonly eventId: string; readonly withdraws: string };
