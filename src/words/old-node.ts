/**
 * The message for a Node that is too old to load any other words: in both languages, because nothing of localgpt runs
 * there.
 */
export function tellOldNode(found: string): string {
  return [
    `localgpt needs Node.js 20.3 or newer, and this is ${found}: https://nodejs.org`,
    `localgpt necesita Node.js 20.3 o más nuevo, y este es el ${found}: https://nodejs.org`,
    "",
  ].join("\n");
}
