/** Why the store refuses a request, in the words of S3's own error codes. The clients tell errors apart by the code alone. */
export class StorageProblem extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string = code) {
    super(message);
    this.name = "StorageProblem";
    this.code = code;
    this.status = status;
  }
}

/** A condition that the request named (`If-Match`, `If-None-Match`) does not hold. */
export function preconditionFailed(): StorageProblem {
  return new StorageProblem("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold");
}

/** There is nothing under this key. */
export function noSuchKey(): StorageProblem {
  return new StorageProblem("NoSuchKey", 404, "The specified key does not exist.");
}
