import type { TakenType } from "./entries.ts";

/** Where in a resource each field of its events is read from. What a correction puts in the place of an event has the same fields. */
export const elementPaths: Readonly<Record<TakenType, Readonly<Record<string, string>>>> = {
  Patient: {},
  ServiceRequest: {
    eventId: "resource.identifier",
    practice: "resource.requester.identifier.value",
    referralId: "resource.identifier",
    patient: "resource.subject",
    referredOn: "resource.authoredOn",
    referrerRole: "resource.extension",
    deliveredBy: "resource.performerType.text",
    activity: "resource.orderDetail.0.text",
    needs: "resource.reasonCode",
    ageBand: "resource.subject",
    sex: "resource.subject",
    ethnicity: "resource.subject",
    imdQuintile: "resource.subject",
    imdVersion: "resource.subject",
  },
  Task: {
    eventId: "resource.identifier",
    practice: "resource.focus",
    referralId: "resource.focus",
    on: "resource.lastModified",
    status: "resource.status",
  },
  QuestionnaireResponse: {
    eventId: "resource.identifier",
    practice: "resource.basedOn",
    referralId: "resource.basedOn",
    instrument: "resource.questionnaire",
    completedOn: "resource.authored",
    items: "resource.item",
    total: "resource.item",
    scoreBasis: "resource.extension",
    mode: "resource.source",
    recordedAt: "resource.meta.lastUpdated",
  },
  Observation: {
    eventId: "resource.identifier",
    practice: "resource.basedOn",
    referralId: "resource.basedOn",
    instrument: "resource.code",
    completedOn: "resource.effectiveDateTime",
    total: "resource.valueQuantity",
    scoreBasis: "resource.extension",
    items: "resource.valueQuantity",
    recordedAt: "resource.meta.lastUpdated",
  },
};

/**
 * The element that a field of an event or of a refusal stands for, as a FHIRPath of the bundle. A field that stands for none is the entry's
 * resource as a whole.
 */
export function expressionOf(entry: number | null, type: TakenType | null, field: string): string {
  const start = entry === null ? "Bundle" : `Bundle.entry[${entry}]`;
  const path = entry === null || isPath(field) ? field : elementOf(type, field);
  return path === "" ? start : `${start}.${path.replace(/\.([0-9]+)(?=\.|$)/g, "[$1]")}`;
}

function isPath(field: string): boolean {
  return /^(resource|request|fullUrl)(\.|$)/.test(field) || field === "";
}

function elementOf(type: TakenType | null, field: string): string {
  const [name = ""] = field.replace(/^event\./, "").split(".");
  return (type === null ? undefined : elementPaths[type][name]) ?? "resource";
}
