import { join, resolve } from "node:path";
import { env } from "../names.ts";
import { readAssembly } from "./assembly.ts";
import { lockData } from "./data-lock.ts";
import { type Credentials, type Endpoints, type Engines, startEngines, startKeys } from "./engines.ts";
import { startFunctions } from "./functions.ts";
import { startHttp } from "./http.ts";
import { binaryTypesOf, routesOf } from "./http-routes.ts";
import { region } from "./place.ts";
import { startPollers } from "./queue-pollers.ts";
import { type Clients, makeResources } from "./resources.ts";
import { scheduleMemory } from "./schedule.ts";
import { startScheduler } from "./scheduler.ts";
import { type Directory, keptDirectory } from "./sign-in/directory.ts";
import { mountPath, type SignIn, startSignIn } from "./sign-in/provider.ts";
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
export type Stack = {
  baseUrl: string;
  tokenUrl: string;
  dataDir: string;
  /** For clients of one's own: where each service answers, and with which keys. */
  endpoints: Endpoints;
  credentials: Credentials;
  region: string;
  clients: Clients;
  /** What the app's tables and buckets are called here. */
  source: string;
  derived: string;
  raw: string;
  reports: string;
  directory: Directory;
  functionNames: readonly string[];
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Runs the night's state machine to its end. */
  runNight(input?: { scheduledTime?: string } & Record<string, unknown>): Promise<unknown>;
  stop(): Promise<void>;
};

const defaultPort = 8080;

/**
 * Starts the engines, wires the functions of the synthesized app to them, and serves its API on 127.0.0.1. What has been acknowledged
 * survives the end of the process at any moment; starting again needs no repair.
 *
 * @throws {Error} when the data directory or the port is in use, or the app asks for what cannot be done on one machine
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const undo: (() => unknown)[] = [];
  try {
    return await start(options, undo);
  } catch (error) {
    for (const stop of undo.reverse()) await stop();
    throw error;
  }
}

async function start(
  { dataDir: given, port = defaultPort, tell = () => undefined, ...place }: StackOptions,
  undo: (() => unknown)[],
): Promise<Stack> {
  const { root = join(import.meta.dirname, ".."), environment = process.env } = place;
  const dataDir = resolve(given);
  const lock = lockData(dataDir);
  undo.push(lock.release);
  const http = await startHttp(port);
  undo.push(http.stop);
  const assembly = await synthesize(root, tell);
  tell("Starting the database, storage and queues");
  const engines = await startEngines(dataDir, environment);
  undo.push(engines.stop);

  const app = resolveApp(readAssembly(assembly), { queues: engines.endpoints.AWS_ENDPOINT_URL_SQS, publicUrl: http.url });
  await makeResources(app, engines.clients, engines.endpoints.AWS_ENDPOINT_URL_SQS);
  const keys = await startKeys(
    dataDir,
    app.ofType("AWS::KMS::Key").map(({ name }) => name),
    environment,
  );
  undo.push(keys.stop);
  const directory = keptDirectory(join(dataDir, "sign-in.json"));
  const signIn = startSignIn(directory, http.url);

  tell("Wiring the functions");
  const functions = startFunctions({
    app,
    surroundings: surroundingsOf(engines, keys.url),
    replaced: replacedBy(signIn, http.url),
    logs: join(dataDir, "logs"),
  });
  undo.push(functions.stop);
  http.serve({ routes: routesOf(app), binaryTypes: binaryTypesOf(app), functions, signIn: { path: mountPath, handle: signIn.handle } });
  const machines = app.ofType("AWS::StepFunctions::StateMachine").map((resource) => localMachine(resource, functions));
  undo.push(() => machines.forEach((machine) => void machine.stop()));
  const pollers = startPollers({ app, functions, sqs: engines.clients.sqs, endpoint: engines.endpoints.AWS_ENDPOINT_URL_SQS });
  undo.push(pollers.stop);
  const scheduler = startScheduler({
    app,
    memory: scheduleMemory(join(dataDir, "schedule.json")),
    now: () => new Date(),
    start: starterOf(machines, tell),
  });
  undo.push(scheduler.stop);

  let stopping: Promise<void> | undefined;
  return {
    ...{ baseUrl: http.url, tokenUrl: signIn.tokenUrl, dataDir, region, directory },
    ...{ endpoints: engines.endpoints, credentials: engines.credentials, clients: engines.clients },
    ...holdersOf(app),
    functionNames: functions.names,
    invoke: functions.invoke,
    runNight: (input = {}) => onlyMachine(machines).run({ scheduledTime: new Date().toISOString(), ...input }),
    stop() {
      stopping ??= stopInTurn([
        scheduler.stop,
        http.stop,
        pollers.stop,
        ...machines.map((machine) => machine.stop),
        functions.stop,
        keys.stop,
        engines.stop,
        lock.release,
      ]);
      return stopping;
    },
  };
}

async function stopInTurn(stops: readonly (() => unknown)[]): Promise<void> {
  for (const stop of stops) await stop();
}

function surroundingsOf({ endpoints, credentials }: Engines, keysUrl: string): Record<string, string> {
  return {
    ...{ AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_EC2_METADATA_DISABLED: "true", NODE_ENV: "production" },
    ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
    ...{ ...endpoints, AWS_ENDPOINT_URL_KMS: keysUrl },
  };
}

/** What only Cognito and API Gateway know on AWS, this machine's own sign-in and address know here. */
function replacedBy(signIn: SignIn, publicUrl: string): Record<string, string> {
  return {
    [env.tokenIssuer]: signIn.issuer,
    [env.tokenJwksUrl]: signIn.jwksUrl,
    [env.signInClientId]: signIn.clientId,
    [env.signInAuthorizeUrl]: signIn.authorizeUrl,
    [env.signInTokenUrl]: signIn.tokenUrl,
    [env.publicUrl]: publicUrl,
  };
}

/** The tables and buckets, found by the variables that name them to the functions. */
function holdersOf(app: App): Pick<Stack, "source" | "derived" | "raw" | "reports"> {
  const environments = app
    .ofType("AWS::Lambda::Function")
    .map(({ properties }) => (properties.Environment as { Variables?: Record<string, string> } | undefined)?.Variables ?? {});
  const named = (variable: string) => {
    const name = environments.find((variables) => variables[variable] !== undefined)?.[variable];
    if (name === undefined) throw new Error(`no function of the app is given ${variable}`);
    return name;
  };
  return { source: named(env.sourceTable), derived: named(env.derivedTable), raw: named(env.rawBucket), reports: named(env.reportsBucket) };
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
