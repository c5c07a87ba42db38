import * as z from "zod";
import { canonicalJson } from "../core/canonical-json.ts";
import { keptEvent } from "../core/events/kept-event.ts";
import type { Unit } from "../core/night/unit.ts";
import { type EpisodeState, emptyEpisode, type Located, type StoredEvent } from "../core/ports/source.ts";
import { unlisted } from "../core/practice/episode-lists.ts";
import { monthFromKey, monthKey } from "./derived-keys.ts";
import { isEventSort } from "./source-keys.ts";

type Row = Record<string, unknown>;

const eventRow = z.object({ body: z.string(), hash: z.string(), origin: z.string(), receivedAt: z.string() });
const listedRow = z.object({
  followUps: z.object({ practice: z.string(), until: z.string() }).nullable(),
  attention: z.object({ practice: z.string() }).nullable(),
});
const headRow = z.object({
  ver: z.number(),
  units: z.array(z.string()),
  listed: listedRow.default(unlisted),
  people: z.array(z.string()).default([]),
  optedOut: z.array(z.string()).default([]),
  erased: z.boolean().default(false),
});
const locatorRow = z.object({
  hash: z.string().optional(),
  origin: z.string().optional(),
  refKey: z.string().optional(),
  waiting: z.number(),
});

/** The attributes of an event's row, beside its key. */
export function eventAttributes({ event, hash, origin, receivedAt }: StoredEvent): Row {
  return { body: canonicalJson(event), hash, origin, receivedAt };
}

/** The attributes of the row that says where an event is. */
export function locatorAttributes({ hash, origin }: StoredEvent, where: { refKey: string } | { waitsFor: string }, waiting: number): Row {
  return { hash, origin, ...where, waiting };
}

/** How a practice-month is written in a head. */
export function unitText({ code, month }: Pick<Unit, "code" | "month">): string {
  return `${code}#${monthKey(month)}`;
}

/** An episode from the rows of its partition; version 0 and empty when there are none. */
export function episodeFromRows(rows: readonly Row[]): EpisodeState {
  const head = rows.find((row) => !isEventSort(String(row.sk)));
  if (head === undefined) return { ...emptyEpisode, events: eventsFromRows(rows) };
  const { ver: version, units, ...known } = headRow.parse(head);
  return { version, units: units.map(unitFromText), ...known, events: eventsFromRows(rows) };
}

/** What is known of an event id, from the rows of its partition. */
export function locatedFromRows(rows: readonly Row[]): Located {
  const at = rows.find((row) => row.sk === "AT");
  const { hash, origin, refKey, waiting } = at === undefined ? { waiting: 0 } : locatorRow.parse(at);
  return { hash: hash ?? null, origin: origin ?? null, refKey: refKey ?? null, waiting, waitingEvents: eventsFromRows(rows) };
}

function eventsFromRows(rows: readonly Row[]): readonly StoredEvent[] {
  return rows.filter(({ sk, blank }) => isEventSort(String(sk)) && blank !== true).map(storedEvent);
}

function storedEvent(row: Row): StoredEvent {
  const { body, hash, origin, receivedAt } = eventRow.parse(row);
  return { event: keptEvent.parse(JSON.parse(body)), hash, origin, receivedAt };
}

function unitFromText(text: string): Unit {
  const [code = "", month = ""] = text.split("#");
  return { level: "practice", code, month: monthFromKey(month) };
}
