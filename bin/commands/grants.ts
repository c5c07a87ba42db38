import { Command } from "@commander-js/extra-typings";
import { grantRegister, type Holder } from "../../adapters/grant-register.ts";
import type { Grant } from "../../core/ports/authority.ts";
import type { StageName } from "../../lib/stages.ts";
import { type Outcome, withStore } from "./night/with-store.ts";
import { dateOption, stageOption } from "./options.ts";

type Where = { data: string; stage?: StageName | undefined; json?: true | undefined; reader?: true | undefined };
const refused = 1;

/** `hearten grants`: who may send for, or read about, which organisations. */
export function grantsCommand() {
  const grants = new Command("grants").description("Says and settles who may send for, or read about, which organisations.");
  where(
    grants.command("list").argument("<who>", "a supplier's client id or a person's subject, or with --reader a person's or program's id"),
  )
    .description("what somebody may do")
    .action((who, options) =>
      withStore(options, async (store) => listed(holderOf(who, options), await registerOf(store).heldBy(holderOf(who, options)))),
    );
  where(grants.command("give").argument("<who>").argument("<organisation>", "its ODS code"))
    .description("lets somebody send for an organisation, or with --reader read about it")
    .option("--subtree", "and for everything below it")
    .option("--until <date>", "the first day on which it no longer holds", dateOption)
    .action((who, organisation, { subtree, until, ...options }) =>
      withStore(options, async (store): Promise<Outcome> => {
        const versions = await store.ports.organisations.versions();
        if (!versions.some(({ code }) => code === organisation)) return unknownOrganisation();
        const grant: Grant = { organisation, scope: subtree === true ? "subtree" : "own", expiresOn: until ?? null };
        await registerOf(store).give(holderOf(who, options), grant);
        return listed(holderOf(who, options), await registerOf(store).heldBy(holderOf(who, options)));
      }),
    );
  where(grants.command("take").argument("<who>").argument("<organisation>", "its ODS code"))
    .description("takes it away again; it ends with the next request")
    .action((who, organisation, options) =>
      withStore(options, async (store) => {
        await registerOf(store).take(holderOf(who, options), organisation);
        return listed(holderOf(who, options), await registerOf(store).heldBy(holderOf(who, options)));
      }),
    );
  return grants;
}

function where<Arguments extends unknown[]>(command: Command<Arguments>) {
  return command
    .option("--reader", "a person or program that reads, not a supplier that sends")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout");
}

function holderOf(id: string, { reader }: Where): Holder {
  return { kind: reader === true ? "reader" : "supplier", id };
}

function registerOf({ dynamo, source }: { dynamo: Parameters<typeof grantRegister>[0]; source: string }) {
  return grantRegister(dynamo, source);
}

function listed({ kind, id }: Holder, grants: readonly Grant[]): Outcome {
  const does = kind === "supplier" ? "send for" : "read about";
  const lines = grants.map(
    ({ organisation, scope, expiresOn }) =>
      `${id} may ${does} ${organisation}${scope === "subtree" ? " and everything below it" : ""}${expiresOn === null ? "" : `, until ${expiresOn}`}`,
  );
  return { document: { kind, id, grants }, lines: lines.length > 0 ? lines : [`${id} may ${does} nothing.`] };
}

function unknownOrganisation(): Outcome {
  const fix = "give an ODS code that has been imported: `hearten import-organisations` brings them in";
  return {
    document: { rule: "unknown-organisation", field: "organisation", fix },
    lines: [`unknown-organisation: ${fix}`],
    exitCode: refused,
  };
}
