import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { DataStack } from "../data/data-stack.ts";
import type { Surroundings } from "../surroundings.ts";
import { Catalogue } from "./catalogue.ts";
import { evaluatorPolicy } from "./evaluator-policy.ts";
import { workgroup } from "./workgroup.ts";

/** Where evaluators ask the lake in SQL: its catalogue, a workgroup with limits, saved queries, and the policy for whoever may. */
export class EvaluatorsStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { surroundings: Surroundings; data: DataStack }) {
    super(scope, id, props);
    const { data, surroundings } = props;
    const catalogue = new Catalogue(this, data.lake.holder, surroundings);
    const name = workgroup(this, { data, surroundings, database: catalogue.database });
    evaluatorPolicy(this, { data, workgroup: name, catalogue });
  }
}
