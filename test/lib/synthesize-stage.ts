import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { hearten } from "../../lib/hearten.ts";
import { libraryFlags } from "../../lib/library-flags.ts";
import { type Finding, nagFindings } from "../../lib/review/nag-packs.ts";
import type { Stage } from "../../lib/stages.ts";

/** The templates of a stage, its functions empty, and what the packs of rules find in it. */
export function synthesizeStage(stage: Stage): { templates: readonly object[]; findings: readonly Finding[] } {
  const scratch = mkdtempSync(join(tmpdir(), "hearten-synth-"));
  try {
    const nothing = join(scratch, "nothing");
    mkdirSync(nothing);
    const app = new App({ outdir: join(scratch, "cdk.out"), analyticsReporting: false, context: libraryFlags });
    hearten(app, { stage, codeVersion: "the hash of the sources", codeOf: () => Code.fromAsset(nothing) });
    const templates = app.synth().stacks.map((stack) => ({ stack: stack.stackName, ...stack.template }));
    return { templates, findings: nagFindings(app) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
