import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { dynamoGrantBook } from "../../adapters/dynamo-grant-book.ts";
import { canRead } from "../../core/access.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { type PlaceChoice, publicPack, writeSite } from "../../local/published-site.ts";
import { keptDirectory } from "../../local/sign-in/directory.ts";
import type { OpenStore, Where } from "./night/open-store.ts";
import { type Outcome, withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";

type SiteOptions = Where & { out: string; as?: string | undefined };

/** `hearten site`: the live generation as plain files. */
export function siteCommand() {
  return new Command("site")
    .description("Writes the published reports as plain files that open without a server.")
    .requiredOption("--out <dir>", "where to write them; what is there is replaced")
    .option("--as <principal>", "only what this account, program or subject may read; `public` for the latest public pack")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "print one JSON document")
    .action((options) => withStore(options, (store) => site(options, store)));
}

async function site({ out, as, ...where }: SiteOptions, store: OpenStore): Promise<Outcome> {
  const directory = resolve(out);
  const choice = as === undefined ? undefined : as === "public" ? publicPack : await placesOf(subjectOf(as, where), store);
  const written = await writeSite({ clients: store, reports: store.reports }, directory, choice);
  if (written === null) throw new Error("nothing has been published yet: run `hearten start` or `hearten nightly` first");
  return { document: { ...written, directory }, lines: [`${written.files} files. Open ${directory}/england/index.html`] };
}

/** The sample's accounts are known by name in their own data directory; everybody else by the subject of their token. */
function subjectOf(principal: string, { data, stage }: Where): string {
  const known = join(resolve(data), "sign-in.json");
  if (stage !== undefined || !existsSync(known)) return principal;
  return keptDirectory(known).people.find(({ account }) => account === principal)?.subject ?? principal;
}

/** The same rule as behind the address of the reports, with the grants as they stand now. */
async function placesOf(subject: string, { dynamo, source }: OpenStore): Promise<PlaceChoice> {
  const grants = await dynamoGrantBook(dynamo, source).grantsOf(subject);
  const reader = { grants, on: londonDate(new Date()) };
  return ({ places }) =>
    (code) =>
      canRead(reader, code, (of) => places[of]?.parent ?? null);
}
