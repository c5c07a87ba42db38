import * as iam from "aws-cdk-lib/aws-iam";
import type * as s3 from "aws-cdk-lib/aws-s3";
import { pointerKey, prefixes } from "../../names.ts";

/**
 * Refuses every write to a generation or to the pointer that names no condition. Two nights that publish at once are told apart by
 * `If-Match` and `If-None-Match` alone, so a write without either must not exist.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function requireConditionalWrites(bucket: s3.Bucket): void {
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: "OnlyConditionalWrites",
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ["s3:PutObject"],
      resources: [bucket.arnForObjects(`${prefixes.runs}*`), bucket.arnForObjects(pointerKey)],
      conditions: {
        Null: { "s3:if-match": "true", "s3:if-none-match": "true" },
        // The parts of a multipart upload carry no condition; the call that completes it does.
        Bool: { "s3:ObjectCreationOperation": "true" },
      },
    }),
  );
}
