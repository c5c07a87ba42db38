import type { DataQualityTable, EventFate, RecordedFact } from "../../core/data-quality-table.ts";
import type { ChangeCause, ChangeDirection, ChangesTable, PlaceReport } from "../../core/place-report.ts";
import type { Shown } from "../../core/shown.ts";
import { constructs } from "./construct-words.ts";
import { shippedRules } from "./disclosure-words.ts";
import { countText, dateText, shownText } from "./numbers.ts";
import { cannotSayCause } from "./page-words.ts";
import { placeTitle } from "./place-words.ts";

/** Pages about the data of a place and about the site: folders, what links call them, and headings. */
export const aboutPages = {
  quality: { folder: "data-quality", link: "Data quality", title: "How complete are the data?" },
  changes: { folder: "what-changed", link: "What changed", title: "What changed since these pages were last drawn?" },
  methods: { folder: "methods", link: "Methods and data", title: "Methods and data" },
} as const;

/** At the foot of every page. */
export const footWords = {
  nav: "About these reports",
  status: "Status: how up to date the reports are",
  explore: "Explore: numbers to point at",
  onService: (at: string) => `on the service itself, at ${at}`,
  read: "Read “What the data cannot show” on each page before using its numbers.",
  name: "Social prescribing outcomes",
} as const;

const percent = (value: number) => `${value}%`;

/** What events came to, as the rows of its table name it. */
const fates: Readonly<Record<EventFate, string>> = {
  received: "Received",
  used: "Counted in these reports",
  superseded: "Replaced by a later correction",
  parked: "Waiting for what they belong to",
  excluded: "Withdrawn, or contradicting another of the same day",
};

const facts: Readonly<Record<RecordedFact, readonly [name: string, of: string]>> = {
  role: ["Who referred", "people referred"],
  activity: ["What was taken up", "people referred"],
  age: ["Age", "people with a first anxiety score"],
  sex: ["Sex", "people with a first anxiety score"],
  imd: ["Deprivation of the area", "people with a first anxiety score"],
  ethnicity: ["Ethnic group", "people with a first anxiety score"],
};

/** The lede of the data-quality page. */
export function qualityLede({ quality, place }: PlaceReport): string {
  const [received, used] = [countOf(quality, "received"), countOf(quality, "used")];
  if (received.kind !== "value" || used.kind !== "value" || received.value === 0)
    return `How much of what should be known of people in ${placeTitle(place)} was sent, and what became of it.`;
  const share = Math.round((100 * Math.min(used.value, received.value)) / received.value);
  return `${countText(received.value)} events about people in ${placeTitle(place)} were received, and ${share}% of them are counted.`;
}

function countOf({ events }: DataQualityTable, wanted: EventFate): Shown {
  return events.find(({ fate }) => fate === wanted)?.n ?? { kind: "missing" };
}

/** The two boxes of the data-quality page. */
export function qualityShows({ quality }: PlaceReport): readonly string[] {
  const told = quality.scores.flatMap(({ outcome, first, followUp }) =>
    first.kind !== "value" || followUp.kind !== "value"
      ? []
      : [
          `${constructs[outcome].title}: ${first.value} in 100 people who started have a first score, and ${followUp.value} in 100 of those due a follow-up have one.`,
        ],
  );
  return told.length === 0 ? ["Too few people have scores to say how complete they are."] : told;
}

export const qualityCannotShow = [
  "What practices did not send. A practice that sends nothing is not counted here at all.",
  "Whether what was sent is right: only whether it is there and agrees with itself.",
  cannotSayCause,
] as const;

/** Tables of the data-quality page. */
export const qualityTables = {
  events: { heading: "What became of what was sent", caption: "Events about the people counted here", columns: ["Events", "Number"] },
  recorded: { heading: "What is recorded", caption: "Share of people of whom it is recorded", columns: ["Fact", "Of whom", "Recorded"] },
  scores: {
    heading: "How many have scores",
    caption: "Scores by outcome",
    columns: ["Outcome", "First score, of people who started", "Follow-up, of people due one"],
  },
} as const;

/** Rows of those tables. */
export function qualityRows({ quality }: PlaceReport) {
  return {
    events: [
      ...quality.events.map(({ fate, n }) => [fates[fate], shownText(n, countText)]),
      ["People left out: all their events withdrawn, or opted out", shownText(quality.leftOut, countText)],
    ],
    recorded: quality.recorded.map(({ fact, percent: share }) => [...facts[fact], shownText(share, percent)]),
    scores: quality.scores.map(({ outcome, first, followUp }) => [
      constructs[outcome].title,
      shownText(first, percent),
      shownText(followUp, percent),
    ]),
  };
}

/** Why numbers may differ from those drawn before, as its table names it. */
const causes: Readonly<Record<ChangeCause, string>> = {
  "new-referrals": "People referred in months not reported before",
  "late-referrals": "People referred earlier, but sent later",
  "removed-referrals": "People not counted any more",
  corrections: "Events corrected",
  withdrawals: "Events withdrawn",
  "opt-outs": "People left out of everything",
};

/** The lede of the page of changes. */
export function changesLede({ changes, provenance }: PlaceReport): string {
  if (changes === null)
    return `These pages were drawn for the first time on ${dateText(provenance.drawnOn)}, so there is nothing to compare them with.`;
  return `These pages were drawn on ${dateText(provenance.drawnOn)} (run ${provenance.run}); those before them on ${dateText(changes.since.on)} (run ${changes.since.run}).`;
}

/** The two boxes of the page of changes. */
export function changesShow({ changes }: PlaceReport): readonly string[] {
  if (changes === null) return ["The first numbers of this place."];
  const rules = changes.rulesChanged
    ? "The rules by which events become numbers changed: numbers may differ although nothing was sent."
    : "The rules by which events become numbers are the same as before.";
  return [
    ...changes.causes
      .filter(({ n }) => n.kind === "value" && n.value > 0)
      .map(({ cause, n }) => `${causes[cause]}: ${shownText(n, countText)}.`),
    rules,
    ...organisationSentences(changes),
  ];
}

function organisationSentences({ joined, left }: ChangesTable): readonly string[] {
  return [
    ...(joined.length === 0 ? [] : [`Organisations that are new here: ${joined.join(", ")}.`]),
    ...(left.length === 0 ? [] : [`Organisations that are not here any more: ${left.join(", ")}.`]),
  ];
}

export const changesCannotShow = [
  "Changes made by only a few people: figures of a practice move when at least eight people’s answers have, and places above show the sum of practices.",
  "Whether a difference between two drawings is a change in people’s lives: late scores and corrections move numbers too.",
  cannotSayCause,
] as const;

const directions: Readonly<Record<ChangeDirection, string>> = { more: "more", fewer: "fewer", same: "no difference", unclear: "[c]" };

/** Tables of the page of changes. */
export const changesTables = {
  causes: { heading: "Why numbers differ", caption: "What was sent, corrected or withdrawn since then", columns: ["What", "Number"] },
  outcomes: {
    heading: "Which outcomes differ",
    caption: "People with scores, against the pages before",
    columns: ["Outcome", "First score", "Both scores"],
  },
} as const;

/** Rows of those tables. */
export function changesRows(changes: ChangesTable) {
  const told = ({ direction, n }: { readonly direction: ChangeDirection; readonly n: Shown }) =>
    n.kind === "value" && n.value > 0
      ? `${countText(n.value)} ${directions[direction]}`
      : n.kind === "suppressed"
        ? "[c]"
        : directions[direction];
  return {
    causes: changes.causes.map(({ cause, n }) => [causes[cause], shownText(n, countText)]),
    outcomes: changes.outcomes.map(({ outcome, firstScores, bothScores }) => [
      constructs[outcome].title,
      told(firstScores),
      told(bothScores),
    ]),
  };
}

/** The site's methods page: what holds for every place. */
export const siteMethods = {
  lede: "How the numbers of every page are made, what is hidden and why, and how to take them away and cite them.",
  rows: [
    [
      "Who is counted",
      "Everybody whom a practice referred to social prescribing and of whom it sent the referral. A month is the month of the referral.",
    ],
    ["First score", "Between 14 days before the referral and 28 days after it; the nearest to the referral."],
    ["Follow-up", "The last score between 28 and 365 days after the first; due 90 days after the first."],
    [
      "Reliable change",
      "A change larger than the error of the measure, where a threshold is agreed; any change otherwise, and called that.",
    ],
    [
      "Declared or exploratory",
      "A figure is declared where its question, measure and model were published before the data were seen; every other figure is exploratory.",
    ],
    [
      "Which verbs are used",
      "Nothing on these pages says that social prescribing changed anything: nobody was allocated by chance. Scores were higher, lower or cannot be told apart.",
    ],
    ["Below national level", shippedRules["hes-subnational"]],
    ["England", "Counts for England as a whole are exact. Places are not named on its pages."],
    ["Signs", "[c] confidential, [x] not available, [z] not applicable. None of them is zero."],
    ["When pages change", "A night draws the pages whose numbers changed. What is due and overdue is judged on the first of the month."],
    [
      "Citing and redrawing",
      "Each figure has an address, a citation with run and data snapshot, and an archive with numbers, specification, licence and the command that draws it again.",
    ],
    ["For programs", "Every number of every page is in /v1/outcomes, as JSON and as CSV described by CSV on the Web."],
  ],
  files: {
    heading: "Formulas and their sources",
    link: "Methods in full, with the R call that each number agrees with, are in docs/methods of the source code.",
  },
} as const;
