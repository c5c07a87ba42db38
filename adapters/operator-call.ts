import * as z from "zod";
import { containsNhsNumberLikeDigits } from "../core/identifiers/nhs-number.ts";
import { correlated } from "./correlation.ts";
import { withoutForeignWords } from "./name-of-error.ts";
import { serviceLogger } from "./service-logger.ts";

/** What an operator says with every call: who they are, and the number under which the reason is kept elsewhere. Neither has room for anything of anybody's. */
export const operatorFields = {
  by: z
    .string()
    .regex(/^[A-Za-z0-9._@-]{1,64}$/, "a name without spaces, as accounts have it")
    .refine(isNobodys),
  ticket: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,40}$/, "the number of a ticket: letters, digits and hyphens")
    .refine(isNobodys),
};

function isNobodys(text: string): boolean {
  return !containsNhsNumberLikeDigits(text);
}

const operator = z.looseObject(operatorFields);

/** A function that an operator calls by name. */
export type OperatorCall<Input extends z.ZodType> = {
  readonly name: string;
  readonly input: Input;
  readonly work: (input: z.infer<Input>) => Promise<unknown>;
  /** What was asked for, as the log may say it. */
  readonly audited: (input: z.infer<Input>) => Readonly<Record<string, string | number>>;
};

/**
 * The handler of such a function: nothing is done before the log says who asked for what and why, and nothing ends without it saying how. A call that does not say so, or asks
 * for something else, is refused by the rule it broke, and never with what it sent.
 */
export function operatorCall<Input extends z.ZodType>({ name, input, work, audited }: OperatorCall<Input>) {
  const logger = serviceLogger(name);
  return async (event: unknown): Promise<unknown> =>
    correlated(undefined, async () => {
      const told = operator.safeParse(event);
      const asked = input.safeParse(event);
      if (!told.success || !asked.success) {
        logger.warn("operation refused", { rule: "unreadable-call" });
        throw new RefusedCall(name, [...(told.error?.issues ?? []), ...(asked.error?.issues ?? [])]);
      }
      const line = { by: told.data.by, ticket: told.data.ticket, ...audited(asked.data) };
      logger.info("operation begun", line);
      try {
        const result = await work(asked.data);
        logger.info("operation done", line);
        return result;
      } catch (error) {
        logger.error("operation failed", { ...line, errorName: error instanceof Error ? error.name : "unknown" });
        throw withoutForeignWords(error);
      }
    });
}

/** A call that cannot be read: which fields, and never what stood in them. */
class RefusedCall extends Error {
  override readonly name = "RefusedCall";

  constructor(name: string, issues: readonly { readonly path: readonly PropertyKey[] }[]) {
    const fields = [...new Set(issues.map(({ path }) => path.join(".") || "the whole call"))].sort();
    super(`${name} requires a call it can read; it cannot read: ${fields.join(", ")}`);
  }
}
