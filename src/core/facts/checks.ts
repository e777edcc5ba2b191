import type { GpuKind } from "./names.ts";
import type { CacheCertainty, PortOwner, PortSetting, PullReason } from "./vocabulary.ts";

/** The facts of each preflight finding; `words.checks` turns them into a sentence and a fix. */
export type CheckFacts = {
  docker: { endpoint: string; engineVersion: string; apiVersion: string; operatingSystem: string };
  cpu: {
    engineCpus: number;
    physicalCores: number | null;
    limit: number | null;
    avx2: boolean | null;
    virtualMachine: VirtualMachine | null;
  };
  /** `limitBytes` is the limit that the person chose, null for the one that follows from the total. */
  memory: {
    totalBytes: number;
    recommendedBytes: number;
    limitBytes: number | null;
    virtualMachine: VirtualMachine | null;
  };
  "model-memory": {
    model: string;
    /** Weights, cache and overhead, and all three together; null where the size of the model is not known. */
    neededBytes: number | null;
    weightsBytes: number | null;
    cacheBytes: number | null;
    overheadBytes: number | null;
    certainty: CacheCertainty | null;
    /** What is free now, what loaded models would give back included; null where it cannot be told. */
    availableBytes: number | null;
    totalBytes: number;
    /** Ollama's memory limit; `limitChosen` where the person set it. */
    limitBytes: number | null;
    limitChosen: boolean;
    /** Tokens of each conversation, and how many conversations at the same time. */
    context: number;
    parallel: number;
    trainedContext: number | null;
    /** The largest context that fits; null where none does or the size of the model is not known. */
    largestContext: number | null;
    gpu: GpuKind;
    /** Smaller models that fit, where this one does not, the largest first. */
    alternatives: { model: string; neededBytes: number }[];
  };
  disk: { freeBytes: number | null; neededBytes: number; downloadBytes: number; path: string };
  port: {
    port: number;
    /** `not-here` where this machine has no such address; what it has is in `ownAddresses` then. */
    state: "free" | "ours" | "taken" | "not-here";
    owner: PortOwner | null;
    nextFree: number | null;
    setting: PortSetting;
    address?: string;
    ownAddresses?: string[];
  };
  /** A page that others reach: who can make an account there, and whether the person wanted that. */
  exposure: { address: string; port: number; signUp: SignUp; wanted: boolean };
  gpu: { choice: string; kind: GpuKind; missing: GpuMissing | null };
  images: {
    present: string[];
    missing: string[];
    wrongArchitecture: { image: string; architecture: string }[];
    engineArchitecture: string;
    downloadBytes: number;
  };
  model: {
    model: string;
    state: "present" | "missing" | "unknown" | "not-found";
    bytes: number | null;
    /** Why its registry did not tell its size. */
    reason: PullReason | null;
    /** The model that was meant by a name that there is none of. */
    near: string | null;
  };
  registry: { hosts: { host: string; reachable: boolean; reason: PullReason | null; detail: string | null }[] };
  "native-ollama": { port: number };
  /** `adoptable` are those that can all be copied at once; none where that takes a choice. */
  "other-volumes": { volumes: string[]; adoptable: string[] };
  /** Volumes of this stack's names that somebody else made. */
  "foreign-volumes": { volumes: string[] };
  /**
   * Volumes of which nothing is written down, the newest first, or the one that is written down and no longer there.
   */
  "lost-data": { volumes: string[]; gone: string | null };
  /** The containers are those of a localgpt with that folder and other settings. */
  "other-folder": { project: string; folder: string };
  "network-aliases": { service: string };
};

/** The first layer that is missing between the person's choice of GPU and a container that sees it. */
export type GpuMissing = "driver" | "toolkit" | "device" | "macos" | "architecture";

/** The program whose virtual machine the Engine runs in: each has its own place where memory and CPUs are raised. */
export type VirtualMachine = "docker-desktop" | "docker-desktop-windows" | "colima" | "other";

/** Who can make an account on the page: nobody, anybody, or anybody and the first one becomes its administrator. */
export type SignUp = "closed" | "open" | "first" | "unknown";

/** Whether a person may go on despite these failures with `--force`: to let strangers in takes words that say so. */
export function isForceable(failures: readonly Finding[]): boolean {
  return failures.every(({ id, status }) => id !== "exposure" || status !== "failure");
}

export type CheckId = keyof CheckFacts;
export type CheckStatus = "ok" | "note" | "warning" | "failure";

/** One preflight result: what was looked at, how it stands, and the numbers and names behind it. */
export type Finding = { [I in CheckId]: { id: I; status: CheckStatus; facts: CheckFacts[I] } }[CheckId];

/** The finding of one check. */
export type FindingOf<I extends CheckId> = Extract<Finding, { id: I }>;
