import { describe, expect, it } from "vitest";
import { notFoundPage } from "../../reports/not-found-page.ts";
import { signInStoppedPage } from "../../reports/sign-in-stopped-page.ts";

const where = { site: "../..", style: "style-1.css", icon: "icon-1.svg" };
const addressesIn = (page: string) => [...page.matchAll(/(?:href|action)="([^"#]+)"/g)].map(([, address]) => address);

describe("a page for somebody who was turned away", () => {
  it.each([
    ["nothing for one who signed in", notFoundPage(where, { signedIn: true, published: true })],
    ["nothing for one who did not", notFoundPage(where, { signedIn: false, published: true })],
    ["nothing published", notFoundPage(where, { signedIn: false, published: false })],
    ["a sign-in that stopped", signInStoppedPage(where)],
  ])("looks like the other pages of the service, and leads nowhere but below its root: %s", (_what, page) => {
    const addresses = addressesIn(page);

    expect(addresses).toContain("../../fill-in/style-1.css");
    expect(addresses).toContain("../../fill-in/icon-1.svg");
    expect(addresses.filter((address) => !address?.startsWith("../../"))).toEqual([]);
    expect(page).toContain('<main class="nhsuk-main-wrapper" id="maincontent">');
  });

  it("offers to sign in to whoever has not, and to sign out to whoever has", () => {
    const [signedIn, not] = [true, false].map((signedIn) => addressesIn(notFoundPage(where, { signedIn, published: true })));

    expect([signedIn?.includes("../../sign-in"), signedIn?.includes("../../sign-out")]).toEqual([false, true]);
    expect([not?.includes("../../sign-in"), not?.includes("../../sign-out")]).toEqual([true, false]);
  });

  it("says for how long the reports of an earlier night are kept, which may be why there is nothing", () => {
    expect(notFoundPage(where, { signedIn: true, published: true })).toContain("those are kept for 35 days");
  });
});
