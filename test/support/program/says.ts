import { words as en } from "../../../src/words/en.ts";
import type { Words } from "../../../src/words/words.ts";

/** What `up` says of a stack with its page on that port when it found nothing to change. */
export function saysUnchanged(port: number, words: Words = en): string {
  return words.up.ready({ address: `http://localhost:${port}`, changed: false });
}
