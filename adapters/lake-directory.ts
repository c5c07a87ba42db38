import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { canonicalJson } from "../core/canonical-json.ts";
import { emptyLedger, lakeLedger } from "../core/lake/lake-plan.ts";
import type { LakeStore } from "../core/ports/lake-store.ts";
import { sha256 } from "./sha256.ts";

const ledgerFile = "ledger.json";

/** The lake in a directory of this machine, for one writer at a time. A file is put in place whole. */
export function lakeDirectory(directory: string): LakeStore {
  const put = (path: string, content: string | Uint8Array) => {
    const target = join(directory, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.draft`, content);
    renameSync(`${target}.draft`, target);
  };
  const readLedger = async () => {
    const path = join(directory, ledgerFile);
    if (!existsSync(path)) return { ledger: emptyLedger, tag: null };
    const text = readFileSync(path, "utf8");
    return { ledger: lakeLedger.parse(JSON.parse(text)), tag: sha256(text) };
  };
  return {
    readLedger,
    keepFile: async ({ path, bytes, gen }) => {
      put(path, bytes);
      return String(gen);
    },
    keepLedger: async (ledger, tag) => {
      if ((await readLedger()).tag !== tag) return null;
      const text = canonicalJson(ledger);
      put(ledgerFile, text);
      return sha256(text);
    },
  };
}
