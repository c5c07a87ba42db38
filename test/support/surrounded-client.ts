import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** What a test may put around each call to the embedded engine: wait, or fail before it or after it has taken effect. Calls count from 1. */
export type Surroundings = {
  readonly before?: (call: number, command: string) => Promise<void>;
  readonly after?: (call: number, command: string) => Promise<void>;
};

/** A client of the same tables with something around each of its calls; says how many there were. */
export function surroundedClient(client: DynamoDBDocumentClient, { before, after }: Surroundings) {
  let calls = 0;
  const send = async (command: Parameters<DynamoDBDocumentClient["send"]>[0]) => {
    calls += 1;
    const call = calls;
    const name = command.constructor.name.replace("Command", "");
    await before?.(call, name);
    const answer = await client.send(command);
    await after?.(call, name);
    return answer;
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, calls: () => calls };
}

/** A worker that ends at one of its calls, before it or after it has taken effect, and does nothing any more from then on. */
export function endingAt(at: number, side: "before" | "after"): Surroundings {
  const ended = () => Promise.reject(new Error("the worker ended"));
  return {
    before: (call) => (call > at || (call === at && side === "before") ? ended() : Promise.resolve()),
    after: (call) => (call === at && side === "after" ? ended() : Promise.resolve()),
  };
}
