import * as z from "zod";
import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { checkBoards, checkBoardsInput } from "./check-boards.ts";
import { verifyGeneration, verifyGenerationInput } from "./verify-generation.ts";

// on cold start
const ports = {
  ...nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env)),
  profileOf,
  siteFiles,
};

// called by the state machine: with a batch for some boards, and then without for everything
export const handler = nightStep({
  name: "verify-generation",
  input: z.union([checkBoardsInput, verifyGenerationInput]),
  work: (input): Promise<object> => ("key" in input ? checkBoards(input, ports) : verifyGeneration(input, ports)),
  reports: ports.reports,
});
