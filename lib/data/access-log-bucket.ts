import { Duration } from "aws-cdk-lib";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Surroundings } from "../surroundings.ts";

/** Who asked for which object of the other buckets. S3 can write such a log only under a key of its own, not under one of ours. */
export function accessLogBucket(scope: Construct, { stage, removalPolicy }: Surroundings): s3.Bucket {
  return new s3.Bucket(scope, "access-logs", {
    versioned: true,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [
      { expiration: Duration.days(stage.auditDays), noncurrentVersionExpiration: Duration.days(1) },
      { abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    removalPolicy,
  });
}
