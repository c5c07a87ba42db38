/** What a log may say of an error: its name and the function it came from. Never its message, which may quote what was sent. */
export function nameOfError(error: unknown): { readonly errorName: string; readonly at: string } {
  const { name = "unknown", stack = "" } = error instanceof Error ? error : {};
  return { errorName: name, at: /^[ \t]+at (\S+)/m.exec(stack)?.[1] ?? "unknown" };
}
