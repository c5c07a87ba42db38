import { canonicalJson } from "../../core/canonical-json.ts";
import type { DeclaredText } from "../../core/instruments/deployed.ts";
import { type BoardMemory, readBoard } from "../../core/night/board-memory.ts";
import type { PageBatch } from "../../core/night/generation-plan.ts";
import { inParallel } from "../../core/night/in-parallel.ts";
import { type DrawingFacts, drawingRules, type NightPorts } from "../../core/night/night-ports.ts";
import type { Run } from "../../core/night/open-run.ts";
import type { ShownGeneration } from "../../core/night/read-run-files.ts";
import { levels } from "../../core/organisations/organisation.ts";

const boardsAtOnce = 4;

type Reading = {
  readonly run: Run;
  readonly ports: NightPorts & DrawingFacts & { readonly evaluations?: readonly DeclaredText[] | undefined };
};

type Around = Pick<PageBatch["places"][number], "place" | "above">;
export type BoardReader = { readonly rules: string; readonly around: (place: Around) => Promise<readonly BoardMemory[]> };

/** What earlier runs worked out of the places below a board: of a network that of its ICB, of England that of all of them. Each is read once for a batch. */
export function boardReader(before: ShownGeneration | null, { run, ports }: Reading): BoardReader {
  const { profileOf, ...versions } = drawingRules(ports, run.civilDate);
  const declared = (ports.evaluations ?? []).map(({ canonical }) => ports.digest(canonical));
  const rules = ports.digest(canonicalJson({ ...versions, profiles: levels.map(profileOf), declared }));
  const known = new Map<string, Promise<BoardMemory | null>>();
  const of = (board: string) => {
    const drawn = before?.index.places[board]?.run;
    const memory = known.get(board) ?? (drawn === undefined ? Promise.resolve(null) : readBoard({ run: drawn, board, rules }, ports));
    known.set(board, memory);
    return memory;
  };
  const around = async ({ place, above }: Around) => {
    const shown = place.level === "england" ? Object.entries(before?.index.places ?? {}) : [];
    const boards = [
      ...[place, ...above]
        .filter(({ level }) => level === "icb" || (level === "england" && place.level === "england"))
        .map(({ code }) => code),
      ...shown.filter(([, { level }]) => level === "icb").map(([code]) => code),
    ];
    return place.level === "practice" ? [] : (await inParallel(boards, boardsAtOnce, of)).filter((memory) => memory !== null);
  };
  return { rules, around };
}
