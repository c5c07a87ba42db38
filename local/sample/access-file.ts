import { join } from "node:path";
import { writePrivately } from "../private-file.ts";
import type { Stack } from "../stack.ts";
import type { SampleRoles } from "./sample-roles.ts";

/** Writes `access.json`: where everything is, and a client or account for each kind of user of the sample. Its owner alone can read it. */
export function writeAccess(
  { dataDir, baseUrl, tokenUrl, directory, ...stack }: Pick<Stack, "dataDir" | "baseUrl" | "tokenUrl" | "directory" | EngineField>,
  roles?: SampleRoles,
): string {
  const suppliers = directory.suppliers.map(({ clientId, clientSecret, scopes }) => ({
    ...{ kind: "supplier", clientId, clientSecret, scope: scopes.join(" ") },
    practices: roles?.suppliers[clientId] ?? [],
  }));
  const people = directory.people.map(({ kind, account, password, subject, scopes, clientId, clientSecret }) => ({
    ...{ kind, account, password, subject, scope: scopes.join(" "), clientId, clientSecret },
    organisation: roles?.people[kind].organisation ?? null,
    covers: roles?.people[kind].scope ?? null,
  }));
  const access = {
    ...{
      baseUrl,
      tokenUrl,
      reportsUrl: `${baseUrl}/reports`,
      signInUrl: `${baseUrl}/sign-in`,
      docsUrl: `${baseUrl}/docs`,
      fillInUrl: `${baseUrl}/fill-in`,
    },
    note: "A token: POST to tokenUrl with HTTP Basic clientId:clientSecret and the form grant_type=client_credentials&scope=<scope>. A page: sign in at signInUrl with account and password.",
    users: [...suppliers, ...people],
    engines: enginesOf(stack),
  };
  const path = join(dataDir, "access.json");
  writePrivately(path, `${JSON.stringify(access, null, 2)}\n`);
  return path;
}

type EngineField = "endpoints" | "credentials" | "region" | "source" | "derived" | "raw" | "reports" | "referralKey" | "personKey";

/** Where the stores of the running stack are, for the commands that work on them beside it (`hearten nightly`, `runs`, `verify`, `erase`). */
function enginesOf({ endpoints, credentials, region, ...holders }: Pick<Stack, EngineField>): Pick<Stack, EngineField> {
  const { source, derived, raw, reports, referralKey, personKey } = holders;
  return { endpoints, credentials, region, source, derived, raw, reports, referralKey, personKey };
}
