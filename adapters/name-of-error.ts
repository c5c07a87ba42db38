/** What a log may say of an error: its name and the function it came from. Never its message, which may quote what was sent. */
export function nameOfError(error: unknown): { readonly errorName: string; readonly at: string } {
  const { name = "unknown", stack = "" } = error instanceof Error ? error : {};
  return { errorName: name, at: /^[ \t]+at (\S+)/m.exec(stack)?.[1] ?? "unknown" };
}

/**
 * The same error without its words, where they are not ours: what a store, a parser or a schema says of an error may quote what was sent, and whatever
 * runs a function writes the words of every error that leaves it into the log. Its name stays, by which it is told whether to try again.
 */
export function withoutForeignWords(error: unknown): unknown {
  if (!(error instanceof Error) || !isForeign(error)) return error;
  const { errorName, at } = nameOfError(error);
  const wordless = new Error(`ended in ${errorName} at ${at}`);
  wordless.name = errorName;
  return wordless;
}

function isForeign(error: Error): boolean {
  return "$fault" in error || error instanceof SyntaxError || error.name === "ZodError" || error.cause !== undefined;
}
