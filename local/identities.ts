import { accountId, partition, region } from "./place.ts";
import { queueUrl } from "./queues.ts";

/** What a resource is called once it exists: what `Ref` gives, and `Fn::GetAtt`. */
export type Identity = { name: string; ref: string; attributes: Readonly<Record<string, string>> };

type Maker = (name: string, properties: Readonly<Record<string, unknown>>) => { ref: string; attributes: Record<string, string> };

/** Where the queues answer: their addresses stand in the environment of the functions. */
export type Addresses = { queues: string; publicUrl: string };

const nameProperties: Record<string, string> = {
  "AWS::DynamoDB::Table": "TableName",
  "AWS::DynamoDB::GlobalTable": "TableName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::StepFunctions::StateMachine": "StateMachineName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::Scheduler::Schedule": "Name",
  "AWS::IAM::Role": "RoleName",
};

/** The name, reference and attributes that a resource has on this machine. */
export function identify(
  resource: { type: string; name: string; properties: Readonly<Record<string, unknown>> },
  addresses: Addresses,
): Identity {
  const given = resource.properties[nameProperties[resource.type] ?? ""];
  const name = typeof given === "string" ? given : resource.type === "AWS::S3::Bucket" ? resource.name.toLowerCase() : resource.name;
  const maker = makers(addresses)[resource.type] ?? anyResource(resource.type);
  return { name, ...maker(name, resource.properties) };
}

function makers(addresses: Addresses): Record<string, Maker> {
  const table: Maker = (name) => ({ ref: name, attributes: { Arn: arn("dynamodb", `table/${name}`) } });
  return {
    "AWS::DynamoDB::Table": table,
    "AWS::DynamoDB::GlobalTable": table,
    "AWS::S3::Bucket": (name) => ({ ref: name, attributes: { Arn: `arn:${partition}:s3:::${name}` } }),
    "AWS::SQS::Queue": (name) => ({ ref: queueUrl(addresses.queues, name), attributes: { Arn: arn("sqs", name), QueueName: name } }),
    "AWS::Lambda::Function": (name) => ({ ref: name, attributes: { Arn: arn("lambda", `function:${name}`) } }),
    "AWS::Lambda::Version": qualified("Version"),
    "AWS::Lambda::Alias": qualified("Name"),
    "AWS::StepFunctions::StateMachine": (name) => {
      const machine = arn("states", `stateMachine:${name}`);
      return { ref: machine, attributes: { Arn: machine, Name: name } };
    },
    "AWS::KMS::Key": (name) => ({ ref: name, attributes: { Arn: arn("kms", `key/${name}`), KeyId: name } }),
    "AWS::SNS::Topic": (name) => ({ ref: arn("sns", name), attributes: { TopicArn: arn("sns", name), TopicName: name } }),
    "AWS::ApiGateway::RestApi": (name) => ({ ref: name, attributes: { RootResourceId: "root", RestApiId: name } }),
    "AWS::IAM::Role": (name) => ({ ref: name, attributes: { Arn: `arn:${partition}:iam::${accountId}:role/${name}` } }),
    "AWS::Cognito::UserPool": (name) => ({
      ref: name,
      attributes: { Arn: arn("cognito-idp", `userpool/${name}`), ProviderName: name, ProviderURL: addresses.publicUrl },
    }),
  };
}

function qualified(property: string): Maker {
  return (name, properties) => {
    const qualifier = typeof properties[property] === "string" ? properties[property] : "1";
    const target = String(properties.FunctionName ?? name)
      .split(":function:")
      .at(-1);
    return { ref: `${arn("lambda", `function:${target}`)}:${qualifier}`, attributes: { Version: qualifier } };
  };
}

function anyResource(type: string): Maker {
  const service = (type.split("::")[1] ?? "custom").toLowerCase();
  return (name) => ({ ref: name, attributes: { Arn: arn(service, name) } });
}

function arn(service: string, path: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${path}`;
}
