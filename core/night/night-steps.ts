/** The steps of a night in their order, and what each does, in the words of those who wait for it. */
export const nightSteps = {
  "plan-night": "working out what had changed",
  "refresh-units": "counting practices again",
  "roll-up": "adding practices up",
  "plan-pages": "deciding which pages to draw",
  "render-pages": "drawing pages",
  "verify-generation": "checking the new pages against what is kept",
  "publish-generation": "showing the new pages",
  "collect-garbage": "removing pages that nobody reads any more",
} as const;

/** The name of a step: of its folder, its log and its figures. */
export type NightStepName = keyof typeof nightSteps;

/** How a step failed: `fail` when a person must look, `retry` when it is tried again by itself. */
export type Fate = "retry" | "fail";

/** Whether a name is that of a step of the night. */
export function isNightStep(name: string): name is NightStepName {
  return Object.hasOwn(nightSteps, name);
}

const names = Object.keys(nightSteps) as NightStepName[];

/** The file in which a run notes that a step has failed so. It holds nothing but this: what failed is in the logs. */
export function troubleFile(step: NightStepName, fate: Fate): string {
  return `trouble/${step}.${fate}.json`;
}

/** Every trouble that a run may have noted, the latest step first, and of one step the graver first. */
export const troubles: readonly { readonly step: NightStepName; readonly fate: Fate }[] = names
  .toReversed()
  .flatMap((step) => [{ step, fate: "fail" } as const, { step, fate: "retry" } as const]);
