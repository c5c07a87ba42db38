import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { env } from "../names.ts";
import type { Engines } from "./engines.ts";
import { region } from "./place.ts";
import type { SignIn } from "./sign-in/provider.ts";
import type { App } from "./template.ts";

/** What the app's tables, buckets and pseudonym keys are called here. */
export type Holders = { source: string; derived: string; raw: string; reports: string; referralKey: string; personKey: string };

/** What every function is given besides its own variables: where the engines answer, and with which keys. */
export function surroundingsOf({ endpoints, credentials }: Engines, keysUrl: string): Record<string, string> {
  return {
    ...{ AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_EC2_METADATA_DISABLED: "true", NODE_ENV: "production" },
    ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
    ...{ ...endpoints, AWS_ENDPOINT_URL_KMS: keysUrl },
  };
}

/** What only Cognito and API Gateway know on AWS, this machine's own sign-in and address know here. */
export function replacedBy(signIn: SignIn, publicUrl: string): Record<string, string> {
  return {
    [env.tokenIssuer]: signIn.issuer,
    [env.tokenJwksUrl]: signIn.jwksUrl,
    [env.signInClientId]: signIn.clientId,
    [env.signInAuthorizeUrl]: signIn.authorizeUrl,
    [env.signInTokenUrl]: signIn.tokenUrl,
    [env.publicUrl]: publicUrl,
  };
}

/** The tables and buckets, found by the variables that name them to the functions. */
export function holdersOf(app: App): Holders {
  const environments = app
    .ofType("AWS::Lambda::Function")
    .map(({ properties }) => (properties.Environment as { Variables?: Record<string, string> } | undefined)?.Variables ?? {});
  const named = (variable: string) => {
    const name = environments.find((variables) => variables[variable] !== undefined)?.[variable];
    if (name === undefined) throw new Error(`no function of the app is given ${variable}`);
    return name;
  };
  const [referralKey, personKey] = [named(env.referralKeyId), named(env.personKeyId)];
  const [source, derived] = [named(env.sourceTable), named(env.derivedTable)];
  return { source, derived, raw: named(env.rawBucket), reports: named(env.reportsBucket), referralKey, personKey };
}

/** Reads an object as text, for whoever reads a list. */
export function objectReader(client: S3Client): (bucket: string, key: string) => Promise<string> {
  return async (Bucket, Key) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString("utf-8")) ?? "";
  };
}
