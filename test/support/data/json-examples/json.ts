import type { ModelName } from "../../../../src/core/facts/names.ts";

/** A value as JSON has it: a model's name is a text. */
export type Json<T> = T extends ModelName ? string : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
