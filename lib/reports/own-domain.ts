import * as apigateway from "aws-cdk-lib/aws-apigateway";
import * as acm from "aws-cdk-lib/aws-certificatemanager";
import type { Construct } from "constructs";
import type { Stage } from "../stages.ts";

/** The stage's own name with its certificate, where it has one. Its DNS entry belongs to whoever owns the name. */
export function ownDomain(scope: Construct, { domain }: Stage): { domainName?: apigateway.DomainNameOptions } {
  if (domain === undefined) return {};
  const certificate = acm.Certificate.fromCertificateArn(scope, "certificate", domain.certificateArn);
  return { domainName: { domainName: domain.name, certificate, securityPolicy: apigateway.SecurityPolicy.TLS_1_2 } };
}
