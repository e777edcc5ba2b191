import { userInfo } from "node:os";

/** The name of the user this process runs as; in a container that may be a number without a name. */
export function currentUserName(userId: number | null = null): string {
  try {
    return userInfo().username;
  } catch {
    return userId === null ? "?" : String(userId);
  }
}
