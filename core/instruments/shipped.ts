// The instruments that come with Hearten: a new definition is its own file and one line here. The registry reads nothing else.
export { gad7 } from "./gad-7.ts";
export { lsns6 } from "./lsns-6.ts";
export { phq9 } from "./phq-9.ts";
export { ucla3 } from "./ucla-3.ts";
