import type { Estimate, OutcomeReport, Shown } from "../../core/place-report.ts";
import { palette } from "../draw/palette.ts";
import { bothScoresPercent, followUpPercent, keyNumberFrom } from "../words/attrition.ts";
import { changeFinding, keyInterval } from "../words/change-words.ts";
import { classWords } from "../words/construct-words.ts";
import { keyWords } from "../words/key-words.ts";
import { changeText, countText, numberOf, percentText, shownText } from "../words/numbers.ts";
import { shellWords } from "../words/shell-words.ts";
import { type Html, html } from "./html.ts";

/** The three numbers to take away from one outcome, each with a small picture; a change that too few were followed up for is not one. */
export function keyNumbers(report: OutcomeReport): Html {
  const cards = [peopleCard(report), changeCard(report), shareCard(report)].filter((card) => card !== null);
  return html`<ul class="kpis" aria-label="${shellWords.keyNumbers}">${cards}</ul>`;
}

/** Words with a measure's name in them, which is not broken at its hyphen unless it is long: a card of a phone is narrow. */
export function unbroken(words: string, { name }: OutcomeReport["measure"]): Html {
  const at = words.indexOf(name);
  if (at < 0 || name.length > longestUnbroken) return html`${words}`;
  return html`${words.slice(0, at)}<span class="unbroken">${name}</span>${words.slice(at + name.length)}`;
}

const longestUnbroken = 12;

function card(number: string, picture: Html | null, words: string | Html): Html {
  return html`<li><strong>${number}</strong>${picture}<span>${words}</span></li>`;
}

function peopleCard({ flow }: OutcomeReport): Html {
  const share = bothScoresPercent(flow);
  const words = share === null ? keyWords.people : keyWords.peopleOf(percentText(share));
  return card(shownText(flow.followedUp, countText), share === null ? null : barPicture(share, palette.volume), words);
}

function changeCard(report: OutcomeReport): Html | null {
  const { change, flow, measure } = report;
  const reached = followUpPercent(flow);
  if (changeFinding(report).kind === "too-few" || change.meanChange.kind !== "value" || (reached !== null && reached < keyNumberFrom))
    return null;
  const words = keyWords.change(measure.name, keyInterval(change));
  return card(keyWords.points(changeText(change.meanChange.value)), intervalPicture(change.meanChange, measure), unbroken(words, measure));
}

function shareCard(report: OutcomeReport): Html | null {
  const { improved, deteriorated } = report.reliable;
  if (changeFinding(report).kind === "too-few" || improved.percent.kind !== "value") return null;
  const words = classWords(report);
  return card(
    percentText(improved.percent.value),
    barPicture(improved.percent.value, palette.improved),
    `${words.improved}; ${shownText(deteriorated.percent, percentText)} ${words.deteriorated}`,
  );
}

/** A bar from 0 to 100 per cent. Decoration: the number is beside it. */
function barPicture(percent: number, colour: string): Html {
  return html`<svg class="mini" viewBox="0 0 200 26" preserveAspectRatio="xMinYMid" aria-hidden="true" focusable="false"><path d="M4 13H196" stroke="${palette.grid}" stroke-width="2"/><path d="M4 13H${position(percent, { from: 0, to: 100 })}" stroke="${colour}" stroke-width="10"/></svg>`;
}

/** An estimate with its interval, or a mean that is shown without one, on a line that reaches a third of the measure's range each way; the stroke is no change. */
export function intervalPicture(estimate: Shown | Estimate, { min, max }: OutcomeReport["measure"]): Html | null {
  if (estimate.kind !== "value") return null;
  const { lower, upper } = "lower" in estimate ? estimate : { lower: estimate.value, upper: estimate.value };
  const reach = Math.max((max - min) / 5, Math.abs(lower), Math.abs(upper));
  const at = (value: number) => position(value, { from: -reach, to: reach });
  return html`<svg class="mini" viewBox="0 0 200 26" preserveAspectRatio="xMinYMid" aria-hidden="true" focusable="false"><path d="M4 13H196" stroke="${palette.grid}" stroke-width="2"/><path d="M${at(0)} 3V23" stroke="${palette.text}" stroke-width="1.5"/><path d="M${at(lower)} 13H${at(upper)}" stroke="${palette.text}" stroke-width="4"/><circle cx="${at(numberOf(estimate) ?? 0)}" cy="13" r="6" fill="${palette.text}"/></svg>`;
}

function position(value: number, { from, to }: { readonly from: number; readonly to: number }): string {
  return (4 + ((value - from) / (to - from)) * 192).toFixed(1);
}
