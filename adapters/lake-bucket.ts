import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { canonicalJson } from "../core/canonical-json.ts";
import { emptyLedger, lakeLedger } from "../core/lake/lake-plan.ts";
import { Busy } from "../core/night/busy.ts";
import type { LakeFile, LakeStore } from "../core/ports/lake-store.ts";

/** The bucket of the lake, and where in it the tables and the ledger lie, as `names.ts` has them. */
export type LakeBucket = { readonly client: S3Client; readonly bucket: string; readonly tables: string; readonly ledgerKey: string };

type Condition = { readonly IfMatch: string } | { readonly IfNoneMatch: "*" };

const asExpected = (tag: string | null): Condition => (tag === null ? { IfNoneMatch: "*" } : { IfMatch: tag });

/** The lake in S3. Each file carries the number of the run that wrote it, and every write names what it expects to find. */
export function lakeBucket(given: LakeBucket): LakeStore {
  const { client, bucket, ledgerKey } = given;
  return {
    async readLedger() {
      try {
        const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: ledgerKey }));
        return { ledger: lakeLedger.parse(JSON.parse((await Body?.transformToString("utf-8")) ?? "")), tag: ETag ?? null };
      } catch (error) {
        if (statusOf(error) === 404) return { ledger: emptyLedger, tag: null };
        throw error;
      }
    },
    keepFile: (file) => keepFile(given, file),
    async keepLedger(ledger, tag) {
      const Body = canonicalJson(ledger);
      const put = new PutObjectCommand({ Bucket: bucket, Key: ledgerKey, Body, ContentType: "application/json", ...asExpected(tag) });
      return (await attempted(() => client.send(put)))?.ETag ?? null;
    },
  };
}

const attemptsAtMost = 4;

async function keepFile({ client, bucket, tables }: LakeBucket, { path, bytes, knownTag, gen }: LakeFile): Promise<string | null> {
  const Key = `${tables}${path}`;
  const file = { Bucket: bucket, Key, Body: bytes, ContentType: "application/vnd.apache.parquet", Metadata: { gen: String(gen) } };
  let expected = knownTag;
  for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
    const written = await attempted(() => client.send(new PutObjectCommand({ ...file, ...asExpected(expected) })));
    if (written !== null) return written.ETag ?? "";
    // a run that broke off wrote it without the ledger, or a newer one did: its number says which
    const standing = await headOf(client, bucket, Key);
    if (standing !== null && standing.gen > gen) return null;
    expected = standing?.tag ?? null;
  }
  throw new Busy("a file of the lake requires another attempt: others write it at the same time");
}

async function headOf(client: S3Client, Bucket: string, Key: string): Promise<{ readonly tag: string; readonly gen: number } | null> {
  try {
    const { ETag, Metadata } = await client.send(new HeadObjectCommand({ Bucket, Key }));
    return { tag: ETag ?? "", gen: Number(Metadata?.gen ?? 0) };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** What a conditional write answers; `null` when its condition does not hold. @throws {Busy} when it could not be decided now */
async function attempted<Answer>(write: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await write();
  } catch (error) {
    const status = statusOf(error);
    if (status === 412 || status === 404) return null;
    if (status === 409) throw new Busy("a write to the lake requires another attempt", { cause: error });
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
