import type { Words } from "./words.ts";

/**
 * The same words with every command that they suggest naming the project: without it the next step that a person
 * pastes would act on another stack. A command may stand anywhere: after another one, a pipe, `sudo` or a variable.
 */
export function nameProject(words: Words, project: string): Words {
  const commands = Object.keys(words.help).join("|");
  const suggested = new RegExp(`(?<![\\w./-])localgpt (?=(?:${commands})(?![\\w-]))`, "g");
  return mapTexts(words, (text) => text.replace(suggested, `localgpt --project ${project} `));
}

/** A copy in which every text, and every text that a function returns, went through `change`. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === "string") return change(value) as T;
  if (typeof value === "function") {
    const tell = value as unknown as (...facts: unknown[]) => unknown;
    return ((...facts: unknown[]) => mapTexts(tell(...facts), change)) as T;
  }
  // Anything but text stays as it is: a copy of the pattern for a yes would lose its `test`.
  if (typeof value !== "object" || value === null || value instanceof RegExp) return value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)])) as T;
}
