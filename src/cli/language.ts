import type { Language } from "../core/facts/names.ts";

/**
 * The language of a person's system: Spanish if the first of LC_ALL, LC_MESSAGES, LANGUAGE and LANG that is set, or
 * else `systemLocale`, is Spanish; English for everyone else. In a list such as `ca:es` the first that is one of the
 * two counts.
 */
export function detectLanguage(environment: NodeJS.ProcessEnv, systemLocale: () => string): Language {
  const { LC_ALL, LC_MESSAGES, LANGUAGE, LANG } = environment;
  const locale = [LC_ALL, LC_MESSAGES, LANGUAGE, LANG].find((value) => value !== undefined && value !== "");
  const names = (locale ?? systemLocale())
    .split(":")
    .map((name) => /^[a-z]+(?=[_.@-]|$)/i.exec(name)?.[0].toLowerCase());
  return names.find((name) => name === "es" || name === "en") ?? "en";
}
