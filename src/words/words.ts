import type { words as english } from "./en.ts";

/**
 * Every sentence that a person reads, as English has them; each other language fills it whole. An interface, so that
 * the compiler says `Words` where something does not fit, and not all of it.
 */
export interface Words extends English {}

type English = typeof english;
