import type { ServiceName } from "../services/services.ts";

/** Where in a file a person wrote the offending text; line and column count from 1. */
export type Place = { file: string; line: number; column: number };

/** What a value was expected to be; the words for each are in `words.expected`. */
export type Expected =
  | "port"
  | "binding"
  | "yes-no"
  | "size"
  | "duration"
  | "time"
  | "cpus"
  | "context"
  | "count"
  | "gpu"
  | "language"
  | "project-name"
  | "model-name"
  | "image-reference"
  | "shell"
  | "service"
  | "settings"
  | "text"
  | "temperature"
  | "top-p"
  | "max-tokens"
  | "seed"
  | "conversation-name"
  | "email"
  | "web-address"
  | "person-name";

/** What a conversation's file must have where it has something else. */
export type ConversationPart = "yaml" | "model" | "system" | "messages" | "think" | "parameters";

/** Why an image or a model could not be downloaded, as far as the refusal tells. */
export type PullReason =
  | "not-found"
  | "unauthorized"
  | "rate-limited"
  | "no-such-host"
  | "unreachable"
  | "proxy"
  | "tls"
  | "no-space"
  | "wrong-platform"
  | "corrupt"
  | "needs-newer-ollama"
  | "needs-mlx"
  | "stalled"
  | "cut"
  | "other";

/** Why a model did not answer, or not to the end. */
export type AnswerReason =
  | "no-memory"
  | "cannot-chat"
  | "cannot-see"
  | "cannot-think"
  /** A file of the model is not what it should be. */
  | "damaged"
  | "busy"
  | "cut"
  | "other";

/** Why a file cannot be given to a model along with a question. */
export type FileProblem = "missing" | "folder" | "denied" | "neither" | "empty" | "too-large";

/** One endpoint that was tried on the way to Docker, and what came of it. */
export type EndpointAttempt = {
  endpoint: string;
  source: "DOCKER_HOST" | "context" | "default" | "known-socket";
  reason: "not-there" | "refused" | "permission" | "timeout" | "not-docker" | "tls" | "no-such-host" | "failed";
  detail: string;
};

/** Who holds a port: another container, a process of this machine, or nobody that the system tells. */
export type PortOwner =
  | { kind: "container"; name: string; project: string | null }
  | { kind: "process"; name: string; pid: number }
  /** The page of the same stack: two of its settings name one port. */
  | { kind: "page" }
  | { kind: "unknown" };

/** Why a service did not become ready, with what the Engine and its log say. */
export type ServiceFailure = {
  service: ServiceName;
  /** `silent`: it listens and says nothing; `failing`: all that it answers is an error. */
  reason: "exited" | "restarting" | "timeout" | "removed" | "paused" | "silent" | "failing";
  /** The error that it answers where it is `failing`, else null. */
  answer: { status: number; detail: string } | null;
  exitCode: number | null;
  oomKilled: boolean;
  memoryLimitBytes: number | null;
  waitedMs: number;
  logTail: string[];
};

/**
 * How well the size of the cache is known: by the model's own shape, by one that gives at most that, or by a cautious
 * one.
 */
export type CacheCertainty = "exact" | "at-most" | "cautious";

/** Why a text cannot be a new password. */
export type PasswordProblem = "short" | "long" | "controls" | "lines" | "different";

/** The orders of a chat, as the help lists them. */
export const chatOrders = [
  "/help",
  "/model",
  "/system",
  "/set",
  "/show",
  "/save",
  "/load",
  "/clear",
  "/stats",
  "/bye",
] as const;
export type ChatOrder = (typeof chatOrders)[number];

/** The setting that a port belongs to. */
export type PortSetting = "port" | "ollama.port";

/** What changes a stack's images or data as a whole. */
export const changeKinds = ["update", "restore", "adopt", "rollback"] as const;
export type ChangeKind = (typeof changeKinds)[number];
