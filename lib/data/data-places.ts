import { indexes, lake as lakeNames, pointerKey, prefixes } from "../../names.ts";
import type { Environment, Place, Places } from "../places.ts";
import type { DataStack } from "./data-stack.ts";

/** Every place of the data stack, by the name that grants use. */
export function dataPlaces({ source, derived, raw, reports, lake, referralKey, personKey }: DataStack): Places {
  const table = (kept: DataStack["source"], suffix = ""): Place => ({ arn: kept.holder.tableArn + suffix, dataKeyArn: kept.key.keyArn });
  const objects = (kept: DataStack["raw"], keys: string): Place => ({ arn: kept.holder.arnForObjects(keys), dataKeyArn: kept.key.keyArn });
  return {
    source: table(source),
    "source/organisationsByParent": table(source, `/index/${indexes.organisationsByParent}`),
    derived: table(derived),
    raw: { arn: raw.holder.bucketArn },
    "raw/files": objects(raw, `${prefixes.raw}*`),
    "raw/acknowledgements": objects(raw, `${prefixes.acknowledgements}*`),
    "raw/parts": objects(raw, `${prefixes.parts}*`),
    "raw/exclusions": objects(raw, `${prefixes.exclusions}*`),
    "reports/objects": objects(reports, `${prefixes.objects}*`),
    "reports/released": objects(reports, `${prefixes.released}*`),
    "reports/runs": objects(reports, `${prefixes.runs}*`),
    "reports/trouble": objects(reports, `${prefixes.runs}*/trouble/*`),
    "reports/pointer": objects(reports, pointerKey),
    reports: { arn: reports.holder.bucketArn },
    lake: { arn: lake.holder.bucketArn },
    "lake/tables": objects(lake, `${lakeNames.tables}*`),
    "lake/ledger": objects(lake, lakeNames.ledger),
    "referral-key": { arn: referralKey.keyArn },
    "person-key": { arn: personKey.keyArn },
  };
}

/** What the data stack can tell a function about itself. */
export function dataEnvironment({ source, derived, raw, reports, lake, referralKey, personKey, people }: DataStack): Environment {
  return {
    SOURCE_TABLE: source.holder.tableName,
    DERIVED_TABLE: derived.holder.tableName,
    RAW_BUCKET: raw.holder.bucketName,
    REPORTS_BUCKET: reports.holder.bucketName,
    LAKE_BUCKET: lake.holder.bucketName,
    REFERRAL_KEY_ID: referralKey.keyId,
    PERSON_KEY_ID: personKey.keyId,
    TOKEN_ISSUER: people.issuer,
    TOKEN_JWKS_URL: people.jwksUrl,
  };
}
