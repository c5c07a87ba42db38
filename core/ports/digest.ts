/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. Handed in, so that the core stays free of the platform. */
export type Digest = (text: string) => string;
