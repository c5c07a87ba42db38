import {
  type EventCorrected,
  needs,
  type ReferralProgressed,
  type ReferralRecorded,
  type ServiceEvent,
  type SurveyCompleted,
} from "../../core/events/event.ts";
import { instrumentOf } from "../../core/instruments/registry.ts";
import { bundle, entry, type Json } from "./fhir-examples.ts";

/*
 * Writes the events of one referral as a system with FHIR would send them. It shares no code with the reader: what it writes comes from FHIR's
 * and UK Core's own pages.
 */

const ods = (value: string) => ({ system: "https://fhir.nhs.uk/Id/ods-organization-code", value });
const birthYears: Readonly<Record<string, number>> = {
  "18-24": 21,
  "25-34": 30,
  "35-44": 40,
  "45-54": 50,
  "55-64": 60,
  "65-74": 70,
  "75-84": 80,
  "85+": 90,
};

/** The bundle of one referral's events. */
export function writeBundle(events: readonly ServiceEvent[]): Json {
  const referral = events.find((event) => event.type === "referral.recorded");
  if (referral === undefined) throw new TypeError("writeBundle requires the events of a referral");
  const entries = events.flatMap((event, place) => {
    const resource = resourceOf(event);
    return resource === null ? [] : [entry(event === referral ? "referral" : `e${place}`, resource)];
  });
  return bundle([entry("person", person(referral)), ...entries]);
}

function resourceOf(event: ServiceEvent): Json | null {
  switch (event.type) {
    case "referral.recorded":
      return written(event);
    case "referral.progressed":
      return step(event);
    case "survey.completed":
      return response(event, { status: "completed" });
    case "event.corrected":
      return amended(event);
    case "event.withdrawn":
      return null;
  }
}

function person({ patient, sex, ageBand, ethnicity, referredOn }: ReferralRecorded): Json {
  const number = "nhsNumber" in patient ? patient.nhsNumber : "";
  const age = birthYears[ageBand ?? ""];
  return {
    resourceType: "Patient",
    extension: [
      {
        url: "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory",
        valueCodeableConcept: { coding: [{ system: "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland", code: ethnicity }] },
      },
    ],
    identifier: [{ system: "https://fhir.nhs.uk/Id/nhs-number", value: number }],
    gender: sex === "F" ? "female" : "male",
    ...(age === undefined ? {} : { birthDate: `${Number(referredOn.slice(0, 4)) - age}-01-01` }),
  };
}

const roles: Readonly<Record<string, Json>> = {
  nurse: { coding: [{ system: "http://snomed.info/sct", code: "185362004" }] },
  gp: { coding: [{ system: "http://snomed.info/sct", code: "108161000000109" }] },
  self: { coding: [{ system: "http://snomed.info/sct", code: "1991000124105" }] },
  other_primary_care: { coding: [{ system: "http://snomed.info/sct", code: "276491000" }] },
  other_agency: { coding: [{ system: "http://snomed.info/sct", code: "185365002" }] },
  link_worker: { text: "link_worker" },
};

function written(event: ReferralRecorded): Json {
  return {
    resourceType: "ServiceRequest",
    extension: [
      {
        url: "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-SourceOfServiceRequest",
        valueCodeableConcept: roles[event.referrerRole ?? ""],
      },
    ],
    identifier: [{ system: "https://practice.example/referral", value: event.referralId }],
    status: "active",
    intent: "order",
    code: { coding: [{ system: "http://snomed.info/sct", code: "871731000000106" }] },
    ...(event.activity === undefined ? {} : { orderDetail: [{ text: event.activity }] }),
    subject: { reference: "urn:uuid:person" },
    authoredOn: event.referredOn,
    requester: { identifier: ods(event.practice) },
    performerType: { text: event.deliveredBy },
    ...(event.needs === undefined ? {} : { reasonCode: needs.filter((need) => event.needs?.includes(need)).map((text) => ({ text })) }),
  };
}

function step({ eventId, on, status }: ReferralProgressed): Json {
  return {
    resourceType: "Task",
    identifier: [{ value: eventId }],
    status: "in-progress",
    businessStatus: { text: status },
    intent: "order",
    focus: { reference: "urn:uuid:referral" },
    lastModified: on,
  };
}

function response(event: Omit<SurveyCompleted, "eventId"> & { eventId?: string | undefined }, more: Json): Json {
  const { instrument, items, total, completedOn, eventId, mode } = event;
  const definition = instrumentOf(instrument);
  const numbered = (items ?? []).map((value, place) => {
    const linkId = definition?.items[place]?.loinc ?? `${instrument}-${place + 1}`;
    return value === null ? { linkId } : { linkId, answer: [{ valueInteger: value }] };
  });
  return {
    resourceType: "QuestionnaireResponse",
    identifier: { system: "https://practice.example/answers", value: eventId },
    basedOn: [{ reference: "urn:uuid:referral" }],
    questionnaire: `https://practice.example/Questionnaire/${instrument}|1.0.0`,
    subject: { reference: "urn:uuid:person" },
    authored: `${completedOn}T12:00:00Z`,
    ...(mode === "self" ? { source: { reference: "urn:uuid:person" } } : {}),
    item: total === undefined ? numbered : [...numbered, { linkId: `${instrument}-total`, answer: [{ valueInteger: total }] }],
    ...more,
  };
}

function amended({ corrects, event }: EventCorrected): Json {
  if (event.type !== "survey.completed") throw new TypeError("writeBundle knows corrections of surveys only");
  return response({ ...event, eventId: corrects }, { status: "amended", meta: { lastUpdated: `${event.completedOn}T18:00:00Z` } });
}
