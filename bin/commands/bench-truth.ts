import { knownServices } from "../../core/simulation/known-service.ts";
import { recoverTruth } from "../../core/simulation/recover-truth.ts";
import type { BenchRow } from "./bench-core.ts";

const seed = 2026;

/** Bias, coverage and rejections of every method over simulated services whose truth is known: the table of docs/methods/truth-recovery.md. */
export function benchTruth(services = 400): readonly BenchRow[] {
  return knownServices.flatMap((service) =>
    recoverTruth(service, services, seed).flatMap(({ method, bias, biasError, coverage, rejected }) => {
      const row = (what: string, value: number, unit: string, peer: string): BenchRow => ({
        name: `${service.name}; ${method}; ${what}`,
        value: Number(value.toFixed(3)),
        unit,
        ratio: null,
        peer,
      });
      const among = `${services} simulated services`;
      return [
        row("bias", bias, "points", `${among}, chance leaves ±${biasError.toFixed(3)}`),
        ...(coverage === null ? [] : [row("coverage", 100 * coverage, "%", `${among}, 95 is right`)]),
        ...(rejected === null ? [] : [row("intervals without 0", 100 * rejected, "%", among)]),
      ];
    }),
  );
}
