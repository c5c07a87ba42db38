import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { hearten } from "../lib/hearten.ts";
import { libraryFlags } from "../lib/library-flags.ts";
import { assetRegister } from "../lib/review/asset-register.ts";
import { templateResources } from "../lib/review/template-resources.ts";
import { stages } from "../lib/stages.ts";
import { readAssembly } from "../local/assembly.ts";

/** Writes `docs/compliance/asset-register.md` anew from the production templates. */
const scratch = mkdtempSync(join(tmpdir(), "hearten-assets-"));
const nothing = join(scratch, "nothing");
mkdirSync(nothing);
const app = new App({ outdir: join(scratch, "cdk.out"), analyticsReporting: false, context: libraryFlags });
hearten(app, { stage: stages.production, codeVersion: "any", codeOf: () => Code.fromAsset(nothing) });
const stacks = readAssembly(app.synth().directory).map(({ name, template }) => ({ stack: name, ...template }));
writeFileSync(join(import.meta.dirname, "..", "docs", "compliance", "asset-register.md"), assetRegister(templateResources(stacks)));
rmSync(scratch, { recursive: true });
