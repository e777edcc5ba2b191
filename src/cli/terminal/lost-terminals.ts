import { closeSync, fstatSync, openSync, statSync } from "node:fs";

/**
 * Closes the standard streams that were a terminal's and have lost it; to be called at the very end. Node gives every
 * terminal its mode back then, and where one is gone it aborts (SIGABRT, with a core dump) in place of the exit code.
 */
export function closeLostTerminals(): void {
  try {
    const nothing = statSync("/dev/null").rdev;
    const terminals = [0, 1, 2].filter((stream) => isDevice(stream, nothing));
    if (terminals.length > 0 && !hasTerminal()) for (const stream of terminals) closeSync(stream);
  } catch {
    // Windows has no such files, and no such end.
  }
}

function isDevice(stream: number, nothing: number): boolean {
  try {
    const found = fstatSync(stream);
    return found.isCharacterDevice() && found.rdev !== nothing;
  } catch {
    // It was never open.
    return false;
  }
}

/** `node:tty` would tell, but loading it takes longer than a short command. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
