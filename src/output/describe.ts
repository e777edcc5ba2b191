import type { Event, Transfer } from "../core/run/events.ts";
import type { Work } from "../core/run/operations.ts";
import { sanitise } from "../core/text/sanitise.ts";
import type { Message } from "../words/shapes.ts";
import { tellCause, tellFinding, tellNotice, tellOperation, tellWait } from "../words/tell.ts";
import type { Words } from "../words/words.ts";

/** How a line is marked; `detail` is for people who asked for more. */
export type Tone = "done" | "failed" | "note" | "warning" | "failure" | "detail";

/** One thing worth reporting, in words: one line or, for a finding, a line and its hint indented under it. */
export type Told = { tone: Tone; text: string };

/** What an event says, or null for one that only moves the progress. */
export function describeEvent(event: Event, words: Words): Told | null {
  switch (event.type) {
    case "operation-started":
      return { tone: "detail", text: describeStart(event.operation, words) };
    case "operation-done":
      return {
        tone: "done",
        text: sanitise(`${tellOperation(event.operation, "done", words)} ${words.general.took(event.tookMs)}`),
      };
    case "operation-failed":
      return { tone: "failed", text: sanitise(words.general.failed(tellOperation(event.operation, "planned", words))) };
    case "finding": {
      const { status } = event.finding;
      return { tone: status === "ok" ? "detail" : status, text: joinMessage(tellFinding(event.finding, words)) };
    }
    case "notice":
      return { tone: noticeTones[event.notice.id], text: sanitise(tellNotice(event.notice, words)) };
    case "wait-started":
      return { tone: "detail", text: sanitise(tellWait(event.wait, words)) };
    // The end of the wait is visible from what was waited for.
    case "wait-over":
    case "operation-cancelled":
    case "transfer":
      return null;
  }
}

const noticeTones: Record<Extract<Event, { type: "notice" }>["notice"]["id"], Tone> = {
  connected: "detail",
  "waiting-for-lock": "note",
  "lock-left-behind": "note",
  "lock-held": "note",
  "waiting-for-docker": "warning",
  "settings-saved": "note",
  "files-closed": "warning",
  "gpu-refused": "warning",
  retry: "warning",
  "model-present": "detail",
  "updates-found": "note",
  "update-waiting": "note",
  "change-interrupted": "warning",
  "installation-unread": "warning",
  "going-back": "warning",
  "volume-superseded": "note",
  "image-not-refreshed": "warning",
  "page-default-set": "note",
  "page-default-kept": "warning",
  "not-updated": "note",
  "model-damaged": "warning",
  "only-model": "note",
  "ollama-alone": "note",
  "ollama-stopped": "note",
  "still-waiting": "note",
  "network-in-use": "note",
  "still-used": "warning",
  recreating: "note",
  "checks-forced": "warning",
  "not-sized": "note",
  "waiting-for-input": "note",
  "input-not-waited": "warning",
  "text-too-long": "warning",
  "answer-cut": "warning",
  "answer-stats": "note",
  "chat-set": "note",
  "chat-cleared": "note",
  "chat-saved": "note",
  "chat-loaded": "note",
  "chat-model-missing": "warning",
  "chat-stopped": "note",
  "chat-outgrown": "warning",
  "chat-not-kept": "warning",
  "ollama-lost": "warning",
  "backup-changed": "warning",
  "backup-damaged": "warning",
  "backup-left-out": "note",
};

function describeStart(operation: Work, words: Words): string {
  return sanitise(`${tellOperation(operation, "doing", words)} (${tellCause(operation.cause, words)})`);
}

/** The figures of a download: `45 %, 0.9 GB / 2.0 GB, 12.3 MB/s, 1 min 20 s left`, as far as they are known. */
export function describeTransfer(transfer: Transfer, words: Words): string {
  const { format, general, phases } = words;
  const { completedBytes, totalBytes, bytesPerSecond, phase } = transfer;
  if (totalBytes === null || totalBytes === 0) return phases[phase];
  const parts = [format.percent(Math.min(completedBytes / totalBytes, 1))];
  if (phase === "extracting" || phase === "verifying") return [...parts, phases[phase]].join(", ");
  parts.push(`${format.bytes(completedBytes)} / ${format.bytes(totalBytes)}`);
  if (bytesPerSecond !== null && bytesPerSecond > 0) {
    parts.push(format.speed(bytesPerSecond));
    const leftMs = ((totalBytes - completedBytes) / bytesPerSecond) * 1000;
    if (leftMs > 0) parts.push(general.left(leftMs));
  }
  return parts.join(", ");
}

/** A message and its hint as lines, every one of them harmless, the hint indented below. */
export function joinMessage({ message, hint }: Message): string {
  const [first = "", ...rest] = splitLines(message);
  const below = [...rest, ...(hint === undefined ? [] : splitLines(hint))];
  return [first, ...below.map((line) => `  ${line}`)].join("\n");
}

function splitLines(text: string): string[] {
  return text.split("\n").map(sanitise);
}
