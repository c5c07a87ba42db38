import { branchAt, listAt } from "../analysis/branch-reader.ts";
import type { Answer, HeterogeneityTest } from "../evaluation-report.ts";
import type { Shown } from "../shown.ts";
import type { DisclosureProfile } from "./profile.ts";
import { missing, rounded, suppressed } from "./show.ts";
import type { ToldPeople } from "./told-people.ts";

type Disclosing = { readonly profile: DisclosureProfile; readonly people: Pick<ToldPeople, "groupOf">; readonly decimals: number };

/** The declared tests of whether the difference differs between groups; a difference is shown for groups of 30 people or more in both arms. */
export function discloseHeterogeneity(found: Answer, { profile, people, decimals }: Disclosing): readonly HeterogeneityTest[] {
  return Object.keys(found).map((grouping) => {
    const test = branchAt(found, grouping);
    return {
      grouping,
      p: typeof test.p_holm === "number" ? { kind: "value", value: rounded(test.p_holm, 3) } : missing,
      differs: typeof test.differs === "boolean" ? test.differs : null,
      levels: listAt(test, "levels").map((level) =>
        levelOf(level as Answer, people.groupOf(grouping, String((level as Answer).level)), { profile, decimals }),
      ),
    };
  });
}

function levelOf(found: Answer, people: Shown, { profile, decimals }: Omit<Disclosing, "people">): HeterogeneityTest["levels"][number] {
  const [n, treated, difference] = [Number(found.n), Number(found.n_nurse), found.difference];
  const isEnough = Math.min(treated, n - treated) >= profile.reliableFrom;
  const shown: Shown =
    typeof difference !== "number" ? missing : isEnough ? { kind: "value", value: rounded(difference, decimals) } : suppressed;
  return { level: String(found.level), n: people, difference: shown };
}
