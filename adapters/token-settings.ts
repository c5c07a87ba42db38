import * as z from "zod";
import { env } from "../names.ts";

/** What tells whose tokens are taken. */
export const tokenSettings = z.object({ [env.tokenIssuer]: z.url(), [env.tokenJwksUrl]: z.url() });
