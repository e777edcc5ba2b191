import type { Language } from "../core/names.ts";

/**
 * The language of a person's system: Spanish where the first of LC_ALL, LC_MESSAGES, LANGUAGE and LANG that is set, or
 * else `systemLocale`, is Spanish; English for everyone else.
 */
export function detectLanguage(environment: NodeJS.ProcessEnv, systemLocale: () => string): Language {
  const { LC_ALL, LC_MESSAGES, LANGUAGE, LANG } = environment;
  const locale = [LC_ALL, LC_MESSAGES, LANGUAGE, LANG].find((value) => value !== undefined && value !== "");
  return /^es([_.@:-]|$)/i.test(locale ?? systemLocale()) ? "es" : "en";
}
