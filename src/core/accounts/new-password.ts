import type { PasswordProblem } from "../facts/vocabulary.ts";
/**
 * The bounds of a password: letters at least, and bytes at most, which is all that bcrypt looks at (utils/auth.py,
 * validate_password).
 */
export const passwordBounds = { leastLetters: 8, mostBytes: 72 };

/** What is wrong with a password to be set; null if it is acceptable. */
export function judgePassword(password: string): PasswordProblem | null {
  if (/\p{Cc}/u.test(password)) return "controls";
  if ([...password].length < passwordBounds.leastLetters) return "short";
  return new TextEncoder().encode(password).length > passwordBounds.mostBytes ? "long" : null;
}
