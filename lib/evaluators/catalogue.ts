import { Stack } from "aws-cdk-lib";
import * as glue from "aws-cdk-lib/aws-glue";
import type * as s3 from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { lake } from "../../names.ts";
import type { Surroundings } from "../surroundings.ts";
import { catalogueColumns } from "./lake-columns.ts";

/** The first month of which there may be anything. */
const firstMonth = "2015-01";

const parquet = "org.apache.hadoop.hive.ql.io.parquet";

/**
 * The lake as tables. The months are worked out from the query (partition projection), so that nothing must be told of a new one and no crawler
 * runs. An ICB is a file and not a partition: a list of ICBs in a template would pass over a new one without a word, and the file's own statistics
 * let a query of one ICB skip the others. https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
 */
export class Catalogue extends Construct {
  readonly database: string;
  readonly tables: readonly string[] = Object.keys(catalogueColumns);

  constructor(scope: Construct, bucket: s3.Bucket, { stage }: Surroundings) {
    super(scope, "catalogue");
    const catalogId = Stack.of(this).account;
    this.database = `${lake.database}_${stage.name}`;
    const database = new glue.CfnDatabase(this, "database", {
      catalogId,
      databaseInput: { name: this.database, description: "Hearten: de-identified rows that the statistics are made from" },
    });
    for (const [name, columns] of Object.entries(catalogueColumns)) {
      const location = `s3://${bucket.bucketName}/${lake.tables}${name}/`;
      new glue.CfnTable(this, name, {
        catalogId,
        databaseName: this.database,
        tableInput: tableInput(name, { columns, location }),
      }).addResourceDependency(database);
    }
  }
}

type Held = { columns: Readonly<Record<string, string>>; location: string };

function tableInput(name: string, { columns, location }: Held): glue.CfnTable.TableInputProperty {
  return {
    name,
    tableType: "EXTERNAL_TABLE",
    partitionKeys: [{ name: "month", type: "string" }],
    parameters: {
      classification: "parquet",
      EXTERNAL: "TRUE",
      "projection.enabled": "true",
      "projection.month.type": "date",
      "projection.month.format": "yyyy-MM",
      "projection.month.interval": "1",
      "projection.month.interval.unit": "MONTHS",
      "projection.month.range": `${firstMonth},NOW`,
      "storage.location.template": `${location}month=\${month}/`,
    },
    storageDescriptor: {
      columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
      location,
      inputFormat: `${parquet}.MapredParquetInputFormat`,
      outputFormat: `${parquet}.MapredParquetOutputFormat`,
      serdeInfo: { serializationLibrary: `${parquet}.serde.ParquetHiveSerDe` },
    },
  };
}
