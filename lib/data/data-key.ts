import * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { Surroundings } from "../surroundings.ts";

/** What each key protects; a key of one kind of data opens no other. */
export type DataDomain = "source" | "derived" | "raw" | "reports" | "lake" | "operations";

/** The key that one kind of data is encrypted under, turned every year. */
export function dataKey(scope: Construct, domain: DataDomain, { removalPolicy }: Surroundings): kms.Key {
  return new kms.Key(scope, `${domain}-data-key`, {
    description: `Hearten: encrypts ${domain} data`,
    enableKeyRotation: true,
    removalPolicy,
  });
}
