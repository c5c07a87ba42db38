import type { S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { runFiles } from "../../core/night/manifest.ts";
import { pointerKey } from "../../names.ts";
import type { Variant } from "./simulate-nights.ts";

type Command = { readonly input: Record<string, unknown> };
type Client = { readonly send: (command: Command) => Promise<unknown> };

/** A client whose calls are changed on their way. */
function changing<C>(client: C, change: (input: Record<string, unknown>) => void): C {
  const real = client as unknown as Client;
  const send = (command: Command) => {
    change(command.input);
    return real.send(command);
  };
  return { send } as unknown as C;
}

const withoutCondition = (action: Record<string, Record<string, unknown>>) => {
  const { ConditionExpression: _condition, ExpressionAttributeValues: _values, ...put } = action.Put ?? {};
  return action.Put === undefined ? action : { Put: put };
};

/** Numbers of runs stay consistent: without them no run would ever begin, and there would be nothing to notice. */
function readsRuns({ Key, ExpressionAttributeValues }: Record<string, unknown>): boolean {
  return [
    (Key as Record<string, unknown> | undefined)?.pk,
    (ExpressionAttributeValues as Record<string, unknown> | undefined)?.[":pk"],
  ].includes("RUN");
}

/** The rules of the night, broken one at a time in the real code's calls and ports: the simulation must notice each. */
export const knownBad: Readonly<Record<string, Variant>> = {
  "reads that do not ask to be consistent": {
    table: (client: DynamoDBDocumentClient) =>
      changing(client, (input) => {
        if (!readsRuns(input)) delete input.ConsistentRead;
      }),
  },
  "statistics put without comparing the version": {
    table: (client: DynamoDBDocumentClient) =>
      changing(client, (input) => {
        if (Array.isArray(input.TransactItems)) input.TransactItems = input.TransactItems.map(withoutCondition);
      }),
  },
  "a pointer put without naming its tag": {
    bucket: (client: S3Client) =>
      changing(client, (input) => {
        if (input.Key === pointerKey) for (const condition of ["IfMatch", "IfNoneMatch"]) delete input[condition];
      }),
  },
  "all marks of a unit deleted": {
    ports: (ports) => {
      const { derived } = ports;
      const clear: typeof derived.clear = async (marks) => {
        for (const mark of marks.slice(0, 1)) await derived.clear(await derived.marksOf(mark));
      };
      return { ...ports, derived: { ...derived, clear } };
    },
  },
  "data read before version and marks": {
    ports: (ports) => {
      const { derived } = ports;
      const read = new Map<string, ReturnType<typeof derived.episodesOf>>();
      const standingOf: typeof derived.standingOf = async (unit) => {
        const early = derived.episodesOf(unit);
        read.set(`${unit.code} ${unit.month}`, early);
        await early;
        return derived.standingOf(unit);
      };
      const episodesOf: typeof derived.episodesOf = async (unit) => {
        const early = read.get(`${unit.code} ${unit.month}`);
        read.delete(`${unit.code} ${unit.month}`);
        return early ?? derived.episodesOf(unit);
      };
      return { ...ports, derived: { ...derived, standingOf, episodesOf } };
    },
  },
  "an index written after the manifest": {
    ports: (ports) => {
      const { reports } = ports;
      const late = new Map<number, string>();
      const writeRunFile: typeof reports.writeRunFile = async (gen, name, body) => {
        if (name === runFiles.index) return late.set(gen, body) !== null;
        const isFirst = await reports.writeRunFile(gen, name, body);
        if (name === runFiles.manifest) await reports.writeRunFile(gen, runFiles.index, late.get(gen) ?? "");
        return isFirst;
      };
      return { ...ports, reports: { ...reports, writeRunFile } };
    },
  },
  "an index that takes every place for drawn by its own run": {
    ports: (ports) => {
      const { reports } = ports;
      const writeRunFile: typeof reports.writeRunFile = (gen, name, body) =>
        reports.writeRunFile(gen, name, name === runFiles.index ? body.replace(/"run":\d+/g, `"run":${gen}`) : body);
      return { ...ports, reports: { ...reports, writeRunFile } };
    },
  },
  "marks of parents left out": {
    ports: (ports) => ({ ...ports, derived: { ...ports.derived, keep: (change) => ports.derived.keep({ ...change, parentMarks: [] }) } }),
  },
};
