import * as z from "zod";
import type { App, Resource } from "../template.ts";
import type { Statement } from "./policy.ts";

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const statement = z
  .object({
    Effect: z.enum(["Allow", "Deny"]),
    Action: texts,
    Resource: texts,
    Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  })
  .transform(
    ({ Effect, Action, Resource: on, Condition }): Statement => ({ effect: Effect, actions: Action, resources: on, conditions: Condition }),
  );
const policy = z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }), Roles: z.array(z.string()).default([]) });

/**
 * What a function or a state machine may do: the policies of its role, and what the buckets refuse to everybody. One of which the template names no role may
 * do nothing.
 */
export function policyOf(app: App, { properties: { Role, RoleArn } }: Resource): readonly Statement[] {
  const role = app.ofType("AWS::IAM::Role").find(({ attributes }) => attributes.Arn === (Role ?? RoleArn));
  const own = app
    .ofType("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy")
    .map(({ properties }) => policy.parse(properties))
    .filter(({ Roles }) => role !== undefined && Roles.includes(role.ref));
  const refusals = app
    .ofType("AWS::S3::BucketPolicy")
    .flatMap(({ properties }) => refusing.parse(properties).PolicyDocument.Statement)
    .flatMap((one) => statement.safeParse(one).data ?? [])
    .filter(({ effect }) => effect === "Deny");
  return [...own.flatMap(({ PolicyDocument }) => PolicyDocument.Statement), ...refusals];
}

const refusing = z.object({ PolicyDocument: z.object({ Statement: z.array(z.unknown()) }) });
