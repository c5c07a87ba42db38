import { type CounterRules, counterAtItsBest, counterSystem } from "./counter-protocol.ts";
import type { System } from "./explore.ts";
import { type MarkRules, markSystem, protocolP } from "./protocol-p.ts";

type Crashes = { readonly writer: number; readonly run: number };

/** One way to run nights, and the promise it breaks. */
export type Variant = { readonly name: string; readonly breaks: string; readonly system: (crashes?: Crashes) => System };

type Named<Rules> = (name: string, breaks: string, changed: Partial<Rules>) => Variant;

const marks: Named<MarkRules> = (name, breaks, changed) => ({
  name,
  breaks,
  system: (crashes) => markSystem({ ...protocolP, ...changed }, crashes),
});

const counter: Named<CounterRules> = (name, breaks, changed) => ({
  name,
  breaks,
  system: (crashes) => counterSystem({ ...counterAtItsBest, ...changed }, crashes),
});

const [nothing, lost, contentBack, pointerBack, dangling] = [
  "",
  "an update is lost",
  "content goes back",
  "the pointer goes back",
  "the pointer dangles",
] as const;

/** A pointer that only rises: what most would write first. */
const rising = { flips: "if higher", sparesLive: false, replaces: "not newer" } as const;
/** A tagged pointer, but a repeated run builds what is live already. */
const rebuilding = { sparesLive: false } as const;

/** Ways that never lose, never go back and never dangle. */
export const soundVariants: readonly Variant[] = [
  marks("protocol P", nothing, {}),
  marks("protocol P with marks read before the version", nothing, { reads: ["marks", "version", "events"] }),
  marks("protocol P where one event withdraws the other", nothing, { secondWithdrawsFirst: true }),
  counter("a counter at its best", nothing, {}),
];

/** Ways that were tried and rejected: each differs from a sound one by the rule it is named for, and the exploration must find what it breaks. */
export const knownBadVariants: readonly Variant[] = [
  marks("marks read after the data", lost, { reads: ["version", "events", "marks"] }),
  marks("version read after the data", lost, { reads: ["marks", "events", "version"] }),
  marks("statistic put without comparing the version", lost, { comparesVersion: false }),
  marks("all marks of the unit deleted", lost, { clears: "all marks of the unit" }),
  marks("no write when the statistic is unchanged", lost, { skipsUnchanged: true, secondWithdrawsFirst: true }),
  counter("mark, then write", lost, { writer: "mark, then write" }),
  counter("write, then mark; a duplicate returns at once", lost, { writer: "write, then mark; a duplicate returns at once" }),
  counter("write, then mark; a duplicate marks again", contentBack, { writer: "write, then mark; a duplicate marks again" }),
  counter("the same, with a pointer that only rises", contentBack, { ...rising, writer: "write, then mark; a duplicate marks again" }),
  counter("mark cleared unconditionally", lost, { clears: "always" }),
  counter("counter deleted when clean", lost, { clears: "and resets the counter" }),
  counter("events read before the counter", lost, { readsFirst: "events" }),
  counter("reports of what this run changed", lost, { reports: "what this run changed" }),
  counter("the same, with a pointer that only rises", lost, { ...rising, reports: "what this run changed" }),
  counter("statistic put unconditionally", lost, { replaces: "any" }),
  counter("equal statistics replaced", contentBack, { replaces: "not newer" }),
  counter("pointer put unconditionally", pointerBack, { flips: "always" }),
  counter("pointer put unconditionally, older generations collected", dangling, { flips: "always", collects: "older than mine" }),
  counter("older generations collected, a pointer that only rises", contentBack, { ...rising, collects: "older than mine" }),
  counter("a pointer that only rises", contentBack, { flips: "if higher" }),
  counter("a pointer that only rises, live generations built again", contentBack, { ...rising, replaces: "older" }),
  counter("a pointer that only rises, equal statistics replaced", contentBack, rising),
  counter("live generations built again", contentBack, rebuilding),
  counter("live generations built again, equal statistics replaced", contentBack, { ...rebuilding, replaces: "not newer" }),
];
