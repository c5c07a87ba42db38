/** Too much was going on: the same step again will do. The state machine repeats what fails by this name. */
export class Busy extends Error {
  override readonly name = "Busy";
}
