import type { StateMachine } from "aws-local-stepfunctions";
import { stages } from "../../lib/stages.ts";
import { type LocalMachine, localMachine } from "../../local/state-machine.ts";
import type { Resource } from "../../local/template.ts";
import { only, synthesized } from "../lib/synthesized.ts";

/** What a state machine passes on. */
export type Input = Parameters<StateMachine["run"]>[0];

/** Names of functions as the template has them, by the folder of each. */
const folders = {
  plannightfunction: "plan-night",
  refreshunitsfunction: "refresh-units",
  rollupfunction: "roll-up",
  planpagesfunction: "plan-pages",
  renderpagesfunction: "render-pages",
  verifygenerationfunction: "verify-generation",
  publishgenerationfunction: "publish-generation",
  collectgarbagefunction: "collect-garbage",
  writelakefunction: "write-lake",
} as const;

export type NightFolder = (typeof folders)[keyof typeof folders];

const synthesizedMachine = only(await synthesized(stages.test), "AWS::StepFunctions::StateMachine");
// The interpreter wants ARNs that look like AWS's, where the readable template has names; and nobody waits for a retry here.
const text = String(synthesizedMachine.properties.DefinitionString)
  .replaceAll(/"(\w+)\.Arn"/g, '"arn:aws:lambda:eu-west-2:111122223333:function:$1"')
  .replaceAll('"IntervalSeconds":2', '"IntervalSeconds":0');

/** What answers in the place of Lambda and of S3. */
export type Answers = {
  readonly invoke: (folder: NightFolder, event: Input) => Promise<unknown>;
  readonly readObject: (bucket: string, key: string) => Promise<string>;
};

/** The night's own definition, as it is deployed, run by what runs it on a laptop. */
export function nightMachine({ invoke, readObject }: Answers): LocalMachine {
  const place = { type: "AWS::StepFunctions::StateMachine", id: "night", stack: "night", directory: ".", metadata: {}, attributes: {} };
  const resource: Resource = { ...place, name: "night", ref: "arn:night", properties: { DefinitionString: text } };
  const policy = [{ effect: "Allow", actions: ["*"], resources: ["*"], conditions: {} }] as const;
  const invokeByArn = (arn: string, event: unknown) => invoke(folderOf(arn), event as Input);
  return localMachine(resource, { invoke: invokeByArn }, { policy, readObject });
}

function folderOf(arn: string): NightFolder {
  const name = arn.split(":").at(-1) ?? "";
  const found = Object.entries(folders).find(([known]) => known === name);
  if (found === undefined) throw new Error(`the night calls ${name}, which is no step of it`);
  return found[1];
}
