import type { UnfollowedTable } from "../../core/comparison-table.ts";
import type { PlaceReport } from "../../core/place-report.ts";
import type { Drawing, Layout } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { statisticNames } from "../words/statistic-names.ts";
import {
  fewestGroups,
  howToReadMissingGroups,
  missingGroupRow,
  missingGroupsAlt,
  missingGroupsCaption,
  missingGroupsColumns,
  missingGroupsEmpty,
  missingGroupsNotes,
  missingGroupsPeople,
  missingGroupsSubtitle,
  missingGroupsTitle,
  unfollowedDimensions,
  unfollowedGroupName,
} from "../words/unfollowed-words.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { groupDots } from "./group-dots.ts";
import type { UnfollowedOutcome } from "./missing-months-figure.ts";

type Groups = UnfollowedTable["groups"];

/** The share of people without a follow-up score, group by group: what its tables hold as disclosed, and nothing beside it, so no line of everybody. */
export function missingGroupsFigure(report: UnfollowedOutcome, place: PlaceReport): Figure {
  const { groups } = report.unfollowed;
  const isDrawn = groups.some(({ rows }) => rows.filter(({ percent }) => percent.kind === "value").length >= fewestGroups);
  return {
    id: "missing-groups",
    title: missingGroupsTitle(groups),
    subtitle: missingGroupsSubtitle(report, place.period),
    how: howToReadMissingGroups,
    notes: [...missingGroupsNotes, disclosureText(place)],
    alt: missingGroupsAlt(groups),
    tables: inOrder(groups).map(tableOf),
    records: inOrder(groups).flatMap(recordsOf),
    picture: isDrawn ? { wide: drawingOf(groups, "wide"), narrow: drawingOf(groups, "narrow") } : { empty: missingGroupsEmpty },
  };
}

type Panel = { readonly title: string; readonly short: string } & Groups[number];

/** Headings that have groups, in the order of the figure. */
function inOrder(groups: Groups): readonly Panel[] {
  return unfollowedDimensions.flatMap(([dimension, title, short]) => {
    const rows = groups.find((one) => one.dimension === dimension)?.rows ?? [];
    return rows.length === 0 ? [] : [{ dimension, title, short, rows }];
  });
}

function drawingOf(groups: Groups, layout: Layout): Drawing {
  const panels = inOrder(groups).map(({ dimension, title, short, rows }) => {
    const dots = rows.map(({ group, n, percent }) => {
      const [name, shortName] = [unfollowedGroupName(dimension, group), unfollowedGroupName(dimension, group, true)];
      return { name, short: shortName, n, share: percent, unreliable: false };
    });
    return { title, short, dots };
  });
  return groupDots({ panels, everybody: null, people: missingGroupsPeople, colour: palette.volume }, layout);
}

function tableOf({ dimension, title, rows }: Panel): TableTwin {
  return {
    caption: missingGroupsCaption(title),
    columns: missingGroupsColumns.map((label, at) => ({ label, numeric: at > 0 })),
    rows: rows.map((row) => missingGroupRow(dimension, row)),
  };
}

function recordsOf({ dimension, rows }: Panel): readonly DataRecord[] {
  return rows.flatMap(({ group, n, percent }): readonly DataRecord[] => [
    { group: `${dimension} ${group}`, statistic: statisticNames.withoutFollowUp, unit: "people", value: n },
    { group: `${dimension} ${group}`, statistic: statisticNames.withoutFollowUp, unit: "per cent", value: percent },
  ]);
}
