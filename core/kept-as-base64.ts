/**
 * Whether a published file of this type is kept as the base64 text of its bytes, and becomes bytes again where it leaves: in the gateway's answer and in
 * a folder of plain files. Everything else that is published is text, is hashed as text, and is stored as it is.
 */
export function isKeptAsBase64(contentType: string): boolean {
  return contentType === "application/zip";
}
