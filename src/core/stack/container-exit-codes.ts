/** What the end of a container means; the words for each are in `words.exits`. */
export type ExitMeaning =
  | "clean"
  | "failed"
  | "out-of-memory"
  | "killed"
  | "bad-instruction"
  | "crashed"
  | "stopped"
  | "not-executable"
  | "not-found"
  | "engine-failed";

const meanings: Record<number, ExitMeaning> = {
  0: "clean",
  125: "engine-failed",
  126: "not-executable",
  127: "not-found",
  // 128 + the signal that ended the process: SIGINT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV,
  // SIGTERM.
  130: "stopped",
  132: "bad-instruction",
  133: "crashed",
  134: "crashed",
  135: "crashed",
  136: "crashed",
  137: "killed",
  139: "crashed",
  143: "stopped",
};

/** What an exit code means; a 137 that the kernel's memory guard caused is `out-of-memory`. */
export function explainExit(exitCode: number, oomKilled: boolean): ExitMeaning {
  const meaning = meanings[exitCode] ?? "failed";
  return oomKilled && meaning !== "clean" && meaning !== "stopped" ? "out-of-memory" : meaning;
}
