import * as apigateway from "aws-cdk-lib/aws-apigateway";
import * as acm from "aws-cdk-lib/aws-certificatemanager";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { OwnName, TrustStore } from "../stages.ts";

/** A name, its certificate, and whose certificates it asks of those who call, where it asks for any. */
export type DoorName = OwnName & { trustStore?: TrustStore };

/** The door's own name, where it has one. Its DNS entry belongs to whoever owns the name. */
export function ownDomain(scope: Construct, domain: DoorName | undefined): { domainName?: apigateway.DomainNameOptions } {
  if (domain === undefined) return {};
  const certificate = acm.Certificate.fromCertificateArn(scope, "certificate", domain.certificateArn);
  return {
    domainName: {
      domainName: domain.name,
      certificate,
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
      ...(domain.trustStore === undefined ? {} : { mtls: mutual(scope, domain.trustStore) }),
    },
  };
}

function mutual(scope: Construct, { bucketName, key, version }: TrustStore): apigateway.MTLSConfig {
  return { bucket: s3.Bucket.fromBucketName(scope, "trust-store", bucketName), key, version };
}
