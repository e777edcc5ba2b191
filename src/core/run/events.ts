import type { ErrorCode } from "../errors/errors.ts";
import type { AnswerStats } from "../facts/answer-stats.ts";
import type { Finding } from "../facts/checks.ts";
import type { GpuKind } from "../facts/names.ts";
import type { ChangeKind, PullReason } from "../facts/vocabulary.ts";
import type { ServiceName } from "../services/services.ts";
import type { Cause, Work } from "./operations.ts";

/**
 * The progress of a download or (`data`) of a copy; `totalBytes` grows while the registry still reports layers, and is
 * null until it reports the first.
 */
export type Transfer = {
  kind: "image" | "model" | "data";
  name: string;
  phase: "starting" | "downloading" | "extracting" | "verifying" | "copying";
  completedBytes: number;
  totalBytes: number | null;
  bytesPerSecond: number | null;
};

/** Something that happened and is worth reporting, though nothing waits for it. */
export type Notice =
  | { id: "connected"; endpoint: string; engineVersion: string }
  /** `host` is the machine on which it runs, if that is another one (a shared folder); else null. */
  | { id: "waiting-for-lock"; pid: number; host: string | null; command: string; sinceMs: number }
  /** Held by a localgpt that could not record its process. */
  | { id: "lock-held"; folder: string }
  | { id: "lock-left-behind"; pid: number; command: string; waitMs: number }
  /** The Engine has not answered a call for so long; `action` names it as in errors. */
  | { id: "waiting-for-docker"; action: string; waitedMs: number }
  | { id: "settings-saved"; changed: { key: string; value: string }[] }
  /** Files and folders of localgpt's that other users of this computer could open. */
  | { id: "files-closed"; folder: string; count: number }
  | { id: "gpu-refused"; gpu: GpuKind; detail: string }
  | { id: "retry"; kind: "image" | "model"; name: string; reason: PullReason; attempt: number; waitMs: number }
  | { id: "model-present"; model: string }
  | { id: "updates-found"; models: { model: string; downloadBytes: number | null }[] }
  /** A change that a killed localgpt left: an unfinished one is discarded, a switched one is verified. */
  | { id: "change-interrupted"; kind: ChangeKind; phase: "filling" | "switched" }
  /** The record of the stack could not be read; it was moved to `path`. */
  | { id: "installation-unread"; path: string }
  | { id: "image-not-refreshed"; image: string; reason: PullReason }
  | { id: "going-back"; kind: ChangeKind }
  | { id: "volume-superseded"; volume: string; removed: boolean }
  /** `wanted` by the settings or by this release; only `update` changes it. */
  | { id: "update-waiting"; service: ServiceName; installed: string; wanted: string }
  | { id: "page-default-set"; model: string }
  | { id: "page-default-kept"; model: string; detail: string }
  /** It could not be found out whether there is a newer one. */
  | { id: "not-updated"; model: string; reason: PullReason }
  /** The number of its existing files that were damaged and are downloaded again. */
  | { id: "model-damaged"; model: string; files: number }
  /** The one on disk is used because no model was chosen. */
  | { id: "only-model"; model: string }
  | { id: "ollama-alone" }
  | { id: "ollama-stopped" }
  | { id: "still-waiting"; service: ServiceName; waitedMs: number; reason: string | null }
  | { id: "network-in-use"; network: string }
  /** It was to be removed; `users` are the containers that hold it. */
  | { id: "still-used"; kind: "volume" | "image"; name: string; users: string[] }
  | { id: "recreating"; service: ServiceName; cause: Cause }
  | { id: "checks-forced"; failures: number }
  | { id: "not-sized"; reason: ErrorCode }
  | { id: "waiting-for-input" }
  | { id: "input-not-waited"; waitedMs: number }
  /** `tokens` is an estimate; `suggested` a context with room for them, null where the model has none. */
  | { id: "text-too-long"; model: string; tokens: number; context: number; suggested: number | null }
  | { id: "answer-cut"; model: string; tokens: number; context: number }
  | { id: "answer-stats"; model: string; stats: AnswerStats }
  /** `name` is `model`, `system`, a parameter by Ollama's name, or a word that `/set` takes alone. */
  | { id: "chat-set"; name: string; value: string }
  | { id: "chat-cleared" }
  | { id: "chat-saved"; name: string; path: string }
  | { id: "chat-loaded"; name: string; messages: number; model: string }
  | { id: "chat-model-missing"; model: string; kept: string }
  | { id: "chat-stopped"; said: boolean }
  | { id: "chat-outgrown"; context: number }
  | { id: "chat-not-kept"; path: string; reason: string }
  | { id: "ollama-lost" }
  /** Files that were written to while they were being saved, and databases that SQLite finds damaged. */
  | { id: "backup-changed"; files: string[] }
  | { id: "backup-damaged"; databases: string[] }
  /** What is not in the backup because it could not be restored. */
  | { id: "backup-left-out"; files: string[] };

/**
 * What a person waits for before the first word of an answer: the model being loaded, or the question being read.
 * question.
 */
export type Wait = { phase: "loading" | "reading"; model: string };

/** What happens while a command works, typed; reporters turn it into words, plain lines or NDJSON. */
export type Event =
  | { type: "operation-started"; operation: Work }
  | { type: "operation-done"; operation: Work; tookMs: number }
  | { type: "operation-failed"; operation: Work; tookMs: number }
  /** Cancelled because another one failed or the person interrupted. */
  | { type: "operation-cancelled"; operation: Work; tookMs: number }
  | { type: "transfer"; operationId: string; transfer: Transfer }
  | { type: "wait-started"; wait: Wait }
  | { type: "wait-over"; wait: Wait; tookMs: number }
  | { type: "finding"; finding: Finding }
  | { type: "notice"; notice: Notice };

export type Emit = (event: Event) => void;
