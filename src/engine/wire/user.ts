import { userInfo } from "node:os";
import { getuid } from "node:process";

/** The number of the user this process runs as, null on Windows. */
export function currentUserId(): number | null {
  return getuid?.() ?? null;
}

/** The name of the user this process runs as; in a container that may be a number that no name belongs to. */
export function currentUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(currentUserId());
  }
}
