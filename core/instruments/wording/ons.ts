import type { Wording } from "./wording.ts";

const ons = {
  notice:
    "Source: Office for National Statistics. Contains public sector information licensed under the Open Government Licence v3.0 (nationalarchives.gov.uk/doc/open-government-licence/version/3).",
  source: "ONS personal well-being and loneliness user guidance, as public repositories repeat it",
  evidence: "secondary",
} as const;

/** ONS4: the four personal well-being questions, each from 0 to 10. */
export const ons4Wording: Wording = {
  ...ons,
  stem: "I would like to ask you four questions about your feelings on aspects of your life. There are no right or wrong answers. For each of these questions I’d like you to give an answer on a scale of 0 to 10, where 0 is “not at all” and 10 is “completely”.",
  items: [
    "Overall, how satisfied are you with your life nowadays?",
    "Overall, to what extent do you feel that the things you do in your life are worthwhile?",
    "Overall, how happy did you feel yesterday?",
    "Overall, how anxious did you feel yesterday?",
  ],
  choices: Array.from({ length: 11 }, (_, value) => ({ value, label: "" })),
  ends: [
    ["Not at all satisfied", "Completely satisfied"],
    ["Not at all worthwhile", "Completely worthwhile"],
    ["Not at all happy", "Completely happy"],
    ["Not at all anxious", "Completely anxious"],
  ],
};

/** The direct question on loneliness. */
export const onsLonelinessWording: Wording = {
  ...ons,
  stem: "",
  items: ["How often do you feel lonely?"],
  choices: [
    { value: 1, label: "Often or always" },
    { value: 2, label: "Some of the time" },
    { value: 3, label: "Occasionally" },
    { value: 4, label: "Hardly ever" },
    { value: 5, label: "Never" },
  ],
};
