import type { Finding } from "../facts/checks.ts";
import type { GpuKind } from "../facts/names.ts";
import type { PageCounts } from "../facts/page-counts.ts";
import type {
  AnswerReason,
  ChangeKind,
  EndpointAttempt,
  Expected,
  FileProblem,
  Place,
  PortOwner,
  PortSetting,
  PullReason,
  ServiceFailure,
} from "../facts/vocabulary.ts";
import type { ServiceName } from "../services/services.ts";
import type { AccountErrorFacts } from "./account-errors.ts";
import type { AdoptErrorFacts } from "./adopt-errors.ts";
import type { BackupErrorFacts } from "./backup-errors.ts";
import type { ChatErrorFacts } from "./chat-errors.ts";
import type { SelfUpdateErrorFacts } from "./self-update-errors.ts";
import type { UninstallErrorFacts } from "./uninstall-errors.ts";

type GeneralErrorFacts = {
  "invalid-value": { name: string; value: string; expected: Expected; place?: Place };
  "unknown-setting": { key: string; near: string | null; place?: Place };
  /** `twice` is the setting, if the only fault is that it appears twice. */
  "settings-syntax": { place: Place; detail: string; twice?: string };
  "unknown-command": { value: string; near: string | null };
  "unknown-option": { value: string; near: string | null; command: string };
  "missing-argument": { name: string; command: string };
  /** `quoted` is what was most likely meant, if words that belong together are not quoted. */
  "excess-arguments": { value: string; command: string; quoted?: string };
  "missing-value": { option: string; command: string };
  /** Something needs confirmation, and there is no terminal to ask on. */
  "confirmation-needed": Record<string, never>;
  "conflicting-options": { first: string; second: string };
  "unknown-service": { value: string; near: string | null };
  "unknown-model": { value: string; near: string | null; installed: string[] };
  "question-missing": Record<string, never>;
  /** `path` is null for what was piped in. */
  "file-unusable": { path: string | null; problem: FileProblem };
  "schema-invalid": { path: string; problem: "missing" | "syntax" | "no-object"; detail: string };
  /** A model with that name already exists and would be lost. */
  "model-exists": { model: string };
  /** The model already is as requested, or nothing was requested. */
  "nothing-to-change": { model: string; asked: string[] };
  "docker-unreachable": { attempts: EndpointAttempt[]; platform: NodeJS.Platform };
  "docker-permission": { endpoint: string; user: string };
  "docker-context-missing": { context: string; file: string };
  "docker-endpoint-unsupported": { endpoint: string };
  "docker-too-old": { apiVersion: string; neededApiVersion: string };
  "docker-windows-containers": Record<string, never>;
  "docker-lost": { action: string };
  "docker-timeout": { action: string; waitedMs: number };
  /** The answer is not one of Docker's API. */
  "docker-garbled": { action: string };
  "docker-failed": { action: string; status: number | null; detail: string };
  "checks-refused": { findings: Finding[] };
  /** The Engine has no address range left for another network. */
  "networks-exhausted": Record<string, never>;
  /** `address` where the page is not for this machine alone. */
  "port-taken": { port: number; owner: PortOwner; nextFree: number | null; setting?: PortSetting; address?: string };
  "name-taken": { kind: "container" | "network" | "volume"; name: string };
  "gpu-refused": { gpu: GpuKind; detail: string };
  "pull-failed": {
    kind: "image" | "model";
    name: string;
    reason: PullReason;
    detail: string;
    /** Whether the image belongs to an update, which the same command starts again. */
    isUpdate?: boolean;
    /** The model that was probably meant by a name that does not exist. */
    near?: string | null;
    /** For a model that needs a newer Ollama: the version that runs, null if unknown. */
    ollamaVersion?: string | null;
    /**
     * For a model that does not fit on the disk: what is still to be downloaded, null before the download has reported
     * its size.
     */
    remainingBytes?: number | null;
  };
  /** A model of unknown size: it is not on disk, and its registry did not answer. */
  "size-unknown": { model: string; reason: PullReason; near: string | null };
  "answer-failed": { model: string; reason: AnswerReason; detail: string };
  "service-not-ready": ServiceFailure;
  "service-answered": { service: ServiceName; path: string; status: number; detail: string };
  /** `waitedMs` if it was connected and nothing came for so long, else null. */
  "service-unreachable": { service: ServiceName; detail: string; waitedMs: number | null };
  "stack-not-running": { project: string };
  /** `service` if only that one has no container. */
  "stack-not-found": { project: string; service?: ServiceName };
  /** The page's database cannot be read or is not whole. */
  "data-damaged": { detail: string };
  "data-not-copied": { from: string; volume: string; detail: string };
  "data-lost": { expected: PageCounts; found: PageCounts | null };
  "migration-failed": { detail: string };
  /** There is no state from before to go back to; `gone` is its volume, if that no longer exists. */
  "nothing-before": { gone: string | null };
  /** An older version of the page than the installed one cannot read its data. */
  "downgrade-refused": { installed: string; wanted: string };
  /** The record of the stack has the format of a newer localgpt. */
  "installation-newer": { path: string };
  "unknown-image": { value: string; near: string | null };
  "disk-full": { place: string; neededBytes: number; freeBytes: number };
  /** A change of the installation failed; `undone` says whether everything is as it was before. */
  "change-failed": {
    kind: ChangeKind;
    undone: boolean;
    cause: Failure;
  };
  /** The backup before a purge failed; nothing was removed. */
  "last-backup-failed": { cause: Failure };
  /** The folder that the shell is in was removed, and a path is relative to it. */
  "folder-gone": Record<string, never>;
  /**
   * Where a user's data belongs is unknown: there is no home folder (null), or `folder` is relative to the current one.
   */
  "home-unknown": { folder: string | null };
  "file-failed": { path: string; action: "read" | "write" | "lock" | "remove"; reason: string };
  "file-exists": { path: string };
  "browser-failed": { address: string };
  /** Asking again does not resume an answer; other work is resumed. */
  interrupted: { work?: "answer" | "up" };
};

/** Every failure localgpt knows, with the facts its sentence needs. */
export type ErrorFacts = GeneralErrorFacts &
  AccountErrorFacts &
  AdoptErrorFacts &
  BackupErrorFacts &
  ChatErrorFacts &
  SelfUpdateErrorFacts &
  UninstallErrorFacts;

export type ErrorCode = keyof ErrorFacts;

/** A failure as a code and its facts; `words.errors` turns it into a sentence and a next step. */
export class LocalgptError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly facts: ErrorFacts[C];

  constructor(code: C, facts: ErrorFacts[C], options?: { cause?: unknown }) {
    super(code, options);
    this.name = "LocalgptError";
    this.code = code;
    this.facts = facts;
  }
}

/** A failure as data: part of results and events, worded by `words.errors` just like the error itself. */
export type Failure = { code: ErrorCode; facts: ErrorFacts[ErrorCode] };

/** A failure as data. */
export function factsOf({ code, facts }: LocalgptError): Failure {
  return { code, facts };
}

/** Whether `error` is the LocalgptError with this code; narrows its facts. */
export function isError<C extends ErrorCode>(error: unknown, code: C): error is LocalgptError<C> {
  return error instanceof LocalgptError && error.code === code;
}
