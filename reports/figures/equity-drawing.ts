import type { OutcomeReport } from "../../core/place-report.ts";
import type { Drawing, Layout } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { equityDimensions, equityLabels, groupName } from "../words/equity-words.ts";
import { groupDots } from "./group-dots.ts";

/** The share of each group that improved, with everybody as a dashed line. */
export function equityDrawing({ groups, reliable }: OutcomeReport, layout: Layout): Drawing {
  const panels = equityDimensions.map(([dimension, title, short]) => {
    const rows = groups.find((one) => one.dimension === dimension)?.rows ?? [];
    const dots = rows.map(({ group, n, improved, unreliable }) => {
      const [name, shortName] = [groupName(dimension, group), groupName(dimension, group, true)];
      return { name, short: shortName, n, share: improved, unreliable };
    });
    return { title, short, dots };
  });
  return groupDots({ panels, everybody: reliable.improved.percent, people: equityLabels.people, colour: palette.improved }, layout);
}
