import type { Progress } from "../../../local/progress.ts";
import type { BenchRow } from "../bench-core.ts";
import { bareStore, type Load, load, sender, steadyLoad } from "./load.ts";
import { processorMillisecondsOf, startedBy } from "./process-memory.ts";
import { type Service, startService } from "./service.ts";

const transactions = "transactions of the bare store (five rows each) on 32 connections";

/** How many events go in one request, and by how much fewer such requests are sent. */
const shapes = [
  { events: 1, fewer: 1 },
  { events: 10, fewer: 2 },
  { events: 50, fewer: 4 },
] as const;

type Shape = (typeof shapes)[number];

/** Requests of one, ten and fifty events beside the bare store: as many as 32 connections take, and then begun at half of the store's rate. */
export async function benchOverHttp(dataDir: string, requests: number, progress: Progress): Promise<readonly BenchRow[]> {
  progress.step("Starting the product");
  const service = await startService(dataDir);
  const [store, http] = [bareStore(service.served), sender(service.served, "bench")];
  let turns = 0;
  const sending = (events: number) => () => http.send(turns++, events);
  try {
    // The first requests start the threads of the functions.
    await load(Math.min(200, requests), sending(1));
    progress.step("Writing to the bare store");
    const bare = await load(requests, store.write, progress.advance);
    const rows: BenchRow[] = [{ name: transactions, value: Math.round(bare.perSecond), unit: "/s", ratio: 1, peer: transactions }];
    for (const shape of shapes) {
      const count = Math.ceil(requests / shape.fewer);
      progress.step(`Sending requests of ${shape.events}`);
      const before = processorTime(service);
      const took = await load(count, sending(shape.events), progress.advance);
      const used = (processorTime(service) - before) / (count * shape.events);
      progress.step(`Sending requests of ${shape.events} at half of the bare store's rate`);
      const asked = { times: Math.ceil(count / 2), perSecond: bare.perSecond / 2 / shape.events };
      const steady = await steadyLoad(asked, sending(shape.events), progress.advance);
      rows.push(...rowsOf(shape, { took, steady, bare, used }));
    }
    return rows;
  } finally {
    http.close();
    store.close();
    await service.stop();
  }
}

/** Of the product and its database together, so far. */
function processorTime({ processId }: Service): number {
  const all = [processId, ...startedBy(processId).map((one) => one.processId)];
  return all.reduce((sum, one) => sum + processorMillisecondsOf(one), 0);
}

type Sent = { readonly took: Load; readonly steady: Load; readonly bare: Load; readonly used: number };

/** Ratios are rates here: events kept over transactions of the bare store. */
function rowsOf({ events }: Shape, { took, steady, bare, used }: Sent): readonly BenchRow[] {
  const how = `${events} to a request`;
  const kept = (name: string, { perSecond }: Load): BenchRow => ({
    ...{ name: `events accepted over HTTP, ${name}`, value: Math.round(perSecond * events), unit: "events/s" },
    ...{ ratio: (perSecond * events) / bare.perSecond, peer: `${transactions}; target at least 0.5` },
  });
  const wait = (name: string, value: number, peer = ""): BenchRow => ({ name, value: Math.round(value), unit: "ms", ratio: null, peer });
  const open = `${how}, begun at half of the bare store's rate`;
  return [
    kept(how, took),
    wait(`${how}: half are answered within`, took.p50),
    wait(`${how}: 99 of 100 are answered within`, took.p99),
    {
      ...{ name: `${how}: processor time of the product and its database for an event`, value: Math.round(used * 100) / 100 },
      ...{ unit: "ms of processor", ratio: null, peer: "" },
    },
    kept(open, steady),
    wait(`${open}: half are answered within`, steady.p50),
    wait(`${open}: 99 of 100 are answered within`, steady.p99, "target under 50 ms"),
  ];
}
