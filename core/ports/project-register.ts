import type { Project } from "../dataset/project.ts";

/** A dataset that was handed out: who made it, when, and what exactly. */
export type Release = {
  readonly id: string;
  readonly madeAt: string;
  readonly madeBy: string;
  /** SHA-256 of the declaration it was made under. */
  readonly projectSha256: string;
  /** SHA-256 of its manifest, which names the hash of every file. */
  readonly manifestSha256: string;
  readonly referrals: number;
  readonly withheld: number;
};

/** Evaluators' projects, as declared, and what each was given. Nothing is ever changed or taken out. */
export type ProjectRegister = {
  /** Keeps a declaration; the same again changes nothing, another under the same id stands from now on beside the earlier ones. */
  readonly declare: (project: Project, sha256: string, declaredAt: string) => Promise<void>;
  /** The declaration of a project that stands, or `null`. */
  readonly projectOf: (id: string) => Promise<Project | null>;
  readonly noteRelease: (project: string, release: Release) => Promise<void>;
  /** Everything a project was given, oldest first. */
  readonly releasesOf: (project: string) => Promise<readonly Release[]>;
};
