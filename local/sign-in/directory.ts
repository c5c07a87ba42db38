import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import { scopes } from "../../names.ts";
import { keptJson } from "../private-file.ts";

const kinds = ["practice", "pcn-commissioner", "icb-commissioner", "evaluator", "operator"] as const;
const suppliers = ["supplier-one", "supplier-two"] as const;

const person = z.object({
  kind: z.enum(kinds),
  account: z.string(),
  password: z.string(),
  subject: z.string(),
  scopes: z.array(z.string()),
  /** The same rights for a program, which cannot fill a form in. */
  clientId: z.string(),
  clientSecret: z.string(),
});
const supplier = z.object({ clientId: z.enum(suppliers), clientSecret: z.string(), scopes: z.array(z.string()) });
const directory = z.object({
  people: z.array(person),
  suppliers: z.array(supplier),
  cookieKeys: z.array(z.string()),
  signingKey: z.looseObject({ kty: z.string(), kid: z.string() }),
});

/** One kind of user of the sample service. */
export type PersonKind = (typeof kinds)[number];
export type SupplierId = (typeof suppliers)[number];
export type Person = z.infer<typeof person>;
/** Who may sign in on this machine, and the keys that their tokens are signed with. */
export type Directory = z.infer<typeof directory>;

/** The directory in a file that its owner alone can read; made on the first start, the same ever after. */
export function keptDirectory(path: string): Directory {
  return keptJson({ path, schema: directory, first: newDirectory });
}

function newDirectory(): Directory {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    people: kinds.map(newPerson),
    suppliers: suppliers.map((clientId) => ({ clientId, clientSecret: secret(), scopes: [scopes.submit, scopes.read] })),
    cookieKeys: [secret()],
    signingKey: { ...privateKey.export({ format: "jwk" }), kty: "RSA", kid: randomUUID(), use: "sig", alg: "RS256" },
  };
}

function newPerson(kind: PersonKind): Person {
  const allowed = kind === "operator" ? [scopes.read, scopes.operate] : [scopes.read];
  return {
    kind,
    account: kind,
    password: randomBytes(9).toString("base64url"),
    subject: randomUUID(),
    scopes: allowed,
    clientId: `${kind}-program`,
    clientSecret: secret(),
  };
}

function secret(): string {
  return randomBytes(24).toString("base64url");
}
