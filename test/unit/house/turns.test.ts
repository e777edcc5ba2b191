import { expect, test } from "vitest";
import { files, read } from "../../support/data/sources.ts";
import { findTurns, turns } from "./turns.ts";

/** The texts of a source, without its code: what is between quotes, one a line. */
function textsOf(source: string): string {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(?<![:\w])\/\/.*$/gm, "");
  return (code.match(/"(?:[^"\\\n]|\\.)*"(?!\])|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? [])
    .map((text) =>
      text
        .slice(1, -1)
        .replaceAll("\\`", "`")
        .replace(/\$\{[^{}]*\}/g, "…"),
    )
    .filter((text) => /\s/.test(text))
    .join("\n");
}

test.each(["en", "es"] as const)("no sentence in %s has a turn that nobody would say", (language) => {
  const own = files.filter((file) => file.startsWith("words/") && file.endsWith(`/${language}.ts`));
  const texts = own.map((file) => textsOf(read(file))).join("\n");
  expect(texts.split("\n").length).toBeGreaterThan(600);
  expect(findTurns(texts, language)).toEqual([]);
});

test("every turn is found where it stands, and its exceptions are not", () => {
  const samples: [string, "en" | "es", number][] = [
    ["Nobody is told of it", "en", 1],
    ["Whoever signs up first", "en", 1],
    ["the data of before", "en", 1],
    ["It is no image of this stack", "en", 1],
    ["It is no longer there", "en", 0],
    ["There is no terminal", "en", 0],
    ["There is none yet", "en", 1],
    ["made anew", "en", 1],
    ["no longer written down", "en", 1],
    ["sin fijar, se fija", "es", 1],
    ["Indicador del sistema", "es", 1],
    ["las charlas guardadas", "es", 1],
    ["los chats nuevos", "es", 1],
    ["con `localgpt chat --continue`", "es", 0],
    ["de este conjunto", "es", 1],
    ["preguntar al registro", "es", 1],
    ["que cierra el registro", "es", 1],
    ["Mira su registro", "es", 0],
  ];
  for (const [text, language, count] of samples) expect(findTurns(text, language), text).toHaveLength(count);
  const found = turns.filter(({ pattern, language }) =>
    samples.some(([text, of]) => of === language && pattern.test(text)),
  );
  expect(found).toEqual(turns);
});
