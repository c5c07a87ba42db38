import { createHash } from "node:crypto";
import {
  DeleteObjectCommand,
  type DeleteObjectCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { Around, Operation } from "./table-twin.ts";

type Stored = {
  readonly body: string;
  readonly etag: string;
  readonly checksum: string;
  readonly version: string;
  readonly writtenAt: Date;
};

export type BucketTwin = {
  readonly client: S3Client;
  /** Another client of the same bucket, with other things around its calls. */
  readonly clientWith: (around: Around) => S3Client;
  /** What a reader gets. */
  readonly objects: Map<string, Stored>;
  readonly operations: Operation[];
};

const pageSize = 3;

/**
 * A bucket that really remembers: conditional writes are honoured, tags change with content, reads are consistent, every version stays until it is deleted
 * by its name, as S3 has it. It has a clock of its own.
 */
export function bucketTwin({ now = () => 0 }: { now?: () => number } = {}): BucketTwin {
  const objects = new Map<string, Stored>();
  const older = new Map<string, readonly Stored[]>();
  const operations: Operation[] = [];
  let versions = 0;

  function put({ Key = "", Body, IfMatch, IfNoneMatch }: PutObjectCommandInput): unknown {
    const before = objects.get(Key);
    if (IfNoneMatch === "*" && before !== undefined) throw refused(412);
    if (IfMatch !== undefined && before?.etag !== IfMatch) throw refused(before === undefined ? 404 : 412);
    const body = String(Body);
    const checksum = createHash("sha256").update(body).digest("base64");
    if (before !== undefined) older.set(Key, [before, ...(older.get(Key) ?? [])]);
    const etag = `"${createHash("md5").update(body).digest("hex")}"`;
    objects.set(Key, { body, etag, checksum, version: `v${++versions}`, writtenAt: new Date(now()) });
    return { ETag: etag };
  }

  function remove({ Key = "", VersionId }: DeleteObjectCommandInput): unknown {
    if (VersionId === undefined) throw new TypeError("the bucket twin deletes versions alone");
    const left = (older.get(Key) ?? []).filter(({ version }) => version !== VersionId);
    const [next, ...rest] = left;
    const isLatest = objects.get(Key)?.version === VersionId;
    if (isLatest && next === undefined) objects.delete(Key);
    if (isLatest && next !== undefined) objects.set(Key, next);
    older.set(Key, isLatest ? rest : left);
    return {};
  }

  function list(prefix: string, from: string | undefined): unknown {
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > (from ?? "")).sort();
    const Versions = keys.slice(0, pageSize).flatMap((Key) =>
      [objects.get(Key), ...(older.get(Key) ?? [])].flatMap((stored, at) => {
        if (stored === undefined) return [];
        const { body, version, writtenAt } = stored;
        return [{ Key, VersionId: version, IsLatest: at === 0, LastModified: writtenAt, Size: Buffer.byteLength(body) }];
      }),
    );
    return { Versions, IsTruncated: keys.length > pageSize, NextKeyMarker: keys[pageSize - 1] };
  }

  function answer(command: unknown): unknown {
    if (command instanceof PutObjectCommand) return put(command.input);
    if (command instanceof DeleteObjectCommand) return remove(command.input);
    if (command instanceof ListObjectVersionsCommand) return list(command.input.Prefix ?? "", command.input.KeyMarker);
    const { Key = "" } = (command as GetObjectCommand).input;
    const found = objects.get(Key);
    if (found === undefined) throw refused(404);
    const { etag, body, checksum, writtenAt } = found;
    const head = { ETag: etag, ContentLength: Buffer.byteLength(body), ChecksumSHA256: checksum, LastModified: writtenAt };
    if (command instanceof HeadObjectCommand) return head;
    if (command instanceof GetObjectCommand) return { ...head, Body: { transformToString: async () => body } };
    throw new TypeError("the bucket twin does not know this call");
  }

  function clientWith(around: Around): S3Client {
    async function send(command: { constructor: { name: string }; input: { Key?: string } }): Promise<unknown> {
      const name = command.constructor.name.replace("Command", "");
      const operation = { name, writes: ["PutObject", "DeleteObject"].includes(name), keys: [command.input.Key ?? ""] };
      operations.push(operation);
      await around.before?.(operation);
      const answered = answer(command);
      await around.after?.(operation);
      return answered;
    }
    return { send } as unknown as S3Client;
  }
  return { client: clientWith({}), clientWith, objects, operations };
}

/** An answer of S3 with that status. */
export function refused(status: number): S3ServiceException {
  return new S3ServiceException({
    name: String(status),
    $fault: status < 500 ? "client" : "server",
    message: "refused",
    $metadata: { httpStatusCode: status },
  });
}
