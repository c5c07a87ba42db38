import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { App, Resource } from "../../../local/template.ts";

/** A function of an app, from the text of its module. */
export function bundledFunction(directory: string, name: string, source: string, properties: Record<string, unknown> = {}): Resource {
  mkdirSync(join(directory, `asset.${name}`), { recursive: true });
  writeFileSync(join(directory, `asset.${name}`, "index.mjs"), source);
  const attributes = { Arn: `arn:aws:lambda:eu-west-2:000000000000:function:app-${name}` };
  const Code = { S3Key: `${name}.zip` };
  const declared = { Code, Handler: "index.handler", Description: `functions/${name}`, ...properties };
  return {
    ...{ type: "AWS::Lambda::Function", id: name, stack: "app", directory, metadata: {} },
    name: `app-${name}`,
    ref: `app-${name}`,
    attributes,
    properties: declared,
  };
}

/** An app of these resources. */
export function appOf(...resources: readonly Resource[]): App {
  return { resources, ofType: (...types) => resources.filter(({ type }) => types.includes(type)) };
}
