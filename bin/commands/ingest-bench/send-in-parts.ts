import { thisProcess } from "../analysis-door.ts";
import { submitCommand } from "../submit.ts";

/** `hearten submit` as it does with large files, however small the file is. */
await submitCommand(thisProcess, 0).parseAsync(process.argv.slice(2), { from: "user" });
