import type { Move, State, System } from "./explore.ts";
import { at } from "./world.ts";

/** How a drawn generation is checked by batches beside each other, and what the last step asks of what they found. */
export type CheckRules = {
  /** Whether a batch notes a version before it reads what the version is of. */
  readonly notes: "before it looks" | "after it has looked";
  readonly asksFor: "every batch" | "those that have answered";
  /** Whose answers count: those of this run, or any that lies where one is looked for. */
  readonly takes: "its own run's" | "any run's";
  /** What the last step reads, and in which order. */
  readonly last: "marks, then versions" | "versions, then marks" | "versions alone" | "marks alone";
};

/** What `functions/verify-generation` does. */
export const checkedAsKept: CheckRules = {
  notes: "before it looks",
  asksFor: "every batch",
  takes: "its own run's",
  last: "marks, then versions",
};

/**
 * Two boards and England, which is their sum; each is drawn as it stands at a moment of its own, and one of the pages may get lost. A rival run writes the first board, twice, with a
 * mark for England, and sums England anew. Three batches check board, board and England; a batch may die and begins again, once. The last step may come at any time, as
 * one that woke late does.
 */
const field = {
  board: 0,
  boardVersion: 1,
  england: 2,
  englandVersion: 3,
  mark: 4,
  rival: 5,
  rivalRead: 6,
  drawing: 7,
  drawnBoard: 8,
  drawnEngland: 9,
  /** Which page was lost: none, of the first board, of the second, of England. */
  lost: 10,
  batches: 11,
  noted: 14,
  found: 17,
  crashes: 20,
  last: 21,
  metMark: 22,
  met: 23,
  shown: 25,
} as const;
const fields = 26;

const [firstBoard, secondBoard, england] = [0, 1, 2] as const;
const answer = { none: 0, fine: 1, wrong: 2 } as const;
const batch = { open: 0, begun: 1, looked: 2, answered: 3 } as const;
const drawn = 2;
const rivalWrites = 2;
/** A rival writes a board, reads it for the sum, and puts the sum: each time. */
const rivalSteps = 3;
const last = { waits: 0, first: 1, second: 2, decides: 3, over: 4 } as const;

export const brokenByChecks = {
  mixed: "a generation mixes two states",
  lost: "a lost page is shown",
  shown: "something is shown",
} as const;

/** The system that these rules make; it may be asked to tell as well when anything is shown at all. */
export function checkSystem(rules: CheckRules, { crashes = 1, tellsShown = false } = {}): System {
  const initial = Array.from({ length: fields }, () => 0);
  initial[field.crashes] = crashes;
  // what an older run has left where answers are looked for
  if (rules.takes === "any run's") initial[field.found + secondBoard] = answer.fine;
  return {
    initial,
    moves: (state) => [
      ...rivalMoves(state),
      ...drawingMoves(state),
      ...[firstBoard, secondBoard, england].flatMap((which) => batchMoves(state, which, rules)),
      ...lastMoves(state, rules),
    ],
    brokenBy: (before, after) => (at(before, field.shown) === 0 && at(after, field.shown) === 1 ? wrongWith(after, tellsShown) : []),
    brokenAtRest: () => [],
  };
}

function wrongWith(state: State, tellsShown: boolean): readonly string[] {
  return [
    ...(at(state, field.drawnBoard) === at(state, field.drawnEngland) ? [] : [brokenByChecks.mixed]),
    ...(at(state, field.lost) === 0 ? [] : [brokenByChecks.lost]),
    ...(tellsShown ? [brokenByChecks.shown] : []),
  ];
}

function changed(state: State, change: (next: number[]) => void): State {
  const next = [...state];
  change(next);
  return next;
}

/** What the statistic of the first board, or of England, is, and its version; the second board never changes. */
const statisticOf = { [firstBoard]: [field.board, field.boardVersion], [england]: [field.england, field.englandVersion] } as const;

function rivalMoves(state: State): readonly Move[] {
  const here = at(state, field.rival);
  if (here === rivalWrites * rivalSteps) return [];
  const go = (name: string, change: (next: number[]) => void): readonly Move[] => [
    [
      name,
      changed(state, (next) => {
        next[field.rival] = here + 1;
        change(next);
      }),
    ],
  ];
  if (here % rivalSteps === 0)
    return go("the rival writes the board and marks England", (next) => {
      next[field.board] = at(state, field.board) + 1;
      next[field.boardVersion] = at(state, field.boardVersion) + 1;
      next[field.mark] = 1;
    });
  if (here % rivalSteps === 1)
    return go("the rival reads the board", (next) => {
      next[field.rivalRead] = at(state, field.board);
    });
  return go("the rival sums England and clears its mark", (next) => {
    next[field.england] = at(state, field.rivalRead);
    next[field.englandVersion] = at(state, field.englandVersion) + 1;
    next[field.mark] = 0;
  });
}

function drawingMoves(state: State): readonly Move[] {
  const here = at(state, field.drawing);
  if (here >= drawn) return [];
  const [page, statistic, losable] =
    here === 0 ? [field.drawnBoard, field.board, [0, 1, 2]] : [field.drawnEngland, field.england, [at(state, field.lost), 3]];
  return losable.map((lost) => [
    `draws ${here === 0 ? "the boards" : "England"}${lost === 0 ? "" : `, page ${lost} is lost`}`,
    changed(state, (next) => {
      next[page] = at(state, statistic);
      next[field.drawing] = here + 1;
      next[field.lost] = lost;
    }),
  ]);
}

function batchMoves(state: State, which: 0 | 1 | 2, rules: CheckRules): readonly Move[] {
  const pc = field.batches + which;
  const here = at(state, pc);
  if (at(state, field.drawing) < drawn || here === batch.answered) return [];
  const next = changed(state, (to) => stepOfBatch(to, which, rules));
  const moves: readonly Move[] = [[`batch ${which} goes on`, next]];
  const crashes = at(state, field.crashes);
  if (here === batch.open || crashes === 0) return moves;
  return [...moves, [`batch ${which} dies, repeated`, state.with(pc, batch.open).with(field.crashes, crashes - 1)]];
}

function stepOfBatch(state: number[], which: 0 | 1 | 2, { notes }: CheckRules): void {
  const pc = field.batches + which;
  const here = at(state, pc);
  const isFirst = here === batch.open;
  state[pc] = here + 1;
  if (here === batch.looked) return;
  const isNoting = isFirst === (notes === "before it looks");
  if (isNoting && which !== secondBoard) state[field.noted + which] = at(state, statisticOf[which][1]);
  if (!isNoting) state[field.found + which] = foundOf(state, which);
}

/** What a batch sees: whether the page is there, and is drawn of what stands. */
function foundOf(state: readonly number[], which: 0 | 1 | 2): number {
  const isLost = at(state, field.lost) === which + 1;
  const page = which === england ? field.drawnEngland : field.drawnBoard;
  const isOther = which !== secondBoard && at(state, page) !== at(state, statisticOf[which][0]);
  return isLost || isOther ? answer.wrong : answer.fine;
}

function lastMoves(state: State, rules: CheckRules): readonly Move[] {
  const here = at(state, field.last);
  if (at(state, field.drawing) < drawn || here === last.over) return [];
  return [["the last step goes on", changed(state, (next) => stepOfLast(next, here, rules))]];
}

function stepOfLast(state: number[], here: number, rules: CheckRules): void {
  const readsMarks = () => {
    state[field.metMark] = rules.last === "versions alone" ? 0 : at(state, field.mark);
  };
  const readsVersions = () => {
    state[field.met] = at(state, field.boardVersion);
    state[field.met + 1] = at(state, field.englandVersion);
  };
  state[field.last] = here + 1;
  // findings are there before anything else is read, or they are not there
  if (here === last.waits && !answersOf(state, rules)) state[field.last] = last.over;
  if (here === last.first) (rules.last === "versions, then marks" ? readsVersions : readsMarks)();
  if (here === last.second) (rules.last === "versions, then marks" ? readsMarks : readsVersions)();
  if (here === last.decides && mayBeShown(state, rules)) state[field.shown] = 1;
}

/** Whether every batch that must have has answered, and found nothing wrong. */
function answersOf(state: readonly number[], { asksFor, takes }: CheckRules): boolean {
  return [firstBoard, secondBoard, england].every((which) => {
    const isAnswered = at(state, field.batches + which) === batch.answered;
    const isOlder = takes === "any run's" && which === secondBoard;
    return isAnswered || isOlder ? at(state, field.found + which) === answer.fine : asksFor === "those that have answered";
  });
}

function mayBeShown(state: readonly number[], rules: CheckRules): boolean {
  const isStill = [firstBoard, england].every((which, place) => {
    const isAnswered = at(state, field.batches + which) === batch.answered;
    return !isAnswered || at(state, field.noted + which) === at(state, field.met + place);
  });
  return at(state, field.metMark) === 0 && (rules.last === "marks alone" || isStill);
}

/** One way to check, and the promise it breaks. */
export type CheckVariant = { readonly name: string; readonly breaks: string; readonly system: () => System };

const variant = (name: string, breaks: string, rules: Partial<CheckRules> = {}): CheckVariant => ({
  ...{ name, breaks },
  system: () => checkSystem({ ...checkedAsKept, ...rules }),
});

export const soundChecks: readonly CheckVariant[] = [variant("boards checked beside each other", "")];

/** Ways to check that must be caught. */
export const knownBadChecks: readonly CheckVariant[] = [
  variant("published with a batch missing", brokenByChecks.lost, { asksFor: "those that have answered" }),
  variant("published with a batch missing, beside another run", brokenByChecks.mixed, { asksFor: "those that have answered" }),
  variant("an older run's answer taken", brokenByChecks.lost, { takes: "any run's" }),
  variant("versions noted after what they are of", brokenByChecks.mixed, { notes: "after it has looked" }),
  variant("versions not held against what stands at the end", brokenByChecks.mixed, { last: "marks alone" }),
  variant("marks of sums not looked at", brokenByChecks.mixed, { last: "versions alone" }),
  variant("marks of sums read after the versions", brokenByChecks.mixed, { last: "versions, then marks" }),
];
