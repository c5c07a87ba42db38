import * as z from "zod";
import type { App, Resource } from "./template.ts";

/** One method of one path, and the function that answers it. */
export type Route = { method: string; path: string; functionArn: string };
/** What a request's path led to. `allowed` are the methods that the path has, when the one asked for is not among them. */
export type RouteMatch = { route: Route; parameters: Record<string, string> } | { allowed: readonly string[] };

const apiMethod = z.object({
  HttpMethod: z.string(),
  ResourceId: z.string(),
  Integration: z.object({ Type: z.string(), Uri: z.string().default("") }),
});

/** Every route of the app's REST API that leads to a function. */
export function routesOf(app: App): readonly Route[] {
  const resources = new Map(app.ofType("AWS::ApiGateway::Resource").map((resource) => [resource.ref, resource]));
  return app.ofType("AWS::ApiGateway::Method").flatMap((resource) => {
    const { HttpMethod, ResourceId, Integration } = apiMethod.parse(resource.properties);
    const functionArn = /\/functions\/(.+)\/invocations$/.exec(Integration.Uri)?.[1];
    if (Integration.Type !== "AWS_PROXY" || functionArn === undefined) return [];
    return [{ method: HttpMethod, path: pathOf(resources, ResourceId), functionArn }];
  });
}

function pathOf(resources: ReadonlyMap<string, Resource>, id: string): string {
  const resource = resources.get(id);
  if (!resource) return "";
  return `${pathOf(resources, String(resource.properties.ParentId))}/${resource.properties.PathPart}`;
}

/** The content types whose bodies travel as base64. */
export function binaryTypesOf(app: App): readonly string[] {
  return app
    .ofType("AWS::ApiGateway::RestApi")
    .flatMap(({ properties }) => z.array(z.string()).catch([]).parse(properties.BinaryMediaTypes));
}

/**
 * Finds the route of a path as API Gateway does: a fixed part before a parameter, a parameter before a greedy one (`{proxy+}`).
 *
 * @throws {URIError} when the path is wrongly escaped
 */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch {
  const parts = path.replace(/\/$/, "").split("/").slice(1).map(decodeURIComponent);
  const fitting = routes.flatMap((route) => {
    const parameters = parametersOf(route.path, parts);
    return parameters ? [{ route, parameters, rank: rankOf(route.path) }] : [];
  });
  const best = fitting.map(({ rank }) => rank).sort()[0];
  const candidates = fitting.filter(({ rank }) => rank === best);
  const found = candidates.find(({ route }) => route.method === method) ?? candidates.find(({ route }) => route.method === "ANY");
  return found ?? { allowed: candidates.map(({ route }) => route.method) };
}

function parametersOf(path: string, parts: readonly string[]): Record<string, string> | undefined {
  const wanted = path.split("/").slice(1);
  const parameters: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(part) ?? [];
    const given = greedy === "+" ? parts.slice(at).join("/") : parts[at];
    if (given === undefined || given === "") return undefined;
    if (name !== undefined) parameters[name] = given;
    else if (given !== part) return undefined;
    if (greedy === "+") return parameters;
  }
  return wanted.length === parts.length ? parameters : undefined;
}

/** Sorts the more particular path first. */
function rankOf(path: string): string {
  return path
    .split("/")
    .map((part) => (part.endsWith("+}") ? "2" : part.startsWith("{") ? "1" : "0"))
    .join("");
}
