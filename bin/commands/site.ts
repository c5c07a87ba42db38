import { resolve } from "node:path";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Command } from "@commander-js/extra-typings";
import { dynamoGrantBook } from "../../adapters/dynamo-grant-book.ts";
import { canRead } from "../../core/access.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { progressOn } from "../../local/progress.ts";
import { type PlaceChoice, writeSite } from "../../local/published-site.ts";
import { type Stack, startStack } from "../../local/stack.ts";

const refused = 1;

type SiteOptions = { out: string; as?: string | undefined; data: string; json?: true | undefined };

/** `hearten site`: the live generation as plain files. */
export function siteCommand() {
  return new Command("site")
    .description("Writes the published reports as plain files that open without a server.")
    .requiredOption("--out <dir>", "where to write them; what is there is replaced")
    .option("--as <principal>", "only what this account, program or subject may read; `public` for what everybody may")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--json", "print one JSON document")
    .action(site);
}

async function site({ out, as, data, json }: SiteOptions): Promise<void> {
  const progress = progressOn(process.stderr);
  const directory = resolve(out);
  const stack = await startStack({ dataDir: resolve(data), port: 0, tell: progress.step });
  try {
    const written = await writeSite(stack, directory, as === undefined ? undefined : await placesOf(as, stack));
    progress.end();
    if (written === null) refuse("nothing has been published yet: run `hearten start` first");
    else
      process.stdout.write(
        json === true ? `${JSON.stringify({ ...written, directory })}\n` : `${written.files} files. Open ${directory}/england/index.html\n`,
      );
  } finally {
    progress.end();
    await stack.stop();
  }
}

/** The same rule as behind the address of the reports, with the grants as they stand now. */
async function placesOf(principal: string, { clients, source, directory }: Stack): Promise<PlaceChoice> {
  const subject = directory.people.find(({ account }) => account === principal)?.subject ?? principal;
  const grants = await dynamoGrantBook(DynamoDBDocumentClient.from(clients.dynamo), source).grantsOf(subject);
  const reader = { grants, on: londonDate(new Date()) };
  return ({ places }) =>
    (code) =>
      canRead(reader, code, (of) => places[of]?.parent ?? null);
}

function refuse(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exitCode = refused;
}
