/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Loader } from "vega";
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";
import type { FeedRecord } from "../../core/outcomes-feed.ts";
import { measuresOf, pictureOf } from "./numbers-picture.ts";

/** The one script of this service: it runs on this page alone, reads what the reader may read anyway, and asks nobody else for anything. */
type Place = { readonly level: string; readonly code: string; readonly name: string };
type Listed = { readonly generation: number; readonly places: readonly Place[] };
type Feed = { readonly numbers: readonly FeedRecord[] };

const choose = (id: string) => document.querySelector<HTMLSelectElement>(`#${id}`) ?? refuse();
const [place, outcome, figure, measure] = [choose("place"), choose("outcome"), choose("figure"), choose("measure")];
const picture = document.querySelector<HTMLElement>("#picture") ?? refuse();
const says = document.querySelector<HTMLElement>("#says") ?? refuse();
const way = document.querySelector<HTMLAnchorElement>("#way") ?? refuse();

let listed: Listed = { generation: 0, places: [] };
let feed: Feed = { numbers: [] };

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

function inWords(id: string): string {
  const words = id.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
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
  way.href = `reports/${listed.generation}/${folderOf(shown)}/${outcome.value}/index.html#${figure.value}`;
  way.hidden = false;
  picture.replaceChildren();
  const { spec, words } = pictureOf(shownNumbers(), measure.value);
  if (spec !== null) {
    const options = { ast: true, expr: expressionInterpreter, actions: false, defaultStyle: false, loader: closed } as const;
    await embed(picture, spec, { ...options, renderer: "svg", tooltip: { disableDefaultStyle: true } });
  }
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", words);
  say(words);
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
void act(begin);
