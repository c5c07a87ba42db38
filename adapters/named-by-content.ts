import { sha256 } from "./sha256.ts";

/** The name of a file that may be kept for ever: another content has another name. */
export function namedByContent(name: string, extension: string, content: string): string {
  return `${name}-${sha256(content).slice(0, 16)}.${extension}`;
}
