import { siteFiles } from "../site-files.ts";
import { formCss } from "./form-css.ts";

type ServiceFile = { readonly path: string; readonly contentType: string; readonly body: string };

/**
 * What all pages of the service itself share, below `/fill-in`, each named by what it holds (by `named`), so that it may be kept for ever. The icon
 * is that of the reports.
 */
export function serviceFiles(named: (name: string, extension: string, content: string) => string): Record<"style" | "icon", ServiceFile> {
  const icon = siteFiles().find(({ path }) => path.endsWith("favicon.svg"))?.body ?? "";
  return {
    style: { path: named("style", "css", formCss), contentType: "text/css; charset=utf-8", body: formCss },
    icon: { path: named("icon", "svg", icon), contentType: "image/svg+xml", body: icon },
  };
}
