import { canonicalJson } from "../canonical-json.ts";
import type { PlaceReport } from "../place-report.ts";
import type { Digest } from "../ports/digest.ts";

/**
 * The report under the hash of what it shows. A hash of what stands behind it would let somebody try every small table until one fits; this one
 * can be recomputed by anybody who has the report, and tells nothing more.
 */
export function stampReport(report: PlaceReport, digest: Digest): PlaceReport {
  const { provenance, ...shown } = report;
  return { ...report, provenance: { ...provenance, dataSnapshot: digest(canonicalJson(shown)) } };
}
