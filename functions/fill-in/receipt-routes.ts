import type { Answer } from "./fill-in.ts";
import { registryOf } from "./fill-in.ts";
import type { Filled } from "./html/fields.ts";
import { fileReceiptPage } from "./html/file-pages.ts";
import { receiptPage } from "./html/receipt-page.ts";
import { nothingHere } from "./referral-routes.ts";
import { readOwnReceipt } from "./send-records.ts";
import { practiceNamed, type Route, show, type Visit } from "./visit.ts";

const id = "(form\\.([a-z][a-z0-9-]{0,31})\\.[a-z]{24})";

/** The receipt of a form on a referral: the same whenever it is asked for. */
export const receiptRoute: Route = {
  shape: new RegExp(`^(referrals/([A-Z]\\d{5})/[a-z2-7]{52})/receipts/${id}$`),
  show: showReceipt,
};

/** The receipt of a file, or of a form without the way back to its referral. */
export const plainReceiptRoute: Route = { shape: new RegExp(`^receipts/${id}$`), show: showPlain };

async function showReceipt(visit: Visit, _: Filled, [path = "", practice = "", submissionId = "", kind = ""]: readonly string[]) {
  return practiceNamed(practice, visit) === undefined ? nothingHere(visit) : receiptFor(visit, { submissionId, kind, path: `/${path}` });
}

async function showPlain(visit: Visit, _: Filled, [submissionId = "", kind = ""]: readonly string[]): Promise<Answer> {
  return receiptFor(visit, { submissionId, kind, path: "" });
}

type Asked = { readonly submissionId: string; readonly kind: string; readonly path: string };

async function receiptFor(visit: Visit, { submissionId, kind, path }: Asked): Promise<Answer> {
  const receipt = await readOwnReceipt(visit.person.subject, submissionId, visit.deps.receipts);
  if (receipt === null) return nothingHere(visit);
  const main =
    kind === "file"
      ? fileReceiptPage(receipt, visit.root)
      : receiptPage(receipt, { root: visit.root, referralPath: path, kind, instrument: registryOf(visit.deps).get(kind) });
  const needsAction = receipt.records.some(({ score }) => score?.risk === "yes");
  return show(visit, { title: needsAction ? "Act today: receipt" : "Receipt", main });
}
