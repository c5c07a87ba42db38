import { registerHooks } from "node:module";
import { inSecondLanguage } from "./second-language.ts";

/** Draws every kind of page with the catalogue of words in a second language, and prints them as JSON: `[path, body]` each. */
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const isWords = /\/reports\/words\/[a-z-]+\.ts$/.test(url) && !url.endsWith("/statistic-names.ts");
    return isWords ? { ...loaded, source: inSecondLanguage(String(loaded.source)) } : loaded;
  },
});

const { everyPage } = await import("./every-page.ts");
process.stdout.write(JSON.stringify(await everyPage()));
