import { compareTexts } from "./compare-texts.ts";
import { type LongTable, referralColumns } from "./long-table.ts";
import { SortedRun } from "./sorted-run.ts";
import { dayOf, noDay, noScore, readTails, type Tails } from "./survey-tails.ts";

/** What cleaning left out, step by step, and what remains. */
export type CleaningCounts = {
  readonly rows: number;
  readonly exactDuplicateRows: number;
  readonly unknownInstrumentRows: number;
  readonly invalidScoreRows: number;
  readonly invalidDateRows: number;
  readonly conflictDays: number;
  readonly conflictRows: number;
  readonly sameDaySameScoreRows: number;
  readonly rowsUsed: number;
};

/** The surveys that remain, one for each referral, instrument and day, sorted so; a column each, `count` entries used. */
export type Surveys = {
  readonly count: number;
  readonly referral: Int32Array;
  readonly head: Int32Array;
  readonly instrument: Uint8Array;
  readonly day: Int32Array;
  readonly score: Int16Array;
};

const [referralColumn, referredColumn] = [referralColumns.indexOf("referral_id"), referralColumns.indexOf("referral_date")];

/**
 * The steps of the conformance rules, section 1: unknown instruments, impossible scores and dates are left out; days with two different
 * scores are void; equal scores of one day are one survey, with the details of the row that comes first in byte order.
 * Nothing depends on the order of the rows.
 */
export function cleanSurveys(table: LongTable): { readonly surveys: Surveys; readonly counts: CleaningCounts } {
  const cleaning = new Cleaning(table);
  const rows = groupedBy(table.rowHeads, table.heads.size);
  const headsByReferral = groupedBy(referralsOf(table), table.texts.referral_id.size);
  for (let referral = 0; referral < table.texts.referral_id.size; referral++) {
    const end = headsByReferral.starts[referral + 1] ?? 0;
    for (let place = headsByReferral.starts[referral] ?? 0; place < end; place++)
      cleaning.takeHead(headsByReferral.members[place] ?? 0, rows);
    cleaning.closeReferral(referral);
  }
  return cleaning.done();
}

function referralsOf({ heads }: LongTable): Int32Array {
  const referrals = new Int32Array(heads.size);
  for (let head = 0; head < heads.size; head++) referrals[head] = heads.at(head, referralColumn);
  return referrals;
}

/** Members of each group, one group after another; one more start for the end. */
type Grouped = { readonly starts: Int32Array; readonly members: Int32Array };

function groupedBy(groups: Int32Array, size: number): Grouped {
  const starts = new Int32Array(size + 1);
  for (let member = 0; member < groups.length; member++) {
    const after = (groups[member] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let group = 0; group < size; group++) starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  const next = starts.slice();
  const members = new Int32Array(groups.length);
  for (let member = 0; member < groups.length; member++) {
    const group = groups[member] ?? 0;
    const place = next[group] ?? 0;
    members[place] = member;
    next[group] = place + 1;
  }
  return { starts, members };
}

/** One referral's readable rows at a time, sorted by instrument, day and score before they are kept or left out. */
class Cleaning {
  private readonly table: LongTable;
  private readonly tails: Tails;
  private readonly referred: Int32Array;
  private readonly counts = {
    exactDuplicateRows: 0,
    unknownInstrumentRows: 0,
    invalidScoreRows: 0,
    invalidDateRows: 0,
    conflictDays: 0,
    conflictRows: 0,
    sameDaySameScoreRows: 0,
  };
  private readonly surveys: Surveys;
  private kept = 0;
  private readonly own = new SortedRun();
  private readonly referralRows = new SortedRun();

  constructor(table: LongTable) {
    this.table = table;
    this.tails = readTails(table);
    this.referred = Int32Array.from(table.texts.referral_date.texts(), dayOf);
    this.surveys = emptySurveys(table.rowHeads.length);
  }

  takeHead(head: number, { starts, members }: Grouped): void {
    const isReferred = this.referred[this.table.heads.at(head, referredColumn)] !== noDay;
    const end = starts[head + 1] ?? 0;
    for (let place = starts[head] ?? 0; place < end; place++) this.own.add(this.table.rowTails[members[place] ?? 0] ?? 0);
    this.own.sort();
    for (let index = 0; index < this.own.size; index++) {
      const tail = this.own.at(index);
      if (index > 0 && this.own.at(index - 1) === tail) this.counts.exactDuplicateRows++;
      else if ((this.tails.instrument[tail] ?? -1) < 0) this.counts.unknownInstrumentRows++;
      else if (this.tails.score[tail] === noScore) this.counts.invalidScoreRows++;
      else if (this.tails.day[tail] === noDay || !isReferred) this.counts.invalidDateRows++;
      else this.referralRows.add((this.tails.rank[tail] ?? 0) * this.table.heads.size + head);
    }
    this.own.clear();
  }

  closeReferral(referral: number): void {
    const { counts, referralRows } = this;
    referralRows.sort();
    for (let from = 0; from < referralRows.size; ) {
      const end = this.endOfDay(from);
      if (this.tails.score[this.tailAt(from)] !== this.tails.score[this.tailAt(end - 1)]) {
        counts.conflictDays++;
        counts.conflictRows += end - from;
      } else {
        counts.sameDaySameScoreRows += end - from - 1;
        this.keep(referral, this.firstHead(from, end), this.tailAt(from));
      }
      from = end;
    }
    referralRows.clear();
  }

  private tailAt(index: number): number {
    return this.tails.byRank[Math.floor(this.referralRows.at(index) / this.table.heads.size)] ?? 0;
  }

  private headAt(index: number): number {
    return this.referralRows.at(index) % this.table.heads.size;
  }

  private endOfDay(from: number): number {
    const { instrument, day } = this.tails;
    const tail = this.tailAt(from);
    let end = from + 1;
    for (; end < this.referralRows.size; end++) {
      const other = this.tailAt(end);
      if (instrument[other] !== instrument[tail] || day[other] !== day[tail]) break;
    }
    return end;
  }

  /** Of rows that say the same score of the same day, the head that comes first in byte order: the same one in any order of rows. */
  private firstHead(from: number, end: number): number {
    let first = this.headAt(from);
    for (let row = from + 1; row < end; row++) {
      const other = this.headAt(row);
      if (other !== first && compareHeads(this.table, other, first) < 0) first = other;
    }
    return first;
  }

  private keep(referral: number, head: number, tail: number): void {
    const row = this.kept++;
    this.surveys.referral[row] = referral;
    this.surveys.head[row] = head;
    this.surveys.instrument[row] = this.tails.instrument[tail] ?? 0;
    this.surveys.day[row] = this.tails.day[tail] ?? 0;
    this.surveys.score[row] = this.tails.score[tail] ?? 0;
  }

  done(): { readonly surveys: Surveys; readonly counts: CleaningCounts } {
    return {
      surveys: { ...this.surveys, count: this.kept },
      counts: { rows: this.table.rowHeads.length, ...this.counts, rowsUsed: this.kept },
    };
  }
}

function compareHeads({ heads, texts }: LongTable, a: number, b: number): number {
  for (const [place, column] of referralColumns.entries()) {
    const [codeA, codeB] = [heads.at(a, place), heads.at(b, place)];
    if (codeA !== codeB) return compareTexts(texts[column].text(codeA), texts[column].text(codeB));
  }
  return 0;
}

function emptySurveys(size: number): Surveys {
  return {
    count: 0,
    referral: new Int32Array(size),
    head: new Int32Array(size),
    instrument: new Uint8Array(size),
    day: new Int32Array(size),
    score: new Int16Array(size),
  };
}
