import type { Finding } from "./nag-packs.ts";

/** A finding as the baseline writes it: without the stage's name and the hashes that the CDK puts into ids. */
export function plainFinding({ rule, resource }: Finding): Finding {
  return { rule: plain(rule), resource: plain(resource) };
}

function plain(text: string): string {
  return text
    .replace(/hearten-[a-z]+-data:ExportsOutputFnGetAtt([a-z]+)[0-9A-F]{8}Arn[0-9A-F]{8}/, "$1")
    .replace(/hearten-?(test|production)-?/g, "")
    .replace(/(queue)[0-9A-F]{8}(?=\/)/, "$1");
}
