import { join, resolve } from "node:path";
import { readAssembly } from "./assembly.ts";
import { lockData } from "./data-lock.ts";
import { type Credentials, type Endpoints, type Engines, startEngines, startKeys } from "./engines.ts";
import { type Functions, startFunctions } from "./functions.ts";
import { startHttp } from "./http.ts";
import { binaryTypesOf, routesOf } from "./http-routes.ts";
import { region } from "./place.ts";
import { policyOf } from "./policy/role-policies.ts";
import { startPollers } from "./queue-pollers.ts";
import { type Clients, makeResources } from "./resources.ts";
import { scheduleMemory } from "./schedule.ts";
import { startScheduler } from "./scheduler.ts";
import { type Directory, keptDirectory } from "./sign-in/directory.ts";
import { mountPath, type SignIn, startSignIn } from "./sign-in/provider.ts";
import { type Holders, holdersOf, objectReader, replacedBy, surroundingsOf } from "./stack-wiring.ts";
import { type LocalMachine, localMachine } from "./state-machine.ts";
import { synthesize } from "./synthesis.ts";
import { type App, resolveApp } from "./template.ts";

export type StackOptions = {
  dataDir: string;
  /** Port 0 takes any that is free. */
  port?: number;
  /** Hears of each step as it begins. */
  tell?: (step: string) => void;
  /** The checkout whose CDK app is run. */
  root?: string;
  /** Settings that name other engines, as `AWS_ENDPOINT_URL_DYNAMODB`; the process's own unless given. */
  environment?: NodeJS.ProcessEnv;
};

/** The whole product, running on this machine. */
export type Stack = Holders & {
  baseUrl: string;
  tokenUrl: string;
  dataDir: string;
  /** For clients of one's own: where each service answers, and with which keys. */
  endpoints: Endpoints;
  credentials: Credentials;
  region: string;
  clients: Clients;
  directory: Directory;
  functionNames: readonly string[];
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Runs the night's state machine to its end. */
  runNight(input?: { scheduledTime?: string } & Record<string, unknown>): Promise<unknown>;
  stop(): Promise<void>;
};

type Undo = (() => unknown)[];

const defaultPort = 8080;
const silent = () => undefined;

/**
 * Starts the engines, wires the functions of the synthesized app to them, and serves its API on 127.0.0.1. What has been acknowledged
 * survives the end of the process at any moment; starting again needs no repair.
 *
 * @throws {Error} when the data directory or the port is in use, or the app asks for what cannot be done on one machine
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const undo: Undo = [];
  try {
    return await start(options, undo);
  } catch (error) {
    await stopInTurn(undo);
    throw error;
  }
}

async function start({ dataDir: given, port = defaultPort, tell = silent, ...place }: StackOptions, undo: Undo): Promise<Stack> {
  const { root = join(import.meta.dirname, ".."), environment = process.env } = place;
  const dataDir = resolve(given);
  undo.push(lockData(dataDir).release);
  const http = await startHttp(port);
  undo.push(http.stop);
  const assembly = await synthesize(root, tell);
  tell("Starting the database, storage and queues");
  const engines = await startEngines(dataDir, environment);
  undo.push(engines.stop);
  const queues = engines.endpoints.AWS_ENDPOINT_URL_SQS;
  const app = resolveApp(readAssembly(assembly), { queues, publicUrl: http.url });
  await makeResources(app, engines.clients, queues);

  tell("Wiring the functions");
  const directory = keptDirectory(join(dataDir, "sign-in.json"));
  const signIn = startSignIn(directory, http.url);
  const functions = await wireFunctions({ app, engines, signIn, publicUrl: http.url, dataDir, environment }, undo);
  const machines = startWork({ app, functions, engines, dataDir, tell }, undo);
  http.serve({ routes: routesOf(app), binaryTypes: binaryTypesOf(app), functions, signIn: { path: mountPath, handle: signIn.handle } });
  // Last to start and first to stop: nothing new comes in while the rest is taken down.
  undo.push(http.stop);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopInTurn(undo);
    return stopping;
  };
  return {
    ...{ baseUrl: http.url, tokenUrl: signIn.tokenUrl, dataDir, region, directory },
    ...{ endpoints: engines.endpoints, credentials: engines.credentials, clients: engines.clients },
    ...holdersOf(app),
    functionNames: functions.names,
    invoke: functions.invoke,
    runNight: (input = {}) => onlyMachine(machines).run({ scheduledTime: new Date().toISOString(), ...input }),
    stop,
  };
}

type Wiring = { app: App; engines: Engines; signIn: SignIn; publicUrl: string; dataDir: string; environment: NodeJS.ProcessEnv };

async function wireFunctions({ app, engines, signIn, publicUrl, dataDir, environment }: Wiring, undo: Undo): Promise<Functions> {
  const keyIds = app.ofType("AWS::KMS::Key").map(({ name }) => name);
  const keys = await startKeys(dataDir, keyIds, environment);
  undo.push(keys.stop);
  const surroundings = surroundingsOf(engines, keys.url);
  const functions = startFunctions({ app, surroundings, replaced: replacedBy(signIn, publicUrl), logs: join(dataDir, "logs") });
  undo.push(functions.stop);
  return functions;
}

type Work = { app: App; functions: Functions; engines: Engines; dataDir: string; tell: (step: string) => void };

/** What runs by itself: state machines, the queues' readers, the schedule. */
function startWork({ app, functions, engines, dataDir, tell }: Work, undo: Undo): readonly LocalMachine[] {
  const machines = app
    .ofType("AWS::StepFunctions::StateMachine")
    .map((resource) =>
      localMachine(resource, functions, { policy: policyOf(app, resource), readObject: objectReader(engines.clients.s3) }),
    );
  undo.push(() => machines.forEach((machine) => void machine.stop()));
  undo.push(startPollers({ app, functions, sqs: engines.clients.sqs, endpoint: engines.endpoints.AWS_ENDPOINT_URL_SQS }).stop);
  const memory = scheduleMemory(join(dataDir, "schedule.json"));
  undo.push(startScheduler({ app, memory, now: () => new Date(), start: starterOf(machines, tell) }).stop);
  return machines;
}

/** Stops everything that was started, the last first. */
async function stopInTurn(undo: Undo): Promise<void> {
  for (let stop = undo.pop(); stop; stop = undo.pop()) await stop();
}

function starterOf(machines: readonly LocalMachine[], tell: (step: string) => void): (arn: string, input: unknown) => Promise<unknown> {
  return async (arn, input) => {
    const machine = machines.find((one) => one.arn === arn);
    if (!machine) throw new Error(`a schedule starts ${arn}, which is no state machine of the app`);
    tell("Running the night");
    return machine.run(input).then(
      () => tell("The night is done"),
      (error: Error) => tell(`The night failed (${error.name}): readers keep the last one, and the next night makes up for it`),
    );
  };
}

function onlyMachine(machines: readonly LocalMachine[]): LocalMachine {
  const [machine] = machines;
  if (!machine) throw new Error("the app has no state machine to run");
  return machine;
}
