import { readdirSync, readFileSync } from "node:fs";

/** The most memory that a process ever had, in MB; `null` where the system does not tell, or of one that has ended. */
export function peakMegabytesOf(processId: number): number | null {
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(textOf(`/proc/${processId}/status`))?.[1];
  return peak === undefined ? null : Math.round(Number(peak) / 1024);
}

const ticksToASecond = 100;

/** The processor time that a process has used, in its own code and in the system's for it; 0 where the system does not tell. */
export function processorMillisecondsOf(processId: number): number {
  // After the name, which may hold anything, the times are the 12th and 13th.
  const fields = textOf(`/proc/${processId}/stat`).split(") ").at(-1)?.split(" ") ?? [];
  return ((Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 1000) / ticksToASecond;
}

/** Everything that a process started and that what it started did, by the name of each program. */
export function startedBy(processId: number): readonly { readonly processId: number; readonly name: string }[] {
  const children = threadsOf(processId).flatMap((thread) =>
    textOf(`/proc/${processId}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [{ processId: child, name: textOf(`/proc/${child}/comm`).trim() }, ...startedBy(child)]);
}

function threadsOf(processId: number): readonly string[] {
  try {
    return readdirSync(`/proc/${processId}/task`);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
