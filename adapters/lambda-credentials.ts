import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * The credentials that Lambda puts into a function's environment, and no others. The bundles have this in the place of the SDK's own search
 * (profiles, single sign-on, instances), which no function needs and which would be a tenth of a megabyte of each.
 */
export const defaultProvider: typeof fromEnv = fromEnv;
