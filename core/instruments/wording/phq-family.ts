import type { Wording } from "./wording.ts";

const depression = [
  "Little interest or pleasure in doing things",
  "Feeling down, depressed, or hopeless",
  "Trouble falling or staying asleep, or sleeping too much",
  "Feeling tired or having little energy",
  "Poor appetite or overeating",
  "Feeling bad about yourself – or that you are a failure or have let yourself or your family down",
  "Trouble concentrating on things, such as reading the newspaper or watching television",
  "Moving or speaking so slowly that other people could have noticed? Or the opposite – being so fidgety or restless that you have been moving around a lot more than usual",
  "Thoughts that you would be better off dead or of hurting yourself in some way",
] as const;

const anxiety = [
  "Feeling nervous, anxious or on edge",
  "Not being able to stop or control worrying",
  "Worrying too much about different things",
  "Trouble relaxing",
  "Being so restless that it is hard to sit still",
  "Becoming easily annoyed or irritable",
  "Feeling afraid as if something awful might happen",
] as const;

/** What the forms of one family share: their question, their answers and the notice of their owner. */
const family = {
  stem: "Over the last 2 weeks, how often have you been bothered by any of the following problems?",
  choices: [
    { value: 0, label: "Not at all" },
    { value: 1, label: "Several days" },
    { value: 2, label: "More than half the days" },
    { value: 3, label: "Nearly every day" },
  ],
  notice:
    "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.",
  source: "the English forms at phqscreeners.com, as many public repositories repeat them",
  evidence: "secondary",
} as const;

/** PHQ-9: nine questions on depression. */
export const phq9Wording: Wording = { ...family, items: depression };

/** PHQ-2: the first two of the PHQ-9. */
export const phq2Wording: Wording = { ...family, items: depression.slice(0, 2) };

/** GAD-7: seven questions on anxiety. */
export const gad7Wording: Wording = { ...family, items: anxiety };

/** GAD-2: the first two of the GAD-7. */
export const gad2Wording: Wording = { ...family, items: anxiety.slice(0, 2) };

/** PHQ-4: GAD-2, then PHQ-2, in the order of its definition. */
export const phq4Wording: Wording = { ...family, items: [...anxiety.slice(0, 2), ...depression.slice(0, 2)] };
