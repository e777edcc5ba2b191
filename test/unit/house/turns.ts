/**
 * A turn that no native speaker would use, or a word that stands for another thing here; `instead` is what is written.
 */
export type Turn = {
  language: "en" | "es";
  pattern: RegExp;
  instead: string;
  /** Whether comments are free of it too; those in English are of every English turn. */
  inComments?: boolean;
  /** Sentences in which the turn is right, by a part of them. */
  except?: readonly string[];
};

/** The turns that are absent from what a person reads. */
export const turns: readonly Turn[] = [
  { language: "en", pattern: /\b(?:is|are|was|were) told\b/i, instead: "is reported, is shown, or say who does what" },
  { language: "en", pattern: /\bwhoever\b/i, instead: "the person who, anyone who" },
  { language: "en", pattern: /\bof before\b/i, instead: "from before" },
  { language: "en", pattern: /(?<!\bthere )\b(?:is|are) no (?!longer\b|one\b)/i, instead: "is not a, does not exist" },
  { language: "en", pattern: /\bthere (?:is|are) none\b/i, instead: "has no, does not exist" },
  { language: "en", pattern: /\b(?:by turns|anew|meanwhile)\b/i, instead: "in turn, again, during" },
  { language: "en", pattern: /\bwritten down\b/i, instead: "recorded" },
  { language: "es", pattern: /\bfij(?:a|o|ar|ado|ada|e|en|an)\b/i, instead: "lleva, tiene, elige", inComments: true },
  { language: "es", pattern: /\bindicador(?:es)?\b/i, instead: "instrucciones del sistema", inComments: true },
  { language: "es", pattern: /\bcharlas?\b/i, instead: "conversación" },
  { language: "es", pattern: /\bchat(?:s|ear|eando)?\b(?!`)/i, instead: "conversación", except: ["localgpt chat"] },
  { language: "es", pattern: /\b(?:el|este) conjunto\b|\bstack\b/i, instead: "la instalación" },
  // A log is a `registro`; what models come from is a server, and people create accounts.
  {
    language: "es",
    pattern: /\bregistro (?:de (?:modelos|imágenes)|público|oficial)\b|\b(?:al|ningún) registro\b/i,
    instead: "servidor de modelos, servidor de imágenes",
  },
  {
    language: "es",
    pattern: /\b(?:cierra|abre|abrir|cerrar)(?: antes)? el registro\b|\bse registr(?:a|e|en|an)\b/i,
    instead: "alta de cuentas, crear una cuenta",
  },
];

/** The lines of a text that have a turn of the language, each with its replacement; in comments only some count. */
export function findTurns(text: string, language: Turn["language"], where: "words" | "comments" = "words"): string[] {
  return text.split("\n").flatMap((line) =>
    turns
      .filter((turn) => turn.language === language && (where === "words" || turn.inComments))
      .filter(({ pattern, except = [] }) =>
        pattern.test(except.reduce((left, part) => left.replaceAll(part, ""), line)),
      )
      .map(({ pattern, instead }) => `${line.trim()} (${pattern.source}: ${instead})`),
  );
}
