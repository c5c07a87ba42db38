import { assetTypes, factsOf } from "./asset-facts.ts";
import type { Resource } from "./template-resources.ts";

const head = `# Asset register

Generated from the production templates by \`node bin/asset-register.ts\`; \`test/lib/review/asset-register.test.ts\` fails when it is out of date. Do not edit it.

Every asset is in London (eu-west-2). The owner of each, and the person who answers for it, are for the deployer to name.
`;

/** The register of digital assets that an auditor asks for, as a page: each thing that holds, does or lets through, and what about it matters. */
export function assetRegister(resources: readonly Resource[]): string {
  const stacks = [...new Set(resources.map(({ stack }) => stack))].sort();
  return [
    head,
    ...stacks.flatMap((stack) =>
      sectionOf(
        stack,
        resources.filter((each) => each.stack === stack),
      ),
    ),
  ].join("\n");
}

function sectionOf(stack: string, resources: readonly Resource[]): readonly string[] {
  const assets = resources.filter(({ type }) => assetTypes.includes(type));
  if (assets.length === 0) return [];
  const lines = assets.map((asset) => `| ${[kindOf(asset), nameOf(asset), ...cellsOf(asset)].join(" | ")} |`).sort();
  const columns = ["is", "asset", "holds", "information", "kept", "encrypted under", "when the stack is removed"];
  return [`## ${stack.split("-").at(-1)}`, "", `| ${columns.join(" | ")} |`, `|${" --- |".repeat(columns.length)}`, ...lines, ""];
}

function nameOf({ id, properties }: Resource): string {
  return /^functions\//.test(String(properties.Description)) ? `\`${properties.Description}\`` : `\`${id}\``;
}

function kindOf({ type }: Resource): string {
  const [, service = "", kind = ""] = type.split("::");
  return `${service} ${kind}`;
}

function cellsOf(asset: Resource): readonly string[] {
  const { holds, information, kept } = factsOf(asset);
  return [holds, information, kept, keyOf(asset), asset.deletionPolicy === "Retain" ? "stays" : "goes"];
}

/** Which of our keys, AWS's own, or none because nothing is held. */
function keyOf({ type, properties }: Resource): string {
  const ours = /"(?:KmsKeyId|KmsMasterKeyId|KMSMasterKeyID|KMSMasterKeyId|EncryptionKeyArn)":"([a-z]+)\.?(?:Arn)?"/.exec(
    JSON.stringify(properties),
  )?.[1];
  if (ours !== undefined) return `\`${ours}\``;
  return type === "AWS::KMS::Key" ? "is a key" : "AWS's own";
}
