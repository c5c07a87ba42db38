import type { Wording } from "./wording.ts";

/** CORE-10, word for word: its licence allows no derivative. */
export const core10Wording: Wording = {
  stem: "This form has 10 statements about how you have been OVER THE LAST WEEK. Please read each statement and think how often you felt that way last week. Then tick the box which is closest to this.",
  items: [
    "I have felt tense, anxious or nervous",
    "I have felt I have someone to turn to for support when needed",
    "I have felt able to cope when things go wrong",
    "Talking to people has felt too much for me",
    "I have felt panic or terror",
    "I made plans to end my life",
    "I have had difficulty getting to sleep or staying asleep",
    "I have felt despairing or hopeless",
    "I have felt unhappy",
    "Unwanted images or memories have been distressing me",
  ],
  choices: [
    { value: 0, label: "Not at all" },
    { value: 1, label: "Only occasionally" },
    { value: 2, label: "Sometimes" },
    { value: 3, label: "Often" },
    { value: 4, label: "Most or all the time" },
  ],
  notice: "CORE-10 © CORE System Trust, reproduced unchanged under CC BY-ND 4.0 (coresystemtrust.org.uk).",
  source: "the English form of the CORE System Trust, as public repositories and pages repeat it",
  evidence: "secondary",
  note: "the last answer is also found as “Most or all of the time”: compare with the printed form before use",
};
