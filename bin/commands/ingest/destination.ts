import { readFile } from "node:fs/promises";
import * as z from "zod";

/** Where submissions go, and by whose right. */
export type Destination = { readonly url: string; readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string };

/** What the command was told of the destination; the rest is read from the access file. */
export type DestinationOptions = {
  readonly url?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly client?: string | undefined;
  readonly secret?: string | undefined;
  readonly access: string;
};

const accessFile = z.object({
  baseUrl: z.url(),
  tokenUrl: z.url(),
  users: z.array(z.looseObject({ kind: z.string(), clientId: z.string().optional(), clientSecret: z.string().optional() })),
});

/** The destination, or what is missing to know it, in words for the one who called. */
export async function destinationFrom(options: DestinationOptions): Promise<Destination | { readonly missing: string }> {
  const { url, tokenUrl, client, secret } = options;
  if (url !== undefined && tokenUrl !== undefined && client !== undefined && secret !== undefined) {
    return { url: withoutSlash(url), tokenUrl, clientId: client, clientSecret: secret };
  }
  const text = await readFile(options.access, "utf8").catch(() => undefined);
  if (text === undefined) {
    return {
      missing: `there is no ${options.access}: start Hearten, name the file with --access, or give --url, --token-url, --client and --secret`,
    };
  }
  const access = accessFile.safeParse(jsonOrUndefined(text));
  if (!access.success) return { missing: `${options.access} is no access file of Hearten` };
  const supplier = access.data.users.find(({ kind, clientId }) => kind === "supplier" && (client === undefined || clientId === client));
  if (supplier?.clientId === undefined || supplier.clientSecret === undefined) return { missing: `${options.access} has no such client` };
  return {
    url: withoutSlash(url ?? access.data.baseUrl),
    tokenUrl: tokenUrl ?? access.data.tokenUrl,
    clientId: supplier.clientId,
    clientSecret: secret ?? supplier.clientSecret,
  };
}

function withoutSlash(url: string): string {
  return url.endsWith("/") ? withoutSlash(url.slice(0, -1)) : url;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
