import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients } from "../../adapters/night-step.ts";
import { operatorCall } from "../../adapters/operator-call.ts";
import { rollBack, rollBackInput } from "./roll-back.ts";

// on cold start
const ports = nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env));

// called by an operator
export const handler = operatorCall({
  name: "roll-back",
  input: rollBackInput,
  work: (input) => rollBack(input, ports),
  audited: ({ generation }) => ({ action: "rollback", generation }),
});
