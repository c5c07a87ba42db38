import { englandCode, type OrganisationVersion } from "../organisations/organisation.ts";
import type { Random } from "./random.ts";

/** An invented practice: how busy it is, and what its patients' scores owe to being there. */
export type InventedPractice = {
  readonly code: string;
  /** Share of referrals, in arbitrary units. */
  readonly size: number;
  /** Points (of a PHQ-9 standard deviation of 5) added to every follow-up here. */
  readonly effect: number;
  /** Probability that a referral from here was made by a nurse. */
  readonly nurseShare: number;
};

export type InventedService = {
  readonly organisations: readonly OrganisationVersion[];
  readonly practices: readonly InventedPractice[];
};

const practicesPerPcn = 5;
const pcnsPerIcb = 4;
const firstDay = "2000-01-01";

const places = [
  "Larkmoor",
  "Hollinby",
  "Ashdene",
  "Merrowby",
  "Thistleham",
  "Copperford",
  "Wrenthorpe",
  "Saltings",
  "Elmsbeck",
  "Quarrydale",
];
const houses = ["Surgery", "Health Centre", "Medical Practice", "Family Practice"];
const networks = ["Harebell", "Kestrel", "Lapwing", "Bramble", "Foxglove", "Curlew", "Sorrel", "Plover", "Meadowsweet", "Teasel"];
const boards = ["Northmarch", "Southmere", "Eastwold", "Westholm"];

/**
 * Invented organisations: practices of very different size in PCNs of five and ICBs of four PCNs. Names are made up, and codes are of ranges that
 * the Organisation Data Service has not issued (V99..., U99..., QZ.), so nobody real stands beside an invented outcome.
 */
export function inventService(count: number, random: Random): InventedService {
  const practices = Array.from({ length: count }, (_, index) => inventPractice(index, random));
  const pcns = Math.ceil(count / practicesPerPcn);
  const icbs = Math.ceil(pcns / pcnsPerIcb);
  return {
    practices,
    organisations: [
      version({ code: englandCode, level: "england", name: "England", parent: null }),
      ...Array.from({ length: icbs }, (_, index) =>
        version({ code: icbCode(index), level: "icb", name: `${named(boards, index)} ICB`, parent: englandCode }),
      ),
      ...Array.from({ length: pcns }, (_, index) =>
        version({
          code: pcnCode(index),
          level: "pcn",
          name: `${named(networks, index)} PCN`,
          parent: icbCode(Math.floor(index / pcnsPerIcb)),
        }),
      ),
      ...practices.map(({ code }, index) =>
        version({ code, level: "practice", name: practiceName(index), parent: pcnCode(Math.floor(index / practicesPerPcn)) }),
      ),
    ],
  };
}

function inventPractice(index: number, random: Random): InventedPractice {
  return {
    code: practiceCode(index),
    size: Math.exp(random.normal() * 0.8),
    effect: random.normal() * 0.8,
    nurseShare: 0.12 + 0.3 * random.uniform(),
  };
}

function version({ code, level, name, parent }: Pick<OrganisationVersion, "code" | "level" | "name" | "parent">): OrganisationVersion {
  return { code, level, kind: level, name, parent, validFrom: firstDay, validTo: null, sample: true };
}

const practiceCode = (index: number) => `V${String(99_001 + index).slice(-5)}`;
const pcnCode = (index: number) => `U${String(99_001 + index).slice(-5)}`;
const icbCode = (index: number) => `QZ${"ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt(index % 26)}`;

function practiceName(index: number): string {
  return `${named(places, index)} ${houses[Math.floor(index / places.length) % houses.length]}`;
}

/** The name at that place in the list; a number follows when the list has been used up. */
function named(names: readonly string[], index: number): string {
  const round = Math.floor(index / names.length);
  const name = names[index % names.length] ?? "";
  return round === 0 || names === places ? name : `${name} ${round + 1}`;
}
