import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { canonicalJson } from "../core/canonical-json.ts";
import { hasWaited } from "../core/keeping/episode-write.ts";
import type { EpisodeClosing, EpisodeWrite, NewPerson, Placement, Wait, WrittenAnswer } from "../core/ports/source.ts";
import { listedBy } from "../core/practice/episode-lists.ts";
import type { Waiting } from "../core/practice/waiting.ts";
import { markKey, summariesKey, waitingPartition } from "./derived-keys.ts";
import { ledgerRowOf } from "./dynamo-ledgers.ts";
import { receiptRow } from "./dynamo-receipts.ts";
import { type ListRow, listActions, listedKeys, replacedRows } from "./list-actions.ts";
import { eventKey, headKey, locatorKey, personEpisodeKey, personKey, waitingKey } from "./source-keys.ts";
import { eventAttributes, locatorAttributes, unitText } from "./source-rows.ts";

/** The two tables: what was sent, and what is computed from it. */
export type TableNames = { readonly source: string; readonly derived: string };

/** One action of a transaction, and what it means when its condition does not hold. */
export type Action = {
  readonly item: NonNullable<TransactWriteCommandInput["TransactItems"]>[number];
  readonly guards: "head" | "target" | "answer" | { readonly eventId: string } | null;
};

/** Everything one write of an episode does: its events and where they are known, its head, its summary, its marks, its places on lists; and the answer to its sender. */
export function episodeActions(write: EpisodeWrite, tables: TableNames): readonly Action[] {
  return [
    headAction(write, tables),
    ...write.newPeople.flatMap((person) => personActions(write, person, tables)),
    ...write.placements.flatMap((placement) => placementActions(write, placement, tables)),
    ...derivedActions(write, tables),
    ...write.placements.filter(hasWaited).map(({ stored }) => ({
      item: { Delete: { TableName: tables.derived, Key: { pk: waitingPartition(write.key.practice), sk: stored.event.eventId } } },
      guards: null,
    })),
    ...listActions(write, tables.derived).map((item) => ({ item, guards: null })),
    ...(write.answer === undefined ? [] : answerActions(write.answer, tables)),
  ];
}

/** The answer to a submission: its receipt and the entries in the ledgers of its practices, each only if it is the first. */
export function answerActions({ head, records, about, ledgers }: WrittenAnswer, { source: TableName }: TableNames): readonly Action[] {
  const rows = [receiptRow(head, records), ...ledgers.map((ledger) => ledgerRowOf(about, ledger))];
  return rows.map((Item) => ({ item: { Put: { TableName, Item, ...asVersion(0) } }, guards: "answer" }));
}

/**
 * The end of an episode: a tombstone that holds nothing but its version, no summary, no place on a list, a mark for every unit that it counted in.
 * Who is to delete its events finds it under its people.
 */
export function closingActions({ key, state, people, marks }: EpisodeClosing, { source, derived }: TableNames): readonly Action[] {
  const sk = `EP#${key.refKey}`;
  const others = [
    ...people.map((pid) => ({ Put: { TableName: source, Item: personEpisodeKey(pid, key) } })),
    ...state.units.map((unit) => ({ Delete: { TableName: derived, Key: { pk: summariesKey(unit), sk } } })),
    ...replacedRows(listedKeys(state.listed, key.refKey), [], derived),
    ...marks.map((mark) => ({ Put: { TableName: derived, Item: markKey(mark) } })),
  ];
  const Item = { ...headKey(key), ver: state.version + 1, units: [], erased: true };
  return [
    { item: { Put: { TableName: source, Item, ...asVersion(state.version) } }, guards: "head" },
    ...others.map((item) => ({ item, guards: null })),
  ];
}

/** A withdrawal, where it is known, and that it waits: refused when what it withdraws is in an episode by now. */
export function waitActions({ practice, stored, target, seen }: Wait, { source, derived }: TableNames): readonly Action[] {
  const { eventId } = stored.event;
  return [
    { item: { Put: { TableName: derived, Item: waitingRow(practice, { eventId, withdraws: target }) } }, guards: null },
    {
      item: {
        Put: {
          TableName: source,
          Item: { ...waitingKey(practice, target, eventId), ...eventAttributes(stored) },
          ConditionExpression: "attribute_not_exists(pk)",
        },
      },
      guards: { eventId },
    },
    {
      item: {
        Put: {
          TableName: source,
          Item: { ...locatorKey(practice, eventId), ...locatorAttributes(stored, { waitsFor: target }, seen ?? 0) },
          ...asSeen(seen),
        },
      },
      guards: { eventId },
    },
    {
      item: {
        Update: {
          TableName: source,
          Key: locatorKey(practice, target),
          UpdateExpression: "SET waiting = if_not_exists(waiting, :none) + :one",
          ConditionExpression: "attribute_not_exists(refKey)",
          ExpressionAttributeValues: { ":none": 0, ":one": 1 },
        },
      },
      guards: "target",
    },
  ];
}

/** The row by which a withdrawal stands on its practice's list of those that wait. */
export function waitingRow(practice: string, waiting: Waiting): ListRow {
  return { pk: waitingPartition(practice), sk: waiting.eventId, body: canonicalJson(waiting) };
}

function headAction(write: EpisodeWrite, { source }: TableNames): Action {
  const Item = {
    ...headKey(write.key),
    ver: write.expects + 1,
    foldV: write.foldVersion,
    units: write.units.map(unitText),
    listed: listedBy(write.lists),
    people: write.people,
    ...(write.optedOut.length === 0 ? {} : { optedOut: write.optedOut }),
    body: canonicalJson(write.episode),
  };
  return { item: { Put: { TableName: source, Item, ...asVersion(write.expects) } }, guards: "head" };
}

/** The condition that a row has the version that was read. */
export function asVersion(version: number): { ConditionExpression: string; ExpressionAttributeValues?: Record<string, number> } {
  if (version === 0) return { ConditionExpression: "attribute_not_exists(pk)" };
  return { ConditionExpression: "ver = :ver", ExpressionAttributeValues: { ":ver": version } };
}

/** The episode stands under the person, and nothing was settled about them since it was looked up: else it must be read again. */
function personActions({ key }: EpisodeWrite, { pid, seen }: NewPerson, { source: TableName }: TableNames): readonly Action[] {
  return [
    { item: { ConditionCheck: { TableName, Key: personKey(pid), ...asVersion(seen) } }, guards: "head" },
    { item: { Put: { TableName, Item: personEpisodeKey(pid, key) } }, guards: null },
  ];
}

function placementActions({ key }: EpisodeWrite, { stored, seen }: Placement, { source }: TableNames): readonly Action[] {
  const { eventId } = stored.event;
  const event = { ...eventKey(key, eventId), ...eventAttributes(stored) };
  const locator = { ...locatorKey(key.practice, eventId), ...locatorAttributes(stored, { refKey: key.refKey }, seen ?? 0) };
  return [
    { item: { Put: { TableName: source, Item: event, ConditionExpression: "attribute_not_exists(pk)" } }, guards: { eventId } },
    { item: { Put: { TableName: source, Item: locator, ...asSeen(seen) } }, guards: { eventId } },
  ];
}

/** The condition that nothing more is known of an event id than when it was looked up. */
function asSeen(seen: number | null): { ConditionExpression: string; ExpressionAttributeValues?: Record<string, number> } {
  if (seen === null) return { ConditionExpression: "attribute_not_exists(pk)" };
  return { ConditionExpression: "waiting = :seen AND attribute_not_exists(refKey)", ExpressionAttributeValues: { ":seen": seen } };
}

function derivedActions(write: EpisodeWrite, { derived }: TableNames): readonly Action[] {
  const { key, expects, contribution, isLeftOut, tally, units, left, marks } = write;
  const sk = `EP#${key.refKey}`;
  return [
    ...units.map((unit) => ({
      Put: {
        TableName: derived,
        Item: { pk: summariesKey(unit), sk, headVer: expects + 1, tally, body: canonicalJson(isLeftOut ? null : contribution) },
      },
    })),
    ...left.map((unit) => ({ Delete: { TableName: derived, Key: { pk: summariesKey(unit), sk } } })),
    ...marks.map((mark) => ({ Put: { TableName: derived, Item: markKey(mark) } })),
  ].map((item) => ({ item, guards: null }));
}
