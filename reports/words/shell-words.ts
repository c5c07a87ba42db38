/** What every page prints around its own words. */
export const shellWords = {
  site: "Social prescribing outcomes",
  england: "England",
  skip: "Skip to main content",
  outcomes: "Outcomes",
  breadcrumb: "Breadcrumb",
  summary: "Summary",
  sample: "Sample data.",
  description: (title: string, place: string) => `Outcomes of social prescribing: ${title}, ${place}`,
  keyNumbers: "Key numbers",
  shows: "What the data show",
  showsNot: "What the data cannot show",
  onThisPage: "On this page",
  belowNote: "Each opens for people who have signed in and may read it.",
  contents: "Contents",
  methods: "Methods and data",
  disclosure: "Disclosure",
  profile: (words: string, profile: string) => `${words} (Profile: ${profile}.)`,
  reproduce: "Reproduce",
  signOut: "Sign out",
  back: "Back",
  error: "Error: ",
} as const;

/** What kind of place it is, beside its name; and what the places below it are. */
export const levelWords = { practice: "GP practice", pcn: "primary care network", icb: "integrated care board", england: "" } as const;
export const belowWords = { england: "Integrated care boards", icb: "Primary care networks", pcn: "GP practices", practice: "" } as const;

/** From which data and code a page was made. */
export function stampText(stamp: {
  readonly run: number;
  readonly drawnOn: string;
  readonly data: string;
  readonly code: string;
  readonly methods: number;
  readonly organisations: string;
}): string {
  return `Run ${stamp.run}, ${stamp.drawnOn}; data snapshot ${stamp.data}; code ${stamp.code}; methods version ${stamp.methods}; organisations ${stamp.organisations}.`;
}

/** What stands around every figure. */
export const figureWords = {
  number: (number: number, label: string) => `Figure ${number}: ${label.toLowerCase()}`,
  table: "Data table",
  forFigure: (number: number) => ` for figure ${number}`,
  how: "How to read this",
  empty: "Not enough data to show this figure",
  signs: {
    "[c]": "[c] is confidential: too few people, or a number from which too few could be calculated.",
    "[x]": "[x] is not available: there are no scores to calculate it from.",
    "[z]": "[z] is not applicable: the measure does not define it.",
  },
} as const;

/** The pages for who may not see a page, and for a sign-in that cannot go on. */
export const turnedAwayWords = {
  none: "There is no such page for you",
  nothing: "Nothing has been published yet",
  signedOut: "Pages below national level are for people who have signed in.",
  signIn: "Sign in",
  signedIn: "If you should be able to see this page, ask whoever gave you your account.",
  kept: (days: number) => `The address may name reports of an earlier night: those are kept for ${days} days. The latest are always here:`,
  england: "Reports for England",
  first: "The first reports appear after the first night.",
  stopped: "Sign-in stopped",
  cannotGoOn: "This sign-in cannot go on",
  why: "It may have been left open too long, have been finished already, or have begun in another browser.",
  again: "Start again",
} as const;

/** Headings of the sections of an outcome's page. */
export const sectionWords = {
  who: "Who is in the data",
  what: "What changed",
  bands: "Bands before and after",
  reliable: "How many improved reliably",
  moved: "How many scores moved",
  activity: "By activity",
  months: "Month by month",
  places: "Between places",
  groups: "Between groups of people",
} as const;
