import type { Deployment } from "../../../core/instruments/deployed.ts";
import { instruments } from "../../../core/instruments/registry.ts";
import { broken, type Check, type Verdict, watch, well } from "./finding.ts";

/** What the doctor asks of the machine that it runs on. */
export type Machine = {
  /** Throws, saying what to do, where no DynamoDB can be started or reached. */
  readonly findEngine: () => string;
  readonly port: number;
  /** Whether somebody listens on the port already. */
  readonly portIsTaken: () => Promise<boolean>;
  /** Free bytes where the data is kept. */
  readonly freeBytes: () => number;
  /** The process that holds the data directory. */
  readonly holder: () => number | undefined;
  /** Whether the app has been built from the sources as they are. */
  readonly templateIsFresh: () => boolean;
};

/** What a checkout brings to whichever service it works on. */
export type Checkout = { readonly nodeVersion: string; readonly deployment: () => Deployment | null };

const nodeNeeded = 24;
const gigabyte = 1024 ** 3;
const [tightBytes, fullBytes] = [2 * gigabyte, gigabyte / 4];

/** The machine as a place to run the whole product on. */
export function machineChecks(machine: Machine): readonly Check[] {
  return [
    {
      name: "engines",
      fix: "run `npm ci` on linux-x64, or name another DynamoDB in AWS_ENDPOINT_URL_DYNAMODB",
      look: () => well(machine.findEngine()),
    },
    { name: "port", fix: "start with --port N, or stop what listens there", look: () => port(machine) },
    { name: "disk", fix: "make room where the data is kept, or name another place with --data", look: () => disk(machine.freeBytes()) },
    { name: "data lock", fix: "stop that process before another is started on the same data", look: () => lock(machine.holder()) },
    {
      name: "template",
      fix: "nothing: the next start builds the app anew; what runs already is stopped and started",
      look: () =>
        machine.templateIsFresh() ? well("built from the sources as they are") : watch("not yet built from the sources as they are"),
    },
  ];
}

/** The checkout: what any service is worked on with. */
export function checkoutChecks({ nodeVersion, deployment }: Checkout): readonly Check[] {
  return [
    { name: "node", fix: `run it by \`npx hearten\`, which brings Node ${nodeNeeded} along, or install it`, look: () => node(nodeVersion) },
    {
      name: "deployment file",
      fix: "docs/operations/own-instruments.md: `npx cdk synth` names the rule and the field",
      look: () => well(deployment() === null ? "none: what comes with Hearten" : "can be used"),
    },
    {
      name: "licences",
      fix: "docs/operations/own-instruments.md: enter the reference under `licences`",
      look: () => licences(deployment()),
    },
  ];
}

function node(version: string): Verdict {
  return Number(version.split(".")[0]) >= nodeNeeded ? well(version) : broken(`${version} is older than ${nodeNeeded}`);
}

async function port({ port: number, portIsTaken, holder }: Machine): Promise<Verdict> {
  if (!(await portIsTaken())) return well(`${number} is free`);
  return holder() === undefined ? watch(`${number} is in use by something else`) : well(`${number} is in use, as is the data`);
}

function disk(free: number): Verdict {
  const says = `${(free / gigabyte).toFixed(1)} GB are free`;
  if (free < fullBytes) return broken(says);
  return free < tightBytes ? watch(says) : well(says);
}

function lock(holder: number | undefined): Verdict {
  return well(holder === undefined ? "the data is not in use" : `the data is in use by process ${holder}`);
}

function licences(deployment: Deployment | null): Verdict {
  const licensed = [...(deployment?.instruments ?? instruments).values()].filter(({ licence }) => licence.requiredFor !== "nothing");
  const lacking = licensed.filter(({ licence }) => licence.localId === undefined && licence.localIds === undefined).map(({ id }) => id);
  return well(lacking.length === 0 ? "every one that is needed is entered" : `refused without one: ${lacking.join(", ")}`);
}
