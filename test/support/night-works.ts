import type { WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { collectGarbage, collectGarbageInput } from "../../functions/collect-garbage/collect-garbage.ts";
import { planNight, planNightInput } from "../../functions/plan-night/plan-night.ts";
import { planBoard, planBoardInput } from "../../functions/plan-pages/plan-board.ts";
import { planPages, planPagesInput } from "../../functions/plan-pages/plan-pages.ts";
import { publishGeneration, publishGenerationInput } from "../../functions/publish-generation/publish-generation.ts";
import { refreshUnits, refreshUnitsInput } from "../../functions/refresh-units/refresh-units.ts";
import { renderPages, renderPagesInput } from "../../functions/render-pages/render-pages.ts";
import { rollUp, rollUpInput } from "../../functions/roll-up/roll-up.ts";
import { checkBoards, checkBoardsInput } from "../../functions/verify-generation/check-boards.ts";
import { verifyGeneration, verifyGenerationInput } from "../../functions/verify-generation/verify-generation.ts";
import { writeLakeInput, writeLakeOfNight } from "../../functions/write-lake/write-lake.ts";
import { lakePorts, lakeTwin } from "./lake-twin.ts";
import type { Input, NightFolder } from "./played-machine.ts";

/** What each function of the night does with what the state machine gives it, over the ports given; its answer carries the night's name on. */
export function nightWorks(ports: WholeNightPorts): (folder: NightFolder, event: Input) => Promise<object> {
  const lake = lakeTwin();
  const moment = { now: () => 0, today: () => "2026-11-22" };
  const works: Record<NightFolder, (event: Input) => Promise<object>> = {
    "plan-night": (event) => planNight(planNightInput.parse(event), ports),
    "refresh-units": (event) => refreshUnits(refreshUnitsInput.parse(event), ports),
    "roll-up": (event) => rollUp(rollUpInput.parse(event), ports),
    "plan-pages": (event) => {
      const board = planBoardInput.safeParse(event);
      return board.success ? planBoard(board.data, ports) : planPages(planPagesInput.parse(event), ports);
    },
    "render-pages": (event) => renderPages(renderPagesInput.parse(event), ports),
    "verify-generation": (event) => {
      const boards = checkBoardsInput.safeParse(event);
      return boards.success ? checkBoards(boards.data, ports) : verifyGeneration(verifyGenerationInput.parse(event), ports);
    },
    "publish-generation": (event) => publishGeneration(publishGenerationInput.parse(event), ports),
    "collect-garbage": (event) => collectGarbage(collectGarbageInput.parse(event), ports),
    "write-lake": (event) =>
      writeLakeOfNight(writeLakeInput.parse(event), { ...lakePorts(new Map(), () => [], lake), ...ports, ...moment }),
  };
  return async (folder, event) => ({ ...(await works[folder](event)), correlationId: "the-night" });
}

/** Reads lists from where the functions wrote them. */
export function listReader({ reports }: Pick<WholeNightPorts, "reports">): (bucket: string, key: string) => Promise<string> {
  return async (_bucket, key) => {
    const [, gen = "", name = ""] = /^runs\/(\d+)\/(.+)$/.exec(key) ?? [];
    return (await reports.readRunFile(Number(gen), name)) ?? Promise.reject(new Error("NoSuchKey"));
  };
}
