import * as z from "zod";
import { analysedOf } from "../analysis/analysed-instruments.ts";
import { type Evaluation, parseEvaluation } from "../analysis/evaluation.ts";
import { canonicalJson } from "../canonical-json.ts";
import { type ChartRules, chartRulesSchema } from "../chart-rules.ts";
import { imdVersions, lsoaVersions } from "../events/event.ts";
import { type ImdLookup, loadImdLookup } from "../identifiers/imd.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { mappings } from "../mapping/mappings.ts";
import { readMapping } from "../mapping/read-mapping.ts";
import { type Parsed, type Refusal, refused, taken } from "../refusal.ts";
import { definitionFaults } from "./definition-faults.ts";
import { type Instrument, instrumentSchema } from "./instrument.ts";
import { folded, type Registry } from "./registry.ts";
import { readValueSet } from "./value-set.ts";

const overridable = instrumentSchema
  .pick({ caseness: true, reliableChange: true, minimalImportantDifference: true, bands: true, missing: true })
  .partial();

const reference = z.string().trim().min(1).max(64);
/** One reference for the whole deployment, or one for each practice that holds a licence, by ODS code. */
const licence = z.union([reference, z.record(z.string().regex(/^[A-HJ-NPV-Y][0-9]{5}$/), reference)]);

const override = z.strictObject({ instrument: z.string(), version: z.string().regex(/^[A-Za-z0-9.-]+$/), set: overridable });

/** What a deployer may bring: instruments of their own, thresholds in the place of unconfirmed ones, licence references, value sets, a table of neighbourhoods, mappings of files, evaluations declared before they are run. */
const deploymentSchema = z.strictObject({
  instruments: z.array(z.unknown()).optional(),
  overrides: z.array(override).optional(),
  licences: z.record(z.string(), licence).optional(),
  valueSets: z.array(z.unknown()).optional(),
  mappings: z.array(z.unknown()).optional(),
  evaluations: z.array(z.unknown()).optional(),
  charts: chartRulesSchema.optional(),
  deprivation: z
    .strictObject({ lsoaVersion: z.enum(lsoaVersions), imdVersion: z.enum(imdVersions), deciles: z.record(z.string(), z.number()) })
    .optional(),
});

type Override = z.infer<typeof override>;
type Licence = z.infer<typeof licence>;

/**
 * The registry with a deployer's own file on top. Own instruments follow the same schema as those shipped and cannot replace one;
 * a threshold that is confirmed cannot be overridden; an overridden definition says so in its version (`1.0.0+trust-2026`).
 */
export function withDeployment(shipped: Registry, file: unknown): Parsed<Registry> {
  const read = deploymentSchema.safeParse(file);
  if (!read.success) return { ok: false, refusals: schemaRefusals(read.error, "") };
  const registry = new Map(shipped);
  const { instruments = [], overrides = [], licences = {}, valueSets = [] } = read.data;
  const refusals = [
    ...instruments.flatMap((own, index) => addOwn(registry, own, `instruments.${index}`)),
    ...overrides.flatMap((one, index) => addOverride(registry, one, `overrides.${index}`)),
    ...Object.entries(licences).flatMap(([id, reference]) => addLicence(registry, id, reference)),
    ...valueSets.flatMap((set, index) => addValueSet(registry, set, `valueSets.${index}`)),
  ];
  return refusals.length === 0 ? taken(registry) : { ok: false, refusals };
}

/** What a deployer's file comes to. */
export type Deployment = {
  readonly instruments: Registry;
  /** By which a referral's neighbourhood becomes a quintile; `null` where none is given. */
  readonly deprivation: ImdLookup | null;
  /** How files of other systems are read: the deployer's own mappings, and after them those shipped. */
  readonly mappings: readonly Mapping[];
  /** The evaluations that every night runs, each with its canonical JSON, over which its hash is taken. */
  readonly evaluations?: readonly DeclaredText[];
  /** What is aimed for over time, and from when limits are set anew. */
  readonly charts?: ChartRules;
};

/** A declared evaluation and the text that is hashed. */
export type DeclaredText = { readonly evaluation: Evaluation; readonly canonical: string };

/** Reads a deployer's file; a text that is no JSON is refused as data, not thrown. */
export function readDeployment(shipped: Registry, text: string): Parsed<Deployment> {
  const json = parsedJson(text);
  const registry = json.ok ? withDeployment(shipped, json.value) : json;
  const deprivation = json.ok && registry.ok ? readDeprivation(json.value) : taken(null);
  if (!registry.ok) return registry;
  if (!deprivation.ok) return deprivation;
  const own = json.ok ? readMappings(json.value) : taken([]);
  if (!own.ok) return own;
  const declared = json.ok ? readEvaluations(json.value, registry.value) : taken([]);
  if (!declared.ok) return declared;
  const { value: evaluations } = declared;
  const read = { instruments: registry.value, deprivation: deprivation.value, mappings: [...own.value, ...mappings] };
  const charts = json.ok ? deploymentSchema.parse(json.value).charts : undefined;
  return taken({ ...read, ...(evaluations.length === 0 ? {} : { evaluations }), ...(charts === undefined ? {} : { charts }) });
}

function parsedJson(text: string): Parsed<unknown> {
  try {
    return taken(JSON.parse(text));
  } catch {
    return refused("not-json", "", "give a file of JSON");
  }
}

function readDeprivation(file: unknown): Parsed<ImdLookup | null> {
  const { deprivation } = deploymentSchema.parse(file);
  if (deprivation === undefined) return taken(null);
  const { deciles, ...version } = deprivation;
  const lookup = loadImdLookup(
    version,
    Object.entries(deciles).map(([lsoa, decile]) => ({ lsoa, decile })),
  );
  return lookup.ok
    ? lookup
    : { ok: false, refusals: lookup.refusals.map((one) => ({ ...one, field: `deprivation.deciles.${one.field}` })) };
}

function readMappings(file: unknown): Parsed<readonly Mapping[]> {
  const read = (deploymentSchema.parse(file).mappings ?? []).map((one, index) => readMapping(one, `mappings.${index}`));
  const refusals = read.flatMap((one) => (one.ok ? [] : one.refusals));
  return refusals.length > 0 ? { ok: false, refusals } : taken(read.flatMap((one) => (one.ok ? [one.value] : [])));
}

function readEvaluations(file: unknown, registry: Registry): Parsed<readonly DeclaredText[]> {
  const analysed = analysedOf(registry);
  const read = (deploymentSchema.parse(file).evaluations ?? []).map((one, index) => {
    const parsed = parseEvaluation(one, analysed);
    const refusals = parsed.ok ? [] : parsed.refusals.map((each) => ({ ...each, field: `evaluations.${index}.${each.field}` }));
    return { refusals, declared: parsed.ok ? [{ evaluation: parsed.value, canonical: canonicalJson(one) }] : [] };
  });
  const refusals = read.flatMap((one) => one.refusals);
  return refusals.length > 0 ? { ok: false, refusals } : taken(read.flatMap(({ declared }) => declared));
}

/** One instrument from JSON, checked as strictly as those shipped. */
export function readInstrument(json: unknown): Parsed<Instrument> {
  const read = instrumentSchema.safeParse(json);
  if (!read.success) return { ok: false, refusals: schemaRefusals(read.error, "") };
  const faults = definitionFaults(read.data);
  return faults.length === 0 ? taken(read.data) : { ok: false, refusals: faults };
}

function addOwn(registry: Map<string, Instrument>, own: unknown, at: string): readonly Refusal[] {
  const read = readInstrument(own);
  if (!read.ok) return read.refusals.map((refusal) => ({ ...refusal, field: refusal.field === "" ? at : `${at}.${refusal.field}` }));
  const isTaken = [...registry.keys()].some((id) => folded(id) === folded(read.value.id));
  if (isTaken)
    return [{ rule: "instrument-id-taken", field: `${at}.id`, fix: "give the instrument an id that no other instrument is read by" }];
  registry.set(read.value.id, read.value);
  return [];
}

function addOverride(registry: Map<string, Instrument>, { instrument: id, version, set }: Override, at: string): readonly Refusal[] {
  const instrument = registry.get(id);
  if (instrument === undefined) return [unknownInstrument(`${at}.instrument`)];
  const fixed = Object.keys(set).filter((key) => isConfirmed(instrument[key as keyof typeof set]));
  if (fixed.length > 0) {
    const fix = "override unconfirmed or configurable thresholds only; a confirmed one needs an instrument of your own";
    return fixed.map((key) => ({ rule: "threshold-confirmed", field: `${at}.set.${key}`, fix }));
  }
  const changed = { ...instrument, ...withoutUndefined(set), version: `${instrument.version}+${version}` };
  const faults = definitionFaults(changed);
  if (faults.length === 0) registry.set(id, changed);
  return faults.map((fault) => ({ ...fault, field: `${at}.set.${fault.field}` }));
}

function isConfirmed(part: { evidence: string; configurable?: boolean | undefined } | null): boolean {
  return part !== null && part.evidence === "confirmed" && part.configurable !== true;
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function addLicence(registry: Map<string, Instrument>, id: string, given: Licence): readonly Refusal[] {
  const instrument = registry.get(id);
  if (instrument === undefined) return [unknownInstrument(`licences.${id}`)];
  const held = typeof given === "string" ? { localId: given } : { localIds: given };
  registry.set(id, { ...instrument, licence: { ...instrument.licence, ...held } });
  return [];
}

function addValueSet(registry: Map<string, Instrument>, json: unknown, at: string): readonly Refusal[] {
  const read = readValueSet(json);
  if (!read.ok) return read.refusals.map((refusal) => ({ ...refusal, field: `${at}.${refusal.field}` }));
  const instrument = registry.get("eq-5d-5l");
  if (instrument === undefined || instrument.scoring.method !== "value-set") return [unknownInstrument(at)];
  if (instrument.scoring.valueSet !== null) {
    return [{ rule: "one-value-set", field: at, fix: "load one value set: reports never mix two" }];
  }
  const { id, version } = read.value;
  registry.set("eq-5d-5l", {
    ...instrument,
    version: `${instrument.version}+${id}.${version}`,
    scoring: { method: "value-set", valueSet: read.value },
  });
  return [];
}

function unknownInstrument(field: string): Refusal {
  return { rule: "unknown-instrument", field, fix: "name an instrument of the registry by its id" };
}

/** What a schema found wrong, as refusals: where and what kind, never the value. */
function schemaRefusals(error: z.ZodError, at: string): readonly Refusal[] {
  return error.issues.map(({ code, path }) => ({
    rule: code === "unrecognized_keys" ? "unknown-field" : "definition-shape",
    field: [at, ...path.map(String)].filter((part) => part !== "").join("."),
    fix: "follow the shape of the definitions in core/instruments: instrument.ts says what each field is",
  }));
}
