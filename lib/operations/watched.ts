/** The names of what is watched, as the stacks above give them. */
export type Watchable = {
  failedParts: string;
  waitingParts: string;
  failedFiles: string;
  nightMachineArn: string;
  scheduleGroup: string;
  /** The doors. The firewall of each carries its name. */
  apiNames: readonly string[];
  takeSubmission: string;
  backupVault: string;
};
