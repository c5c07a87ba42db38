import * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { Surroundings } from "../surroundings.ts";

/**
 * A key that turns an identifier into a pseudonym and never leaves the key service. Each kind has its own, so that a referral's
 * cannot be compared with a person's, and neither with what an evaluators' project calls them. Such a key cannot be rotated: a new one would make every known person a stranger.
 */
export function pseudonymKey(scope: Construct, of: "referral" | "person" | "project", { removalPolicy }: Surroundings): kms.Key {
  return new kms.Key(scope, `${of}-key`, {
    description: `Hearten: pseudonyms ${of === "project" ? "within" : "of"} each ${of}`,
    keySpec: kms.KeySpec.HMAC_256,
    keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC,
    removalPolicy,
  });
}
