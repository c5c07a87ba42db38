import { sha256 } from "../../adapters/sha256.ts";
import type { Contribution } from "../../core/episodes/contribution.ts";
import type { Unit } from "../../core/night/unit.ts";
import type { Acknowledgements } from "../../core/ports/acknowledgements.ts";
import type { Grant } from "../../core/ports/authority.ts";
import type { AccessLine } from "../../core/practice/access-line.ts";
import type { Attention } from "../../core/practice/attention.ts";
import type { OpenFollowUps } from "../../core/practice/open-follow-ups.ts";
import type { Acknowledgement } from "../../core/practice/risk-flags.ts";
import type { Waiting } from "../../core/practice/waiting.ts";
import { problemOf } from "../../core/problem.ts";
import { apiEvent } from "./api-event.ts";
import { memoryLedgers } from "./memory-ledgers.ts";
import { smallEngland } from "./night-twin.ts";

const supplierGrants: Readonly<Record<string, Grant>> = {
  "supplier-1 U10001": { organisation: "U10001", scope: "subtree", expiresOn: null },
  "supplier-2 A81002": { organisation: "A81002", scope: "own", expiresOn: "2026-01-01" },
};
const personGrants: Readonly<Record<string, Grant>> = {
  "practice-1": { organisation: "A81001", scope: "own", expiresOn: null },
  "left-practice-1": { organisation: "A81001", scope: "own", expiresOn: "2026-11-22" },
  commissioner: { organisation: "U10001", scope: "subtree", expiresOn: null },
};

/** Who may speak for which practice of a small England on 22 November 2026, and what was noted of their requests. A bearer token is the client's own name. */
export function practiceDoor() {
  const noted: AccessLine[] = [];
  return {
    noted,
    tokens: async (authorization: string | undefined) => {
      const client = /^Bearer (supplier-\d)$/.exec(authorization ?? "")?.[1];
      return client === undefined
        ? { ok: false as const, problem: problemOf({ rule: "access-token", field: "Authorization", fix: "send a token" }, 401) }
        : { ok: true as const, client };
    },
    subjectOf: async ({ cookie }: { cookie: string | undefined }) => cookie ?? null,
    authority: {
      organisationVersions: async (code: string) => smallEngland().filter((version) => version.code === code),
      grantOf: async (client: string, organisation: string) => supplierGrants[`${client} ${organisation}`] ?? null,
    },
    grants: { grantsOf: async (subject: string) => [personGrants[subject] ?? []].flat() },
    today: () => "2026-11-22",
    audit: (line: AccessLine) => void noted.push(line),
  };
}

type Records = {
  waiting?: readonly (Waiting & { practice: string })[];
  followUps?: readonly OpenFollowUps[];
  attention?: readonly Attention[];
  contributions?: readonly Contribution[];
};

/** What is known of practices, in memory: lists that start reading where they are told to, as the table does. */
export function memoryRecords({ waiting = [], followUps = [], attention = [], contributions = [] }: Records = {}) {
  return {
    lists: {
      openFollowUps: async (practice: string, from: string) => followUps.filter((one) => one.practice === practice && one.until >= from),
      waiting: async (practice: string) => waiting.filter((one) => one.practice === practice),
      attention: async (practice: string) => attention.filter((one) => one.practice === practice),
    },
    ledgers: memoryLedgers(),
    acknowledgements: memoryAcknowledgements(),
    digest: sha256,
    contributionsOf: async ({ code, month }: Pick<Unit, "code" | "month">) =>
      contributions.filter((one) => one.practice === code && one.month === month),
  };
}

function memoryAcknowledgements(): Acknowledgements {
  const rows = new Map<string, Acknowledgement>();
  return {
    acknowledgedBy: async (practice) =>
      new Map([...rows].flatMap(([name, row]) => (name.startsWith(`${practice} `) ? [[name.slice(practice.length + 1), row]] : []))),
    async acknowledge(practice, id, acknowledgement) {
      const first = rows.get(`${practice} ${id}`) ?? acknowledgement;
      rows.set(`${practice} ${id}`, first);
      return first;
    },
  };
}

/** A request for something of a practice. */
export function practiceRequest(
  what: string,
  sent: { ods?: string; headers?: Record<string, string>; query?: Record<string, string>; method?: string; id?: string } = {},
) {
  const { ods = "A81001", headers = {}, query = {}, method = "GET", id } = sent;
  const path = `/v1/practices/${ods}/${what}`;
  return apiEvent({ method, path, headers, query, pathParameters: { ods, ...(id === undefined ? {} : { id }) } });
}
