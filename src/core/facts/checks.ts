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
  /** `limitBytes` is the limit that the person chose, null for one derived from the total. */
  memory: {
    totalBytes: number;
    recommendedBytes: number;
    limitBytes: number | null;
    virtualMachine: VirtualMachine | null;
  };
  "model-memory": {
    model: string;
    /** Weights, cache and overhead, and their sum; null if the model's size is not known. */
    neededBytes: number | null;
    weightsBytes: number | null;
    cacheBytes: number | null;
    overheadBytes: number | null;
    certainty: CacheCertainty | null;
    /** What is free now, including what loaded models would give back; null if unknown. */
    availableBytes: number | null;
    totalBytes: number;
    /** Ollama's memory limit; `limitChosen` if the person set it. */
    limitBytes: number | null;
    limitChosen: boolean;
    /** Tokens of each conversation, and how many conversations at the same time. */
    context: number;
    parallel: number;
    trainedContext: number | null;
    /** The largest context that fits; null if none does or the model's size is not known. */
    largestContext: number | null;
    gpu: GpuKind;
    /** Smaller models that fit, if this one does not, the largest first. */
    alternatives: { model: string; neededBytes: number }[];
  };
  disk: { freeBytes: number | null; neededBytes: number; downloadBytes: number; path: string };
  port: {
    port: number;
    /** `not-here` if this machine does not have the address; `ownAddresses` are those it has. */
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
    /** Why its registry did not report its size. */
    reason: PullReason | null;
    /** The model that was probably meant by a name that does not exist. */
    near: string | null;
  };
  registry: { hosts: { host: string; reachable: boolean; reason: PullReason | null; detail: string | null }[] };
  "native-ollama": { port: number };
  /** `adoptable` are those that can all be copied at once; empty if the person has to choose. */
  "other-volumes": { volumes: string[]; adoptable: string[] };
  /** Volumes with this stack's names that something else made. */
  "foreign-volumes": { volumes: string[] };
  /**
   * Volumes that are not recorded, the newest first, or the recorded one that no longer exists.
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

/**
 * Whether a person may go on despite these failures with `--force`: letting strangers in needs an option that says so.
 */
export function isForceable(failures: readonly Finding[]): boolean {
  return failures.every(({ id, status }) => id !== "exposure" || status !== "failure");
}

export type CheckId = keyof CheckFacts;
export type CheckStatus = "ok" | "note" | "warning" | "failure";

/** One preflight result: what was checked, its outcome, and the numbers and names behind it. */
export type Finding = { [I in CheckId]: { id: I; status: CheckStatus; facts: CheckFacts[I] } }[CheckId];

/** The finding of one check. */
export type FindingOf<I extends CheckId> = Extract<Finding, { id: I }>;
