import { NoServiceHere } from "./no-service-here.ts";
import { type OpenStore, openStore, type Where } from "./open-store.ts";

/** What a command came to: the document for `--json`, and the same in sentences. */
export type Outcome = { readonly document: unknown; readonly lines: readonly string[]; readonly exitCode?: 0 | 1 };

const refused = 1;
const wrongCall = 2;

/** Opens the store, does the work, prints what came of it, and closes the store whatever happens. A failure is one line on stderr. */
export async function withStore(
  { json, ...where }: Where & { readonly json?: true | undefined },
  work: (store: OpenStore) => Promise<Outcome>,
): Promise<void> {
  let store: OpenStore | undefined;
  try {
    store = await openStore(where);
    const { document, lines, exitCode = 0 } = await work(store);
    process.stdout.write(json === true ? `${JSON.stringify(document, null, 2)}\n` : lines.map((line) => `${line}\n`).join(""));
    process.exitCode = exitCode;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof NoServiceHere ? wrongCall : refused;
  } finally {
    await store?.close();
  }
}
