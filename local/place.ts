/** Where the stack on one machine says that it is: the region of the cloud's, an account that nobody has. */
export const region = "eu-west-2";
export const accountId = "000000000000";
export const partition = "aws";

/** The keys that the engines on this machine expect. They guard nothing: every engine listens on the loopback alone. */
export const localCredentials = { accessKeyId: "local", secretAccessKey: "local" } as const;
