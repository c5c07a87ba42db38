import { balanceOf } from "../../../core/night/balance.ts";
import { inParallel } from "../../../core/night/in-parallel.ts";
import type { Manifest } from "../../../core/night/manifest.ts";
import { standingPlaces } from "../../../core/night/place-inputs.ts";
import { readLive } from "../../../core/night/read-run-files.ts";
import type { RunRecord } from "../../../core/night/run-record.ts";
import { strayedFrom } from "../../../core/night/same-derived.ts";
import { verifyPublished } from "../../../core/night/verify-published.ts";
import { levels } from "../../../core/organisations/organisation.ts";
import { unrepeated } from "../../../core/people/unrepeated.ts";
import type { Mark } from "../../../core/ports/derived.ts";
import { broken, type Check, type Verdict, watch, well } from "./finding.ts";
import type { Service } from "./service.ts";

/** A night, and the hours that it may be late: what is published may be this old (docs/operations/night-late.md). */
const hoursOfANight = 30;
const hoursOfARun = 6;
const placesLookedAt = 20;
const hour = 3_600_000;

/** What nights leave behind: what they have to do, what they did, and what readers see of it. */
export function nightChecks(service: Service): readonly Check[] {
  const late = "docs/operations/night-late.md: `npx hearten nightly` runs one now";
  const wrong = "docs/operations/numbers-do-not-add-up.md: `npx hearten verify --full`, then `npx hearten rebuild`";
  return [
    { name: "last run", fix: late, look: () => lastRun(service) },
    { name: "marks", fix: late, look: () => marks(service) },
    { name: "live generation", fix: wrong, look: () => liveGeneration(service, late) },
    { name: "ledger", fix: wrong, look: () => ledger(service) },
    {
      name: "exclusions",
      fix: "docs/operations/restore.md: `npx hearten erase --replay` repeats them; until then no night publishes",
      look: () => exclusions(service),
    },
    {
      name: "derived table",
      fix: "docs/operations/restore.md: `npx hearten rebuild` makes it anew from the events; until then no night publishes",
      look: () => derivedTable(service),
    },
    { name: "code", fix: "deploy or start this checkout: the next night then draws every page anew", look: () => code(service) },
  ];
}

const finished = ({ phase }: RunRecord) => phase !== "planned" && phase !== "verified";

async function lastRun({ ports, now, isAlone }: Service): Promise<Verdict> {
  const [newest, ...before] = await ports.derived.runs();
  if (newest === undefined) return watch("no night has run yet");
  const age = hoursSince(newest.startedAt, now());
  const done = [newest, ...before].find(finished);
  if (isAlone && !finished(newest)) return broken(`run ${newest.gen} of ${newest.civilDate} was broken off`);
  // the first night of a service has none before it
  if (done === undefined && !finished(newest) && age <= hoursOfARun)
    return watch(`run ${newest.gen} is under way, and none has finished before it`);
  if (done === undefined || hoursSince(done.startedAt, now()) > hoursOfANight)
    return broken(done === undefined ? "no night has finished yet" : `the last that finished is of ${done.civilDate}`);
  if (finished(newest)) return well(`${newest.civilDate}, ${newest.phase}`);
  return age > hoursOfARun ? broken(`run ${newest.gen} of ${newest.civilDate} did not finish`) : watch(`run ${newest.gen} is under way`);
}

async function marks({ ports, now }: Service): Promise<Verdict> {
  const found = (await inParallel(levels, levels.length, (level) => ports.derived.marks(level))).flat();
  const old = found.filter((mark) => hoursSince(madeAt(mark), now()) > hoursOfANight).length;
  return old > 0 ? broken(`${old} are older than a night`) : well(`${found.length} wait for the next night`);
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** When a mark was made: its id begins with the instant, unless a rollup made it, which follows another within the night. */
function madeAt({ id }: Mark): string {
  const rebuilt = /^rebuild\.(.+)$/.exec(id)?.[1];
  if (rebuilt !== undefined) return rebuilt;
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id)) return "";
  return new Date([...id.slice(0, 10)].reduce((time, letter) => time * 32 + crockford.indexOf(letter), 0)).toISOString();
}

/** Not a number, so never too many, where no instant is known. */
function hoursSince(instant: string, now: Date): number {
  return (now.getTime() - Date.parse(instant)) / hour;
}

async function liveGeneration({ ports }: Service, first: string): Promise<Verdict> {
  const { gen, manifest } = await readLive(ports.reports);
  if (gen === null) return watch("nothing is published yet", first);
  if (manifest === null) return broken(`generation ${gen} has no manifest`);
  const { checked, damaged } = await verifyPublished(someOf(manifest), ports);
  return damaged.length > 0
    ? broken(`generation ${gen}: ${damaged.length} of ${checked} files looked at are missing or damaged`)
    : well(`generation ${gen}, ${checked} files looked at`);
}

/** Places from every part of the list: all of them is what `hearten verify` looks at. */
function someOf(manifest: Manifest): Manifest {
  const codes = Object.keys(manifest.places);
  const step = Math.max(1, Math.ceil(codes.length / placesLookedAt));
  const places = Object.fromEntries(Object.entries(manifest.places).filter((_, at) => at % step === 0));
  return { ...manifest, places };
}

async function ledger({ ports }: Service): Promise<Verdict> {
  const standing = await standingPlaces(ports);
  const { ledger: sum, faults } = await balanceOf(standing.values(), { since: 0, derived: ports.derived });
  return faults.length > 0 ? broken(`${faults.length} practice-months do not balance`) : well(`${sum.received} events balance`);
}

async function exclusions({ ports }: Service): Promise<Verdict> {
  const missing = await unrepeated(ports.settledBook);
  return missing.length > 0
    ? broken(`${missing.length} erasures or lists of opt-outs are not done in the tables: restored, or somebody stopped in the middle`)
    : well("every erasure and opt-out of the register is done");
}

async function derivedTable({ ports }: Service): Promise<Verdict> {
  const strayed = await strayedFrom(ports.derivedBook);
  if (strayed === null) return well("the one that the last run left");
  return strayed === "older"
    ? broken("older than the last run: restored by itself, so what came since is in no figure")
    : broken("another one than at the last run: restored or made anew, so what came before may be in no figure");
}

async function code({ ports }: Service): Promise<Verdict> {
  const [newest] = await ports.derived.runs();
  if (newest === undefined || newest.codeVersion === ports.codeVersion) return well("the last night ran this checkout's");
  return watch("the last night ran other code than this checkout's");
}
