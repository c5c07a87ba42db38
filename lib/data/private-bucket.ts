import { Duration } from "aws-cdk-lib";
import type * as kms from "aws-cdk-lib/aws-kms";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { lake, prefixes } from "../../names.ts";
import type { Surroundings } from "../surroundings.ts";

type BucketName = "raw" | "reports" | "lake" | "answers";
export type PrivateBucketProps = { key: kms.IKey; accessLog: s3.Bucket; surroundings: Surroundings };

/** What stays for a while only: days after it was put there, and days more for a version that was deleted or replaced. */
const gone = (prefix: string, days: number): s3.LifecycleRule => ({
  prefix,
  expiration: Duration.days(days),
  noncurrentVersionExpiration: Duration.days(1),
});

/** A file as it was sent holds identifiers, and goes when it is cut; this is for the one that nobody completed. */
const passing = {
  raw: [gone(prefixes.raw, 2), gone(prefixes.parts, 30), gone(prefixes.acknowledgements, 30)],
  reports: [],
  // whoever was erased must not live on in an older version of a file, and all of it can be written anew
  lake: [{ noncurrentVersionExpiration: Duration.days(1) }],
  // asked again, a question is answered again
  answers: [gone(lake.results, 7)],
} satisfies Record<BucketName, readonly s3.LifecycleRule[]>;

/** A bucket that is versioned, encrypted under its own key, reached over TLS alone, public to nobody, and says who reached it. */
export function privateBucket(scope: Construct, name: BucketName, { key, accessLog, surroundings }: PrivateBucketProps): s3.Bucket {
  return new s3.Bucket(scope, name, {
    versioned: true,
    encryption: s3.BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }, ...passing[name]],
    // The library's own class and interface disagree on whether an absent policy is undefined.
    serverAccessLogsBucket: accessLog as s3.IBucket,
    serverAccessLogsPrefix: `${name}/`,
    removalPolicy: surroundings.removalPolicy,
  });
}
