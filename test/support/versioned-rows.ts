/** A row as a table holds it. */
export type Row = Record<string, unknown>;

/** One write: the row that is put, or nothing where it is deleted. */
export type Write = { readonly table: string; readonly key: Row; readonly row: Row | undefined };

type Version = { readonly at: number; readonly row: Row | undefined };

/** Rows with their whole past, so that a stale read can be served: moments count the writes. */
export function versionedRows() {
  const tables = new Map<string, Map<string, Map<string, Version[]>>>();
  let now = 0;

  function rowAt(table: string, { pk, sk }: Row, at: number): Row | undefined {
    const versions = tables.get(table)?.get(String(pk))?.get(String(sk));
    return versions?.findLast((version) => version.at <= at)?.row;
  }

  function partitionAt(table: string, pk: string, at: number): readonly Row[] {
    const keys = [...(tables.get(table)?.get(pk)?.keys() ?? [])].sort();
    return keys.map((sk) => rowAt(table, { pk, sk }, at)).filter((row) => row !== undefined);
  }

  function tableAt(table: string, at: number): readonly Row[] {
    return [...(tables.get(table)?.keys() ?? [])].sort().flatMap((pk) => partitionAt(table, pk, at));
  }

  /** All of them in one moment. */
  function write(writes: readonly Write[]): void {
    now++;
    for (const { table, key, row } of writes) {
      const partitions = entry(tables, table, () => new Map());
      const rows = entry(partitions, String(key.pk), () => new Map<string, Version[]>());
      entry(rows, String(key.sk), (): Version[] => []).push({ at: now, row: row && { ...row } });
    }
  }
  return { rowAt, partitionAt, tableAt, write, now: () => now };
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
