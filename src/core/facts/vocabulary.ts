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

/** What a conversation's file should have at the place of an error. */
export type ConversationPart = "yaml" | "model" | "system" | "messages" | "think" | "parameters";

/** Why an image or a model could not be downloaded, as far as the refusal says. */
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

/** Why a model did not answer, or stopped before the end. */
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

/** Why a file cannot be sent to a model along with a question. */
export type FileProblem = "missing" | "folder" | "denied" | "neither" | "empty" | "too-large";

/** One endpoint that was tried on the way to Docker, and the outcome. */
export type EndpointAttempt = {
  endpoint: string;
  source: "DOCKER_HOST" | "context" | "default" | "known-socket";
  reason: "not-there" | "refused" | "permission" | "timeout" | "not-docker" | "tls" | "no-such-host" | "failed";
  detail: string;
};

/** Who holds a port: another container, a process of this machine, or something the system does not name. */
export type PortOwner =
  | { kind: "container"; name: string; project: string | null }
  | { kind: "process"; name: string; pid: number }
  /** Another setting of the same stack names the same port. */
  | { kind: "page" }
  | { kind: "unknown" };

/** Why a service did not become ready, with what the Engine and its log say. */
export type ServiceFailure = {
  service: ServiceName;
  /** `silent`: it listens but never answers; `failing`: it only answers with errors. */
  reason: "exited" | "restarting" | "timeout" | "removed" | "paused" | "silent" | "failing";
  /** The error that it answers if it is `failing`, else null. */
  answer: { status: number; detail: string } | null;
  exitCode: number | null;
  oomKilled: boolean;
  memoryLimitBytes: number | null;
  waitedMs: number;
  logTail: string[];
};

/**
 * How well the size of the cache is known: exactly, by the model's own shape; as an upper bound; or as a cautious
 * guess.
 */
export type CacheCertainty = "exact" | "at-most" | "cautious";

/** Why a text cannot be a new password. */
export type PasswordProblem = "short" | "long" | "controls" | "lines" | "different";

/** The commands of a chat, as the help lists them. */
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

/** The commands that change a stack's images or data as a whole. */
export const changeKinds = ["update", "restore", "adopt", "rollback"] as const;
export type ChangeKind = (typeof changeKinds)[number];
