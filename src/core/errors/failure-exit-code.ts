import { type ErrorCode, isError, type LocalgptError } from "./errors.ts";

const usageCodes = new Set<ErrorCode>([
  "invalid-value",
  "unknown-setting",
  "settings-syntax",
  "unknown-command",
  "unknown-option",
  "missing-argument",
  "excess-arguments",
  "missing-value",
  "confirmation-needed",
  "name-needed",
  "wrong-name",
  "conflicting-options",
  "unknown-service",
  "unknown-model",
  "question-missing",
  "file-unusable",
  "schema-invalid",
  "nothing-to-change",
  "unknown-chat-order",
  "chat-order-usage",
  "unknown-parameter",
  "unknown-conversation",
  "conversation-exists",
  "conversation-unreadable",
  "unknown-image",
  "backup-exists",
  "backup-place",
  "backup-missing",
  "unknown-account",
  "unknown-volume",
  "volume-is-ours",
  "password-needed",
  "password-refused",
  "updated-elsewhere",
  "downloads-unknown",
]);

const dockerCodes = new Set<ErrorCode>([
  "docker-unreachable",
  "docker-permission",
  "docker-context-missing",
  "docker-endpoint-unsupported",
  "docker-too-old",
  "docker-windows-containers",
  "docker-lost",
  "docker-timeout",
  "docker-garbled",
]);

/**
 * The exit code of a failure: 1 failed, 2 usage or settings, 3 Docker, 4 a check refused, 5 not ready, 130 interrupted
 * by Ctrl-C.
 */
export function exitCodeOf(code: ErrorCode): number {
  if (usageCodes.has(code)) return 2;
  if (dockerCodes.has(code)) return 3;
  if (code === "checks-refused") return 4;
  if (code === "service-not-ready") return 5;
  if (code === "interrupted") return 130;
  return 1;
}

/** The exit code of a failure, by its cause if that was Docker going away in the middle of a change. */
export function exitCodeOfError(error: LocalgptError): number {
  const isWhole = isError(error, "change-failed") || isError(error, "last-backup-failed");
  return isWhole && dockerCodes.has(error.facts.cause.code)
    ? exitCodeOf(error.facts.cause.code)
    : exitCodeOf(error.code);
}
