import { LogFormatter, Logger, LogItem } from "@aws-lambda-powertools/logger";
import { correlationId } from "./correlation.ts";

/** The one way to a log: every line is JSON and carries the name of what is being worked on, from the first hop to the last. */
export function serviceLogger(serviceName: string): Logger {
  return new Logger({ serviceName, logFormatter: new CorrelatedLines() });
}

class CorrelatedLines extends LogFormatter {
  override formatAttributes(...[about, told]: Parameters<LogFormatter["formatAttributes"]>): LogItem {
    const line = {
      level: about.logLevel,
      message: about.message,
      // In UTC whatever the zone: the logger would ask for the zone's calendar anew with every line.
      timestamp: about.timestamp.toISOString(),
      service: about.serviceName,
      correlationId: correlationId(),
      xray_trace_id: about.xRayTraceId,
    };
    return new LogItem({ attributes: line }).addAttributes(told);
  }
}
