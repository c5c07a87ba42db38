import * as cx from "aws-cdk-lib/cx-api";

/**
 * Every behaviour that the pinned CDK recommends to a new application, set here and not in `cdk.json`, so that the template is the same
 * from the CDK's command line, from `node bin/app.ts` and in tests. A stack refuses to drop what another still uses.
 */
export const libraryFlags: Record<string, unknown> = {
  ...cx.CURRENTLY_RECOMMENDED_FLAGS,
  "@aws-cdk/core:defaultCrossStackReferences": "strong",
};
