import { createHash } from "node:crypto";
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { Around, Operation } from "./table-twin.ts";

type Stored = { readonly body: string; readonly etag: string; readonly checksum: string };

export type BucketTwin = {
  readonly client: S3Client;
  /** Another client of the same bucket, with other things around its calls. */
  readonly clientWith: (around: Around) => S3Client;
  readonly objects: Map<string, Stored>;
  readonly operations: Operation[];
};

/** A bucket that really remembers: conditional writes are honoured, tags change with content, reads are consistent, as S3's are. */
export function bucketTwin(): BucketTwin {
  const objects = new Map<string, Stored>();
  const operations: Operation[] = [];

  function put({ Key = "", Body, IfMatch, IfNoneMatch }: PutObjectCommandInput): unknown {
    const before = objects.get(Key);
    if (IfNoneMatch === "*" && before !== undefined) throw refused(412);
    if (IfMatch !== undefined && before?.etag !== IfMatch) throw refused(before === undefined ? 404 : 412);
    const body = String(Body);
    const checksum = createHash("sha256").update(body).digest("base64");
    objects.set(Key, { body, etag: `"${createHash("md5").update(body).digest("hex")}"`, checksum });
    return { ETag: objects.get(Key)?.etag };
  }

  function answer(command: unknown): unknown {
    if (command instanceof PutObjectCommand) return put(command.input);
    const { Key = "" } = (command as GetObjectCommand).input;
    const found = objects.get(Key);
    if (found === undefined) throw refused(404);
    const head = { ETag: found.etag, ContentLength: Buffer.byteLength(found.body), ChecksumSHA256: found.checksum };
    if (command instanceof HeadObjectCommand) return head;
    if (command instanceof GetObjectCommand) return { ...head, Body: { transformToString: async () => found.body } };
    throw new TypeError("the bucket twin does not know this call");
  }

  function clientWith(around: Around): S3Client {
    async function send(command: { constructor: { name: string }; input: { Key?: string } }): Promise<unknown> {
      const name = command.constructor.name.replace("Command", "");
      const operation = { name, writes: name === "PutObject", keys: [command.input.Key ?? ""] };
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
