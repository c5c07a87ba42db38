import { metrics } from "../names.ts";
import { correlationId } from "./correlation.ts";

/** What may be counted: the names of `names.ts` and no other. */
export type MetricName = Exclude<keyof typeof metrics, "namespace" | "dimension">;
export type Figures = Partial<Record<MetricName, number>>;

/** Tells figures of one service. */
export type TellFigures = (figures: Figures) => void;

const units: Partial<Record<MetricName, string>> = { milliseconds: "Milliseconds" };

/**
 * Figures as a line of CloudWatch's embedded metric format: the log takes it, and CloudWatch makes metrics of it without a call. The service's
 * name is the only dimension (the request's own name is a property, which no metric is kept by), so their number does not grow with practices, suppliers or nights.
 */
export function figuresOf(service: string, write: (line: string) => void = toStdout, now: () => number = Date.now): TellFigures {
  return (figures) => {
    const names = metricNames.filter((name) => figures[name] !== undefined);
    if (names.length === 0) return;
    const Metrics = names.map((name) => ({ Name: metrics[name], Unit: units[name] ?? "Count" }));
    const CloudWatchMetrics = [{ Namespace: metrics.namespace, Dimensions: [[metrics.dimension]], Metrics }];
    const values = Object.fromEntries(names.map((name) => [metrics[name], figures[name]]));
    const line = { _aws: { Timestamp: now(), CloudWatchMetrics }, [metrics.dimension]: service, correlationId: correlationId(), ...values };
    write(`${JSON.stringify(line)}\n`);
  };
}

const metricNames: readonly MetricName[] = [
  "accepted",
  "duplicate",
  "rejected",
  "parked",
  "refusedWhole",
  "unauthorised",
  "failed",
  "milliseconds",
];

function toStdout(line: string): void {
  process.stdout.write(line);
}
