import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An endpoint that answers `DescribeStacks` as CloudFormation does: one stack with these outputs, or none. */
export async function stacksTwin(name: string, outputs: Readonly<Record<string, string>> | null, status = "UPDATE_COMPLETE") {
  const member = (key: string, value: string) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`;
  const told = Object.entries(outputs ?? {}).map(([key, value]) => member(key, value));
  const stack =
    `<member><StackName>${name}</StackName><CreationTime>2026-11-22T12:00:00Z</CreationTime><StackStatus>${status}</StackStatus>` +
    `<Outputs>${told.join("")}</Outputs></member>`;
  const body =
    '<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>' +
    `<Stacks>${outputs === null ? "" : stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "text/xml" }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => new Promise((closed) => server.close(closed)) };
}
