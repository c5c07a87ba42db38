import { type Content, isModifier, type KeptEvent, targetOf } from "../../core/events/kept-event.ts";

/**
 * What corrections and withdrawals leave, worked out another way: chains are walked from each end, then everything is decided from the
 * deepest modifier upwards in rounds. Gives, by the id of the event that first told it, what holds.
 */
export function contentsByOracle(events: readonly KeptEvent[]): Map<string, Content> {
  const byId = new Map(events.map((event) => [event.eventId, event]));
  const chains = new Map<string, readonly KeptEvent[]>();
  for (const event of byId.values()) {
    const chain = chainFrom(event, byId);
    if (chain !== null) chains.set(event.eventId, chain);
  }
  const deepestFirst = [...chains].sort(([, a], [, b]) => b.length - a.length);
  const dead = new Set<string>();
  const held = new Map<string, { at: number; id: string; content: Content }>();
  for (const [id, chain] of deepestFirst) {
    const [event, target] = chain;
    if (event === undefined || target === undefined || dead.has(id) || !isModifier(event)) continue;
    if (event.type === "event.withdrawn") {
      dead.add(target.eventId);
      continue;
    }
    const at = event.recordedAt === undefined ? Number.NEGATIVE_INFINITY : new Date(event.recordedAt).getTime();
    const rival = held.get(target.eventId);
    const wins = rival === undefined || at > rival.at || (at === rival.at && id > rival.id);
    if (wins) held.set(target.eventId, { at, id, content: held.get(id)?.content ?? event.event });
  }
  const contents = new Map<string, Content>();
  for (const event of byId.values()) {
    if (!isModifier(event) && !dead.has(event.eventId)) contents.set(event.eventId, held.get(event.eventId)?.content ?? event);
  }
  return contents;
}

/** The event, what it is about, what that is about, down to what happened; `null` where that is not reached. */
function chainFrom(event: KeptEvent, byId: ReadonlyMap<string, KeptEvent>): readonly KeptEvent[] | null {
  const chain = [event];
  for (let at = event; isModifier(at); ) {
    const next = byId.get(targetOf(at));
    if (next === undefined || chain.includes(next) || (at.type === "event.corrected" && next.type === "event.withdrawn")) return null;
    chain.push(next);
    at = next;
  }
  return chain;
}
