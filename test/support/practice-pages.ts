import { formToken } from "../../adapters/form-guard.ts";
import { cookieOf, sessionCookie } from "../../adapters/http-cookies.ts";
import { addDays } from "../../core/civil-date.ts";
import { emptyLedger } from "../../core/ledger.ts";
import type { Attention } from "../../core/practice/attention.ts";
import type { OpenFollowUps } from "../../core/practice/open-follow-ups.ts";
import { answerPage } from "../../functions/show-practice/answer-page.ts";
import { apiEvent } from "./api-event.ts";
import { personIn } from "./night-twin.ts";
import { memoryRecords, practiceDoor } from "./practice-service.ts";

const nothingParked = { parked: [], parkedCount: 0, lacksReferral: false, contradicting: [], pairsGained: 0, risks: [] };
const about = (referralId: string) => ({ practice: "A81001", referralId, refKey: `key-of-${referralId}` });

/** A practice with a risk that nobody has seen, one more, follow-ups, records that wait, and records that contradict each other. */
export const busyAttention: readonly Attention[] = [
  {
    ...nothingParked,
    ...about("R1029"),
    risks: [
      { eventId: "s1", instrument: "phq-9", completedOn: "2026-11-04" },
      { eventId: "s2", instrument: "core-10", completedOn: "2026-11-20" },
    ],
  },
  {
    ...nothingParked,
    ...about("R2000"),
    parked: ["s7", "s8", "s9", "p1", "p2", "p3"],
    parkedCount: 6,
    lacksReferral: true,
    pairsGained: 1,
  },
  { ...nothingParked, ...about("R3<script>"), parked: ["c1"], parkedCount: 1 },
  { ...nothingParked, ...about("R4000"), contradicting: ["s11", "s12"], pairsGained: 1 },
];

const followUps = Array.from({ length: 24 }, (_, n): OpenFollowUps => {
  const baselineOn = addDays("2026-06-01", n * 4);
  const open = [{ instrument: n % 3 === 0 ? "gad-7" : "phq-9", baselineOn }];
  return { ...about(`R${1100 + n}`), status: n % 4 === 0 ? "did-not-attend" : "started", until: addDays(baselineOn, 365), open };
});

const contributions = Array.from({ length: 64 }, (_, n) => personIn("A81001", "2026-05", [12, n % 2 === 0 ? 5 : null]));

/** The pages of a practice, on 22 November 2026: somebody's session is their own name. */
export async function practicePages({ isQuiet = false }: { readonly isQuiet?: boolean } = {}) {
  const door = practiceDoor();
  const records = isQuiet ? memoryRecords() : memoryRecords({ attention: busyAttention, followUps, contributions });
  const ledger = { ...emptyLedger, received: 212, used: 180, duplicate: 12, superseded: 3, rejected: 9, parked: 7, excluded: 1 };
  const rules = { "date-in-future": 6, "nhs-number-invalid": 3 };
  const delays = { "within-7": 150, "within-28": 20, "over-90": 10 };
  if (!isQuiet)
    await records.ledgers.enter({ client: "c", submissionId: "s", firstIndex: 0 }, [
      { practice: "A81001", on: "2026-11-01", ledger, rules, delays },
    ]);
  const deps = {
    ...door,
    ...records,
    subjectOf: async ({ cookie }: { cookie: string | undefined }) => cookieOf(cookie, sessionCookie) ?? null,
    liveGeneration: async () => 7,
    publicUrl: "http://localhost:8080",
    now: () => Date.parse("2026-11-22T10:00:00Z"),
  };
  const ask = (method: string, path: string, { session, headers = {}, body }: Sent = {}) => {
    const cookie = session === undefined ? {} : { cookie: `${sessionCookie}=${session}` };
    const proxy = path.replace(/^\/practice\/?/, "");
    const pathParameters = proxy === "" ? {} : { proxy };
    return answerPage(
      apiEvent({ method, path, headers: { ...cookie, ...headers }, pathParameters, ...(body === undefined ? {} : { body }) }),
      deps,
    );
  };
  return {
    noted: door.noted,
    deps,
    get: (path: string, session = "practice-1") => ask("GET", path, { session }),
    ask,
    send: (path: string, fields: Readonly<Record<string, string>>, { session = "practice-1", headers = {} }: Sent = {}) =>
      ask("POST", path, { session, headers, body: new URLSearchParams({ token: formToken(session), ...fields }).toString() }),
  };
}

type Sent = { readonly session?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };
