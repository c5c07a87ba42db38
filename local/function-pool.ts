import { randomUUID } from "node:crypto";
import type { Writable } from "node:stream";
import { Worker } from "node:worker_threads";
import type { Invocation, Outcome, WorkerSetting } from "./function-worker.ts";

/** One function as its template declares it. */
export type FunctionSetting = WorkerSetting & {
  timeoutMs: number;
  environment: Readonly<Record<string, string>>;
  threads: number;
  log: Writable;
};

export type FunctionPool = { invoke(event: unknown): Promise<unknown>; stop(): Promise<void> };

/** A function that ended in an error. `name` is the error's type, which state machines match on. */
export class FunctionError extends Error {
  constructor(errorType: string, message: string) {
    super(message);
    this.name = errorType;
  }
}

type Waiting = { invocation: Invocation; settle: { done(value: unknown): void; failed(error: Error): void } };
type Thread = { worker: Worker; current: Waiting | undefined; timer: NodeJS.Timeout | undefined };

/** The largest event and the largest answer that Lambda carries. */
export const payloadLimit = 6 * 1024 * 1024;
const idleMilliseconds = 60_000;

/**
 * Runs one function in threads of its own. A thread serves one invocation at a time, as an environment on Lambda does; more are
 * started as they are needed, up to the limit, and the rest wait. A thread that outstays the timeout or dies takes its invocation with it.
 */
export function functionPool(setting: FunctionSetting): FunctionPool {
  const threads = new Set<Thread>();
  const queue: Waiting[] = [];
  let stopped = false;

  function start(): Thread {
    const { bundle, functionName, functionArn, memoryMb } = setting;
    const worker = new Worker(new URL("./function-worker.ts", import.meta.url), {
      workerData: { bundle, functionName, functionArn, memoryMb } satisfies WorkerSetting,
      env: { ...setting.environment },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stdout: true,
      stderr: true,
    });
    const thread: Thread = { worker, current: undefined, timer: undefined };
    for (const stream of [worker.stdout, worker.stderr]) stream.pipe(setting.log, { end: false });
    worker.on("message", (outcome: Outcome) => finish(thread, outcome));
    worker.on("error", (error) => lose(thread, new FunctionError("Runtime.ExitError", error.message)));
    worker.on("exit", () => lose(thread, new FunctionError("Runtime.ExitError", `${functionName} ended before it answered`)));
    threads.add(thread);
    return thread;
  }

  function dispatch(): void {
    while (queue.length > 0 && !stopped) {
      const idle = [...threads].find(({ current }) => current === undefined) ?? (threads.size < setting.threads ? start() : undefined);
      const next = idle && queue.shift();
      if (!idle || !next) return;
      assign(idle, next);
    }
  }

  function assign(thread: Thread, waiting: Waiting): void {
    clearTimeout(thread.timer);
    thread.current = waiting;
    thread.worker.ref();
    thread.timer = setTimeout(() => overrun(thread), setting.timeoutMs);
    thread.worker.postMessage({ ...waiting.invocation, deadline: Date.now() + setting.timeoutMs } satisfies Invocation);
  }

  function finish(thread: Thread, outcome: Outcome): void {
    clearTimeout(thread.timer);
    const { current } = thread;
    thread.current = undefined;
    thread.worker.unref();
    thread.timer = setTimeout(() => retire(thread), idleMilliseconds).unref();
    if ("errorType" in outcome) fail(current, new FunctionError(outcome.errorType, outcome.errorMessage), outcome.stack);
    else if (Buffer.byteLength(outcome.answer) > payloadLimit) fail(current, tooLarge("answer"));
    else current?.settle.done(JSON.parse(outcome.answer));
    dispatch();
  }

  function overrun(thread: Thread): void {
    lose(thread, new FunctionError("Sandbox.Timedout", `${setting.functionName} did not answer within ${setting.timeoutMs / 1000} s`));
    void thread.worker.terminate();
  }

  function lose(thread: Thread, error: FunctionError): void {
    clearTimeout(thread.timer);
    threads.delete(thread);
    const { current } = thread;
    thread.current = undefined;
    fail(current, error);
    dispatch();
  }

  /** As Lambda does, an invocation that ended in an error leaves its type and its stack in the function's log. */
  function fail(waiting: Waiting | undefined, error: FunctionError, stack = ""): void {
    if (!waiting) return;
    const { requestId } = waiting.invocation;
    setting.log.write(`${JSON.stringify({ level: "ERROR", requestId, errorType: error.name, errorMessage: error.message, stack })}\n`);
    waiting.settle.failed(error);
  }

  /** One thread stays warm; the others go when there has been nothing to do for a while. */
  function retire(thread: Thread): void {
    if (thread.current === undefined && threads.size > 1) void thread.worker.terminate();
  }

  return {
    invoke(event) {
      const text = JSON.stringify(event ?? null);
      if (stopped) return Promise.reject(new FunctionError("Lambda.ServiceException", "the stack is stopping"));
      if (Buffer.byteLength(text) > payloadLimit) return Promise.reject(tooLarge("event"));
      return new Promise((done, failed) => {
        queue.push({ invocation: { requestId: randomUUID(), event: text, deadline: 0 }, settle: { done, failed } });
        dispatch();
      });
    },
    async stop() {
      stopped = true;
      for (const { settle } of queue.splice(0)) settle.failed(new FunctionError("Lambda.ServiceException", "the stack is stopping"));
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}

function tooLarge(what: "event" | "answer"): FunctionError {
  const type = what === "event" ? "RequestEntityTooLargeException" : "Function.ResponseSizeTooLarge";
  return new FunctionError(type, `the ${what} is larger than the ${payloadLimit / 1024 / 1024} MB that a function may take or give`);
}
