/** There is no service to work on where one was named: the call was wrong, not the data. */
export class NoServiceHere extends Error {
  override readonly name = "NoServiceHere";
}
