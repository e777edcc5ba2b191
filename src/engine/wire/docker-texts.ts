import { type PullTexts, readPullReason } from "../../core/english/registry-texts.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";

const pullTexts: PullTexts = [
  ["wrong-platform", /no matching manifest for|no match for platform|does not match the specified platform/i],
  ["corrupt", /verification failed|unexpected commit digest|invalid checksum|unexpected EOF in archive/i],
];

/** Why the Engine could not download an image or write a file, by its message. */
export function pullReason(text: string): PullReason {
  return readPullReason(text, pullTexts);
}

/**
 * What a line of an image's download says about a layer; null if it does not change one. These words are part of the
 * Engine's protocol, as names of fields are.
 */
export function layerStep(status: string | null): "waiting" | "downloading" | "extracting" | "done" | null {
  switch (status) {
    case "Pulling fs layer":
    case "Waiting":
      return "waiting";
    case "Downloading":
      return "downloading";
    case "Verifying Checksum":
    case "Download complete":
    case "Extracting":
      return "extracting";
    case "Already exists":
    case "Pull complete":
      return "done";
    default:
      return null;
  }
}

/**
 * The port that a container could not get because another program has it, 0 if it is not named; null for any other
 * failure.
 */
export function findTakenPort(text: string): number | null {
  const isTaken =
    /port is already allocated|address already in use|failed to bind host port|ports are not available|forbidden by its access|only one usage of each socket address/i;
  if (!isTaken.test(text)) return null;
  // Docker Desktop also names its machine's end of the port, as port 0.
  return Number(/:([1-9]\d{0,4})(?::| failed|\/tcp|$)/.exec(text)?.[1] ?? 0);
}

/** The name that a container could not get because another one has it; null for any other failure. */
export function findTakenName(text: string): string | null {
  return /container name "\/?([^"]+)" is already in use/i.exec(text)?.[1] ?? null;
}

/**
 * Whether no network could be created because all addresses are in use: the Engine's words until version 26 and since.
 */
export function saysNoNetworkLeft(text: string): boolean {
  return /non-overlapping IPv4 address pool among the defaults|address pools have been fully subnetted/i.test(text);
}

/** Whether a container was refused because of the GPU it asks for. */
export function saysNoGpu(text: string): boolean {
  return /could not select device driver|CDI device injection failed|unresolvable CDI|nvidia-container-cli|unknown (or invalid )?runtime|custom device "\/dev\/(kfd|dri)|unable to find group/i.test(
    text,
  );
}

/** Whether a container does not run, or is paused. */
export function saysNotRunning(text: string): boolean {
  return /is not running|is paused/i.test(text);
}

/** The Engine's message, without the words that docker-modem puts before it. */
export function withoutModemWords(text: string): string {
  return text.replace(/^\(HTTP code \d+\) (?:[^-]*?) - /, "");
}
