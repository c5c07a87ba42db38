import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { deploymentName, namedDeployment } from "../adapters/deployment-file.ts";
import { bundle } from "../lib/bundle.ts";
import { codeVersion } from "../lib/code-version.ts";
import { functionNames } from "../lib/functions.ts";
import { hearten } from "../lib/hearten.ts";
import { libraryFlags } from "../lib/library-flags.ts";
import { stageNamed } from "../lib/stages.ts";

const root = join(import.meta.dirname, "..");
const app = new App({ outdir: process.env.CDK_OUTDIR ?? join(root, "cdk.out"), analyticsReporting: false, context: libraryFlags });
// A deployer's own instruments, thresholds, licences and value set: checked here, so that what cannot be used is never deployed.
const deployment = namedDeployment(root, app.node.tryGetContext("deployment")) ?? undefined;
const bundleOf = bundle(root, functionNames, deployment && { name: deploymentName, text: deployment.text });

hearten(app, {
  stage: stageNamed(app.node.tryGetContext("stage") ?? "test"),
  codeVersion: codeVersion(root, deployment?.text),
  codeOf: (name) => Code.fromAsset(bundleOf(name)),
});
app.synth();
