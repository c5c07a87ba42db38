import type { Picture } from "../draw/drawing.ts";
import type { Figure } from "../figures/figure.ts";
import { downloadWords } from "../words/archive-words.ts";
import { labelWords } from "../words/evidence-words.ts";
import { figureWords } from "../words/shell-words.ts";
import { chartIcons } from "./chart-icons.ts";
import { type Html, html, nothing, trusted } from "./html.ts";
import { tableTwin } from "./table-twin.ts";

/** A figure with its two pictures, or with none where the figure may not or cannot be drawn. */
export type DrawnFigure = {
  readonly figure: Figure;
  readonly number: number;
  readonly wide: Picture | null;
  readonly narrow: Picture | null;
};

/**
 * A figure as it stands on its page: finding, picture, how to read it, notes, tables, downloads. One that cannot be shown has no notes on how it is
 * drawn and nothing to cite: its box says why, and its files hold both.
 */
export function figureSection({ figure, number, wide, narrow }: DrawnFigure, citation: string): Html {
  const { id, title, subtitle } = figure;
  return html`<figure class="fig" id="fig-${id}" aria-labelledby="fig-${id}-title">
<figcaption><p class="fig__no">${figureWords.number(number, labelWords[figure.label ?? "exploratory"])}</p><h3 class="fig__title" id="fig-${id}-title">${title}</h3><p class="fig__sub">${subtitle}</p></figcaption>
${"empty" in figure.picture ? emptyState(figure.picture.empty) : plot({ figure, number, wide, narrow })}
${"empty" in figure.picture ? null : html`<div class="fig__note">${figure.notes.filter((note) => note !== "").map((note) => html`<p>${note}</p>`)}</div>`}
<details class="nhsuk-details fig__data"${"empty" in figure.picture && holdsNumbers(figure) ? html` open` : null}><summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">${figureWords.table}<span class="nhsuk-u-visually-hidden">${figureWords.forFigure(number)}</span></span></summary><div class="nhsuk-details__text">${figure.tables.map((table, index) => tableTwin(table, `fig-${id}-table-${index + 1}`))}${keyOf(figure)}</div></details>
${downloads({ figure, number, wide, narrow })}
${"empty" in figure.picture ? null : html`<p class="fig__cite">${downloadWords.cite} ${citation}</p>`}
</figure>
`;
}

function plot({ figure, wide, narrow }: DrawnFigure): Html {
  return html`<div class="fig__body"><div class="fig__plot">${wide === null ? null : inline(wide, figure.id, "wide")}${narrow === null ? null : inline(narrow, figure.id, "narrow")}</div><div class="fig__how"><h4 class="fig__howh">${figureWords.how}</h4><p>${figure.how}</p>${chartIcons(figure.icons ?? [])}</div></div>
<p id="fig-${figure.id}-alt" hidden>${figure.alt}</p>`;
}

function inline({ svg, width, height }: Picture, id: string, layout: string): Html {
  const root = `<svg xmlns="http://www.w3.org/2000/svg" class="fig-svg fig-svg--${layout}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="fig-${id}-title" aria-describedby="fig-${id}-alt" focusable="false" font-family="Arial, Helvetica, sans-serif">`;
  return trusted(svg.replace(/^<svg[^>]*>/, root));
}

/** A figure small, in its narrow layout, with its finding as the way to where it stands whole; the reason in words where it cannot be shown. */
export function glancePicture({ figure, narrow }: DrawnFigure, href: string): Html {
  const { id, title, subtitle, alt } = figure;
  return html`<figure class="glance__fig" id="fig-${id}" aria-labelledby="fig-${id}-title">
<figcaption><h3 class="glance__title" id="fig-${id}-title"><a href="${href}">${title}</a></h3><p class="fig__sub">${subtitle}</p></figcaption>
${"empty" in figure.picture || narrow === null ? html`<p class="glance__none">${"empty" in figure.picture ? figure.picture.empty : ""}</p>` : html`${inline(narrow, id, "glance")}<p id="fig-${id}-alt" hidden>${alt}</p>`}
</figure>
`;
}

/** What stands where a figure cannot be shown: a reason, never an empty chart. */
export function emptyState(reason: string): Html {
  return html`<div class="empty"><p class="empty__title">${figureWords.empty}</p><p>${reason}</p></div>`;
}

/** Whether a table says something besides why it does not: then it stands open where there is no picture. */
function holdsNumbers({ tables }: Figure): boolean {
  return tables.some(({ rows }) => rows.some(([, ...cells]) => cells.some((cell) => /\d/.test(cell))));
}

function keyOf({ tables }: Figure): Html {
  const cells = new Set(tables.flatMap(({ rows }) => rows.flat()).flatMap((cell) => cell.match(/\[[cxz]\]/g) ?? []));
  const used = Object.entries(figureWords.signs).filter(([sign]) => cells.has(sign));
  return used.length === 0 ? nothing : html`<p class="nhsuk-body-s">${used.map(([, meaning]) => meaning).join(" ")}</p>`;
}

function downloads({ figure, number, wide }: DrawnFigure): Html {
  const endings = ["csv", "meta.json", ...(wide === null ? [] : (["svg", "narrow.svg", "vl.json"] as const)), "zip"] as const;
  const links = endings.map((ending) => {
    const [name, what] = downloadWords.names[ending];
    return html` <a href="figures/${figure.id}.${ending}" download>${name}<span class="nhsuk-u-visually-hidden">${downloadWords.forFigure(what, number)}</span></a>`;
  });
  return html`<p class="fig__links">${downloadWords.before(number)}${links}</p>`;
}
