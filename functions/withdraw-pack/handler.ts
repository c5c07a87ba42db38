import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients } from "../../adapters/night-step.ts";
import { operatorCall } from "../../adapters/operator-call.ts";
import { withdrawPack, withdrawPackInput } from "./withdraw-pack.ts";

// on cold start
const ports = nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env));

// called by an operator
export const handler = operatorCall({
  name: "withdraw-pack",
  input: withdrawPackInput,
  work: (input) => withdrawPack(input, ports),
  audited: ({ month }) => ({ action: "withdraw-pack", month }),
});
