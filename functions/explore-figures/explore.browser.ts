/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Loader } from "vega";
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";
import type { FeedRecord } from "../../core/outcomes-feed.ts";
import { chosenOf, inWords, measuresOf, pageOf, rowsOf, tableHead, wordsOf } from "./chosen-numbers.ts";
import { pictureOf } from "./numbers-picture.ts";

/** The one script of this service: it runs on this page alone, reads what the reader may read anyway, and asks nobody else for anything. */
type Place = { readonly level: string; readonly code: string; readonly name: string };
type Listed = { readonly generation: number; readonly places: readonly Place[] };
type Feed = { readonly numbers: readonly FeedRecord[] };

const choose = (id: string) => document.querySelector<HTMLSelectElement>(`#${id}`) ?? refuse();
const [place, outcome, figure, measure] = [choose("place"), choose("outcome"), choose("figure"), choose("measure")];
const picture = document.querySelector<HTMLElement>("#picture") ?? refuse();
const numbers = document.querySelector<HTMLElement>("#numbers") ?? refuse();
const says = document.querySelector<HTMLElement>("#says") ?? refuse();
const way = document.querySelector<HTMLAnchorElement>("#way") ?? refuse();

let listed: Listed = { generation: 0, places: [] };
let feed: Feed = { numbers: [] };
let drawing: Promise<void> = Promise.resolve();
let isWaiting = false;
let drawnWidth = 0;

function refuse(): never {
  throw new Error("the page lacks a part of it");
}

/** Specifications carry their data: whatever else one asks for is not fetched. */
const closed = { load: () => Promise.reject(new Error("nothing is fetched")) } as unknown as Loader;

async function read<T>(path: string): Promise<T> {
  const answer = await fetch(path, { credentials: "same-origin", headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

function offer(select: HTMLSelectElement, options: readonly (readonly [value: string, text: string])[]): void {
  const before = select.value;
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value, false, value === before)));
}

function folderOf({ level, code }: Place): string {
  return level === "england" ? "england" : `${level}/${encodeURIComponent(code)}`;
}

async function choosePlace(): Promise<void> {
  feed = await read<Feed>(`v1/outcomes/${encodeURIComponent(place.value)}`);
  offer(
    outcome,
    [...new Set(feed.numbers.map((one) => one.outcome))].map((id) => [id, inWords(id)]),
  );
  await chooseOutcome();
}

async function chooseOutcome(): Promise<void> {
  const tables = feed.numbers.flatMap((one) => (one.outcome === outcome.value ? [one.table] : []));
  offer(
    figure,
    [...new Set(tables)].map((id) => [id, inWords(id)]),
  );
  await chooseFigure();
}

async function chooseFigure(): Promise<void> {
  offer(measure, measuresOf(shownNumbers()));
  await draw();
}

function shownNumbers(): readonly FeedRecord[] {
  return feed.numbers.filter((one) => one.outcome === outcome.value && one.table === figure.value);
}

async function draw(): Promise<void> {
  const shown = listed.places.find(({ code }) => code === place.value);
  if (shown === undefined) return;
  way.href = `reports/${listed.generation}/${folderOf(shown)}/${pageOf(figure.value, outcome.value)}`;
  way.hidden = false;
  const chosen = chosenOf(shownNumbers(), measure.value);
  say(wordsOf(chosen));
  numbers.replaceChildren(tableOf(tableHead(chosen, measure.value), rowsOf(chosen, measure.value)));
  numbers.hidden = chosen.length === 0;
  await drawPicture();
}

/** Draws for the width that there is when its turn comes: one picture at a time, and what is asked for while one waits is that one. */
function drawPicture(): Promise<void> {
  if (isWaiting) return drawing;
  isWaiting = true;
  drawing = drawing.catch(() => undefined).then(drawNow);
  return drawing;
}

async function drawNow(): Promise<void> {
  isWaiting = false;
  drawnWidth = picture.clientWidth;
  const spec = pictureOf(shownNumbers(), measure.value, drawnWidth);
  picture.replaceChildren();
  if (spec === null) return;
  const words = says.textContent;
  const options = { ast: true, expr: expressionInterpreter, actions: false, defaultStyle: false, loader: closed } as const;
  await embed(picture, { ...spec, description: words }, { ...options, renderer: "svg", tooltip: { disableDefaultStyle: true } });
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", words);
}

function tableOf(named: readonly string[], rows: readonly (readonly string[])[]): HTMLTableElement {
  const table = element("table", "nhsuk-table");
  const caption = element("caption", "nhsuk-table__caption nhsuk-table__caption--s", "The same numbers as a table");
  const head = element("thead", "nhsuk-table__head");
  const titles = named.map((title) => element("th", "nhsuk-table__header", title));
  for (const title of titles) title.scope = "col";
  head.append(element("tr", ""));
  head.rows[0]?.append(...titles);
  const body = element("tbody", "nhsuk-table__body");
  body.append(...rows.map(rowOf));
  table.append(caption, head, body);
  return table;
}

function rowOf([first = "", ...others]: readonly string[]): HTMLTableRowElement {
  const row = element("tr", "nhsuk-table__row");
  const name = element("th", "nhsuk-table__header", first);
  name.scope = "row";
  row.append(name, ...others.map((cell) => element("td", "nhsuk-table__cell", cell)));
  return row;
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, text = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function say(text: string): void {
  says.textContent = text;
}

/** What is shown stands in the address, so that it can be kept and sent on. */
async function act(step: () => Promise<void>): Promise<void> {
  try {
    await step();
    history.replaceState(null, "", `#${[place.value, outcome.value, figure.value, measure.value].map(encodeURIComponent).join("/")}`);
  } catch {
    say("This cannot be read at the moment: try again, or sign in if it is not about England.");
  }
}

function select(element: HTMLSelectElement, wanted: string | undefined): void {
  if (wanted !== undefined && [...element.options].some(({ value }) => value === wanted)) element.value = wanted;
}

async function begin(): Promise<void> {
  const [wantedPlace, wantedOutcome, wantedFigure, wantedMeasure] = location.hash.slice(1).split("/").map(decodeURIComponent);
  listed = await read<Listed>("v1/outcomes");
  offer(
    place,
    listed.places.map(({ code, name }) => [code, name]),
  );
  select(place, wantedPlace);
  await choosePlace();
  select(outcome, wantedOutcome);
  await chooseOutcome();
  select(figure, wantedFigure);
  await chooseFigure();
  select(measure, wantedMeasure);
  await draw();
}

place.addEventListener("change", () => void act(choosePlace));
outcome.addEventListener("change", () => void act(chooseOutcome));
figure.addEventListener("change", () => void act(chooseFigure));
measure.addEventListener("change", () => void act(draw));
document.querySelector<HTMLElement>("#explorer")?.removeAttribute("hidden");
new ResizeObserver(() => {
  if (picture.clientWidth !== drawnWidth) void drawPicture();
}).observe(picture);
void act(begin);
