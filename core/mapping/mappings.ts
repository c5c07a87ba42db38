import type { Mapping } from "./mapping.ts";
import { elementalMeasures, elementalReferrals } from "./shipped/elemental.ts";
import { emisReferrals, emisScores } from "./shipped/emis.ts";
import { joyCases, joyQuestionnaires } from "./shipped/joy.ts";
import { prsbOutcomes, prsbReferrals, prsbSupport } from "./shipped/prsb.ts";
import { systmoneReferrals, systmoneScores } from "./shipped/systmone.ts";

/** The mappings that come with Hearten. No vendor publishes the columns of its exports, so all are marked unconfirmed; a deployer's own come before them. */
export const mappings: readonly Mapping[] = [
  emisReferrals,
  emisScores,
  systmoneReferrals,
  systmoneScores,
  joyCases,
  joyQuestionnaires,
  elementalReferrals,
  elementalMeasures,
  prsbReferrals,
  prsbSupport,
  prsbOutcomes,
];
