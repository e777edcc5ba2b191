import type { words as english } from "./en.ts";

/**
 * Every sentence that a person reads, in the form of the English one; every other language implements all of it. An
 * interface, so that the compiler says `Words` in an error, instead of spelling all of it out.
 */
export interface Words extends English {}

type English = typeof english;
