import {
  type BaseEvent,
  byRecording,
  type Content,
  isModifier,
  type KeptCorrection,
  type KeptEvent,
  type Modifier,
  targetOf,
} from "../events/kept-event.ts";
import type { Standing } from "./episode.ts";

/** Something that happened, as the newest standing word on it says. */
export type Fact = {
  /** The event that first told it: its place among others of its kind comes from here, whatever was corrected since. */
  readonly told: BaseEvent;
  /** The id of the event whose content holds: the first, or the correction that stands. */
  readonly bearer: string;
  readonly content: Content;
};

/** What corrections and withdrawals leave: the facts that stand, and how every event stands. */
export type Resolved = { readonly facts: readonly Fact[]; readonly standings: ReadonlyMap<string, Standing> };

/**
 * Applies corrections and withdrawals. A function of the set of events: a withdrawal holds unless it is itself withdrawn; of the corrections
 * of one thing that hold, the latest by {@link byRecording} stands, and a correction of a correction replaces its content. A modifier whose
 * chain ends in an event not known, in a circle, in another referral, or that would correct a withdrawal is parked and changes nothing.
 */
export function resolveModifiers(events: readonly KeptEvent[]): Resolved {
  const byId = new Map(events.map((event) => [event.eventId, event]));
  const resolution: Resolution = { byId, roots: new Map(), ...modifiersByTarget(byId), withdrawn: new Map(), standings: new Map() };
  const facts: Fact[] = [];
  for (const event of byId.values()) {
    if (isModifier(event)) continue;
    markStanding(resolution, event.eventId, null);
    if (isWithdrawn(resolution, event.eventId)) continue;
    const bearer = bearerOf(resolution, event);
    facts.push({ told: event, bearer: bearer.eventId, content: isModifier(bearer) ? bearer.event : bearer });
  }
  for (const id of byId.keys()) if (!resolution.standings.has(id)) resolution.standings.set(id, "parked");
  return { facts: facts.sort((a, b) => byRecording(a.told, b.told)), standings: resolution.standings };
}

type Resolution = {
  readonly byId: ReadonlyMap<string, KeptEvent>;
  readonly corrections: ReadonlyMap<string, readonly KeptCorrection[]>;
  readonly withdrawals: ReadonlyMap<string, readonly string[]>;
  readonly roots: Map<string, string | null>;
  readonly withdrawn: Map<string, boolean>;
  readonly standings: Map<string, Standing>;
};

/** The modifiers that lead to something that happened, by the event they are about. */
function modifiersByTarget(byId: ReadonlyMap<string, KeptEvent>): Pick<Resolution, "corrections" | "withdrawals"> {
  const corrections = new Map<string, KeptCorrection[]>();
  const withdrawals = new Map<string, string[]>();
  const roots = new Map<string, string | null>();
  for (const event of byId.values()) {
    if (!isModifier(event) || rootOf(byId, roots, event.eventId) === null) continue;
    if (event.type === "event.corrected") append(corrections, event.corrects, event);
    else append(withdrawals, event.withdraws, event.eventId);
  }
  return { corrections, withdrawals };
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The id of what a chain of modifiers is about in the end, or `null` when the chain leads nowhere. */
function rootOf(byId: ReadonlyMap<string, KeptEvent>, roots: Map<string, string | null>, id: string): string | null {
  const known = roots.get(id);
  if (known !== undefined) return known;
  roots.set(id, null); // stands for "leads nowhere" while the chain is followed: a circle comes back to it
  const event = byId.get(id);
  const root = event === undefined ? null : isModifier(event) ? rootThrough(byId, roots, event) : id;
  roots.set(id, root);
  return root;
}

function rootThrough(byId: ReadonlyMap<string, KeptEvent>, roots: Map<string, string | null>, modifier: Modifier): string | null {
  const target = byId.get(targetOf(modifier));
  if (target === undefined || (modifier.type === "event.corrected" && target.type === "event.withdrawn")) return null;
  const root = rootOf(byId, roots, target.eventId);
  if (root === null || modifier.type === "event.withdrawn") return root;
  const told = byId.get(root);
  return told !== undefined && !isModifier(told) && told.referralId === modifier.event.referralId ? root : null;
}

function isWithdrawn(resolution: Resolution, id: string): boolean {
  const known = resolution.withdrawn.get(id);
  if (known !== undefined) return known;
  const withdrawn = (resolution.withdrawals.get(id) ?? []).some((withdrawal) => !isWithdrawn(resolution, withdrawal));
  resolution.withdrawn.set(id, withdrawn);
  return withdrawn;
}

/** The correction of an event that stands: the latest of those that are not withdrawn. */
function standingCorrection(resolution: Resolution, id: string): KeptCorrection | undefined {
  const held = (resolution.corrections.get(id) ?? []).filter(({ eventId }) => !isWithdrawn(resolution, eventId));
  return held.toSorted(byRecording).at(-1);
}

function bearerOf(resolution: Resolution, event: BaseEvent | KeptCorrection): BaseEvent | KeptCorrection {
  const correction = standingCorrection(resolution, event.eventId);
  return correction === undefined ? event : bearerOf(resolution, correction);
}

/** How an event and all that was said about it stand. What is said about a thing without effect has none either, and stands as that does. */
function markStanding(resolution: Resolution, id: string, inherited: "superseded" | "withdrawn" | null): void {
  const own = isWithdrawn(resolution, id) ? "withdrawn" : inherited;
  const correction = own === null ? standingCorrection(resolution, id) : undefined;
  resolution.standings.set(id, own ?? (correction === undefined ? "used" : "superseded"));
  for (const withdrawal of resolution.withdrawals.get(id) ?? []) markStanding(resolution, withdrawal, null);
  for (const { eventId } of resolution.corrections.get(id) ?? []) {
    markStanding(resolution, eventId, own ?? (eventId === correction?.eventId ? null : "superseded"));
  }
}
