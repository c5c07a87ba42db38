import { Stack, type StackProps } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { unscanned } from "../../names.ts";
import { dataEnvironment, dataPlaces } from "../data/data-places.ts";
import type { DataStack } from "../data/data-stack.ts";
import type { FunctionName } from "../functions.ts";
import { HeartenFunction } from "../hearten-function.ts";
import { tell } from "../outputs.ts";
import type { Surroundings } from "../surroundings.ts";
import { operatorClient } from "./operator-client.ts";
import { SupplierClients } from "./supplier-clients.ts";
import { WorkQueue } from "./work-queue.ts";

/** What takes submissions in and answers for them. */
export class IngestStack extends Stack {
  readonly parts: WorkQueue;
  readonly files: WorkQueue;
  readonly takeSubmission: lambda.Function;
  readonly takeFile: lambda.Function;
  readonly readReceipt: lambda.Function;
  readonly excludePeople: lambda.Function;
  readonly scoreInstrument: lambda.Function;
  readonly describeApi: lambda.Function;

  constructor(scope: Construct, id: string, props: StackProps & { surroundings: Surroundings; data: DataStack }) {
    super(scope, id, props);
    const { data } = props;
    const surroundings = { ...props.surroundings, logKey: data.operationsKey };
    const encryptionMasterKey = data.raw.key;
    this.parts = new WorkQueue(this, "parts", { encryptionMasterKey, surroundings, worker: "store-part" });
    this.files = new WorkQueue(this, "files", { encryptionMasterKey, surroundings, worker: "split-file" });
    const dataKeyArn = encryptionMasterKey.keyArn;
    const places = {
      ...dataPlaces(data),
      parts: { arn: this.parts.queue.queueArn, dataKeyArn },
      files: { arn: this.files.queue.queueArn, dataKeyArn },
    };
    const queues = { PARTS_QUEUE_URL: this.parts.queue.queueUrl, FILES_QUEUE_URL: this.files.queue.queueUrl };
    const environment = { ...dataEnvironment(data), ...queues, MALWARE_SCAN: surroundings.stage.scansFiles ? "on" : unscanned };
    const make = (name: FunctionName) => new HeartenFunction(this, name, { surroundings, places, environment }).lambda;
    this.takeSubmission = make("take-submission");
    this.takeFile = make("take-file");
    this.readReceipt = make("read-receipt");
    this.excludePeople = make("exclude-people");
    this.scoreInstrument = make("score-instrument");
    this.describeApi = make("describe-api");
    this.parts.feed(make("store-part"), 5);
    this.files.feed(make("split-file"), 1);
    tell(this, { partsQueue: this.parts.queue.queueUrl, failedParts: this.parts.failed.queueUrl });
    operatorClient(this, data.people);
    new SupplierClients(this, data.people, surroundings.stage.suppliers);
  }
}
