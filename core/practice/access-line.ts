/** One line for everything of a practice that was read, done or refused. Ids alone; `practice` is `null` where none was named by its code. */
export type AccessLine = {
  /** The client or the subject; `null` where nobody was signed in. */
  readonly principal: string | null;
  readonly practice: string | null;
  readonly what: string;
  readonly decision: "granted" | "refused" | "not-signed-in";
};

/** Notes one line, in the order in which things were decided. */
export type Audit = (line: AccessLine) => void;
