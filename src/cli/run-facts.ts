import type { Look } from "../commands/context.ts";
import type { Words } from "../words/words.ts";
import type { GlobalOptions } from "./global-options.ts";
import type { ProcessIo } from "./process-io.ts";

/** Everything one run of the program knows before its command begins. */
export type Run = {
  io: ProcessIo;
  options: GlobalOptions;
  words: Words;
  /** The style of results on stdout. */
  look: Look;
  /** The style of progress and errors on stderr. */
  errorLook: Look;
};
