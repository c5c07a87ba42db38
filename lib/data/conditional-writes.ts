import * as iam from "aws-cdk-lib/aws-iam";
import type * as s3 from "aws-cdk-lib/aws-s3";

/**
 * Refuses every write to these keys that names no condition, such as to a generation or to the pointer. Two nights that write at once are told
 * apart by `If-Match` and `If-None-Match` alone, so a write without either must not exist.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function requireConditionalWrites(bucket: s3.Bucket, keys: readonly string[]): void {
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: "OnlyConditionalWrites",
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ["s3:PutObject"],
      resources: keys.map((key) => bucket.arnForObjects(key)),
      conditions: {
        Null: { "s3:if-match": "true", "s3:if-none-match": "true" },
        // The parts of a multipart upload carry no condition; the call that completes it does.
        Bool: { "s3:ObjectCreationOperation": "true" },
      },
    }),
  );
}
