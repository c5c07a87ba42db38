import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { bundle } from "../lib/bundle.ts";
import { codeVersion } from "../lib/code-version.ts";
import { functionNames } from "../lib/functions.ts";
import { hearten } from "../lib/hearten.ts";
import { libraryFlags } from "../lib/library-flags.ts";
import { stageNamed } from "../lib/stages.ts";

const root = join(import.meta.dirname, "..");
const app = new App({ outdir: process.env.CDK_OUTDIR ?? join(root, "cdk.out"), analyticsReporting: false, context: libraryFlags });
const bundleOf = bundle(root, functionNames);

hearten(app, {
  stage: stageNamed(app.node.tryGetContext("stage") ?? "test"),
  codeVersion: codeVersion(root),
  codeOf: (name) => Code.fromAsset(bundleOf(name)),
});
app.synth();
