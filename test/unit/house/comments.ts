import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const slashes = /\.(?:ts|mjs)$/;
const hashes = /\.(?:py|sh|ps1|yaml)$/;

/** Paths of the files in these folders of the repository that have comments, with `/` between their parts. */
export function listCommented(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
    )
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => slashes.test(name) || hashes.test(name))
    .sort();
}

/** The text of a file by its path in the repository. */
export function readCommented(name: string): string {
  return readFileSync(join(root, name), "utf8");
}

/** The comments of a source by its file's name, docstrings included; lines that follow each other make one text. */
export function findComments(name: string, source: string): { line: number; text: string }[] {
  const found: { line: number; last: number; text: string }[] = [];
  for (const [index, line] of findCommentLines(name, source)) {
    const text = line
      .replace(/^(?:\s*|.*\s)(?:\/\*\*?|\/\/|#)|^\s*"""/, "")
      .replace(/\*\/\s*$|"""\s*$/g, "")
      .replace(/^\s*\*/, "")
      .trim();
    const before = found.at(-1);
    if (before?.last === index - 1) {
      before.last = index;
      before.text += ` ${text}`;
    } else found.push({ line: index + 1, last: index, text });
  }
  return found.map(({ line, text }) => ({ line, text: text.trim() }));
}

/** The lines of a source that have nothing but a comment, or one after their code, by their index. */
export function findCommentLines(name: string, source: string): [number, string][] {
  let block: "comment" | "text" | null = null;
  return [...source.split("\n").entries()].filter(([, line]) => {
    const before = block;
    if (slashes.test(name)) {
      if (block === null && /^\s*\/\*/.test(line)) block = "comment";
      const isBlock = block !== null;
      if (line.includes("*/")) block = null;
      return isBlock || /^\s*\/\/|[;{},)\]] \/\/ /.test(line);
    }
    if (name.endsWith(".py") && line.split('"""').length % 2 === 0)
      block = block ? null : /^\s*"""/.test(line) ? "comment" : "text";
    if (before === "text") return false;
    return before === "comment" || /^\s*(?:"""|#)|[^\s$&\\'"] {1,2}# /.test(line);
  });
}
