// Switches change how a running stand-in behaves. They are read again at every use, so that a test can write the file
// with `docker exec` and needs no new container. The environment gives their start values.
import { readFileSync } from "node:fs";

const FILE = process.env.STANDIN_SWITCHES_FILE ?? "/tmp/switches.json";

/**
 * The switches in force now: those of the file over those of STANDIN_SWITCHES; a half-written file counts as absent.
 */
export function readSwitches() {
  return { ...parse(process.env.STANDIN_SWITCHES), ...parse(readFile()) };
}

/** How long a download that is hurried waits where it would wait `ms`. */
export function hurry(ms) {
  return ms / Number(readSwitches().pace ?? 1);
}

function readFile() {
  try {
    return readFileSync(FILE, "utf8");
  } catch {
    return undefined;
  }
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return {};
  }
}
