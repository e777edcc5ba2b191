import type { ModelName } from "../../../src/core/facts/names.ts";
import { readModelName, shortModelName } from "../../../src/core/values/model-name.ts";

/** A model's name as a test writes it: without a tag it stays without. */
export function modelNamed(text: string): ModelName {
  const name = readModelName(text, { name: "model" });
  return /:[^/]*$/.test(text) ? name : shortModelName(name);
}
