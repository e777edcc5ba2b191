// Colours and weights as chalk writes them, the only sequences that localgpt itself has reason to print into text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const ownColours = /\u001b\[(?:[1-49]|2[2-49]|3[0-9]|9[0-7])m/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Every character of a text that would act on a terminal, by its code; line feeds and tabs do no harm. */
export function findControls(text: string, allowsColours = false): string[] {
  const found = (allowsColours ? text.replace(ownColours, "") : text).match(controls) ?? [];
  return found.map((character) => `U+${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
