import { closeSync, fstatSync, openSync, statSync } from "node:fs";

/**
 * Closes standard streams whose terminal is gone; to be called at the very end. Node then restores the mode of every
 * terminal and, if one is gone, aborts (SIGABRT, with a core dump) instead of exiting with the code.
 */
export function closeLostTerminals(): void {
  try {
    const nothing = statSync("/dev/null").rdev;
    const terminals = [0, 1, 2].filter((stream) => isDevice(stream, nothing));
    if (terminals.length > 0 && !hasTerminal()) for (const stream of terminals) closeSync(stream);
  } catch {
    // Windows does not have such files, nor this problem.
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
