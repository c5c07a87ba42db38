import { randomUUID } from "node:crypto";
import type { Writable } from "node:stream";
import { Worker } from "node:worker_threads";
import type { Invocation, Loaded, Outcome, WorkerSetting } from "./function-worker.ts";

/** One function as its template declares it. */
export type FunctionSetting = WorkerSetting & {
  environment: Readonly<Record<string, string>>;
  threads: number;
  /** Where the pool says how its threads ended; what they print they write to the same file themselves. */
  log: Writable;
};

/** A function that ended in an error. `name` is the error's type, which state machines match on. */
export class FunctionError extends Error {
  constructor(errorType: string, message: string) {
    super(message);
    this.name = errorType;
  }
}

type Waiting = { invocation: Invocation; settle: { done(value: unknown): void; failed(error: Error): void } };
type Thread = { worker: Worker; isLoaded: boolean; current: Waiting | undefined; timer: NodeJS.Timeout | undefined };

/** The largest event and the largest answer that Lambda carries. */
export const payloadLimit = 6 * 1024 * 1024;
/** How long a thread with nothing to do stays: the last one longer, so that the next caller need not wait for it to load. */
const idleMilliseconds = 5_000;
const lastIdleMilliseconds = 90_000;
/** Loading does not count towards the timeout, as on Lambda, but must end. */
const loadMilliseconds = 60_000;

/**
 * Runs one function in threads of its own. A thread serves one invocation at a time, as an environment on Lambda does; more are
 * started as they are needed, up to the limit, and the rest wait. A thread that outstays the timeout or dies takes its invocation with it.
 */
export class FunctionPool {
  private readonly setting: FunctionSetting;
  private readonly threads = new Set<Thread>();
  private readonly queue: Waiting[] = [];
  private isStopped = false;

  constructor(setting: FunctionSetting) {
    this.setting = setting;
  }

  /**
   * What the function answers to an event.
   *
   * @throws {FunctionError} with the type of the error that it ended in
   */
  async invoke(event: unknown): Promise<unknown> {
    const text = JSON.stringify(event ?? null);
    if (this.isStopped) throw stopping();
    if (Buffer.byteLength(text) > payloadLimit) throw tooLarge("event");
    return new Promise((done, failed) => {
      this.queue.push({ invocation: { requestId: randomUUID(), event: text }, settle: { done, failed } });
      this.dispatch();
    });
  }

  /** Ends every thread; what waits or runs fails. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const { settle } of this.queue.splice(0)) settle.failed(stopping());
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  private dispatch(): void {
    while (this.queue.length > 0 && !this.isStopped) {
      const idle = [...this.threads].find(({ current }) => current === undefined) ?? this.startIfAllowed();
      const next = idle && this.queue.shift();
      if (!idle || !next) return;
      this.assign(idle, next);
    }
  }

  private startIfAllowed(): Thread | undefined {
    if (this.threads.size >= this.setting.threads) return undefined;
    const { environment, log, threads: _, ...setting } = this.setting;
    const worker = new Worker(new URL("./function-worker.ts", import.meta.url), {
      workerData: setting satisfies WorkerSetting,
      env: { ...environment },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: setting.memoryMb },
      stdout: true,
      stderr: true,
    });
    const thread: Thread = { worker, isLoaded: false, current: undefined, timer: undefined };
    for (const stream of [worker.stdout, worker.stderr]) stream.pipe(log, { end: false });
    worker.on("message", (message: Outcome | Loaded) => (message === "loaded" ? this.begin(thread) : this.finish(thread, message)));
    worker.on("error", (error) => this.lose(thread, new FunctionError("Runtime.ExitError", error.message)));
    worker.on("exit", () => this.lose(thread, new FunctionError("Runtime.ExitError", `${setting.functionName} ended before it answered`)));
    this.threads.add(thread);
    return thread;
  }

  private assign(thread: Thread, waiting: Waiting): void {
    clearTimeout(thread.timer);
    thread.current = waiting;
    thread.worker.ref();
    thread.timer = setTimeout(() => this.overrun(thread), thread.isLoaded ? this.setting.timeoutMs : loadMilliseconds);
    thread.worker.postMessage(waiting.invocation satisfies Invocation);
  }

  private begin(thread: Thread): void {
    thread.isLoaded = true;
    if (thread.current === undefined) return;
    clearTimeout(thread.timer);
    thread.timer = setTimeout(() => this.overrun(thread), this.setting.timeoutMs);
  }
  private finish(thread: Thread, outcome: Outcome): void {
    clearTimeout(thread.timer);
    const { current } = thread;
    thread.current = undefined;
    thread.worker.unref();
    thread.timer = setTimeout(() => this.retire(thread), idleMilliseconds).unref();
    if ("errorType" in outcome) this.fail(current, new FunctionError(outcome.errorType, outcome.errorMessage), outcome.stack);
    else if (Buffer.byteLength(outcome.answer) > payloadLimit) this.fail(current, tooLarge("answer"));
    else current?.settle.done(JSON.parse(outcome.answer));
    this.dispatch();
  }

  private overrun(thread: Thread): void {
    const { functionName, timeoutMs } = this.setting;
    this.lose(thread, new FunctionError("Sandbox.Timedout", `${functionName} did not answer within ${timeoutMs / 1000} s`));
    void thread.worker.terminate();
  }

  private lose(thread: Thread, error: FunctionError): void {
    clearTimeout(thread.timer);
    this.threads.delete(thread);
    const { current } = thread;
    thread.current = undefined;
    this.fail(current, error);
    this.dispatch();
  }

  /** As Lambda does, an invocation that ended in an error leaves its type and its stack in the function's log. */
  private fail(waiting: Waiting | undefined, error: FunctionError, stack = ""): void {
    if (!waiting) return;
    const line = { level: "ERROR", requestId: waiting.invocation.requestId, errorType: error.name, errorMessage: error.message, stack };
    this.setting.log.write(`${JSON.stringify(line)}\n`);
    waiting.settle.failed(error);
  }

  private retire(thread: Thread): void {
    if (this.threads.size > 1) this.end(thread);
    else thread.timer = setTimeout(() => this.end(thread), lastIdleMilliseconds).unref();
  }

  /** Out of the set first: nothing may be given to a thread that is ending. */
  private end(thread: Thread): void {
    this.threads.delete(thread);
    void thread.worker.terminate();
  }
}

function stopping(): FunctionError {
  return new FunctionError("Lambda.ServiceException", "the stack is stopping");
}

function tooLarge(what: "event" | "answer"): FunctionError {
  const type = what === "event" ? "RequestEntityTooLargeException" : "Function.ResponseSizeTooLarge";
  return new FunctionError(type, `the ${what} is larger than the ${payloadLimit / 1024 / 1024} MB that a function may take or give`);
}
