import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readPage } from "./documents.ts";

/** One file that a page tells its reader to write, or (`diff`) to add lines to. */
export type Step = { number: number; file: string; kind: "ts" | "diff"; lines: readonly string[] };

/**
 * The files of the numbered steps below a heading, in order: each block of code below a line that names its file.
 * Throws for a block without one.
 */
export function readSteps(path: string, heading: string): Step[] {
  const [, rest = ""] = readPage(path).text.split(`\n## ${heading}\n`);
  const [section = ""] = rest.split(/\n## /);
  const steps = section.split(/^(?=\d+\. )/m).slice(1);
  return steps.flatMap((text) => {
    const number = Number.parseInt(text, 10);
    const plain = text.replaceAll(/^ {3}/gm, "");
    const named = [...plain.matchAll(/^`(\S+)`:\n\n```(ts|diff)\n([\s\S]*?)\n```$/gm)];
    const blocks = plain.match(/^```\w+$/gm) ?? [];
    if (named.length !== blocks.length) throw new Error(`step ${number} has a block of code without a file`);
    return named.map(([, file = "", kind, block = ""]) => ({
      number,
      file,
      kind: kind as Step["kind"],
      lines: block.split("\n"),
    }));
  });
}

/** Does what a step says in a copy of the repository; throws where the place that it adds lines to is not there. */
export async function followStep(copy: string, { file, kind, lines }: Step): Promise<void> {
  const path = join(copy, file);
  if (kind === "ts") {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${lines.join("\n")}\n`, { flag: "wx" });
    return;
  }
  let text = await readFile(path, "utf8");
  for (const hunk of lines.join("\n").split("\n@@\n")) text = addLines(file, text, hunk.split("\n"));
  await writeFile(path, text);
}

function addLines(file: string, text: string, hunk: readonly string[]): string {
  const here = hunk.filter((line) => !line.startsWith("+"));
  // A line feed on both sides: whole lines only.
  const [before, after] = [here, hunk].map((lines) => `\n${lines.map((line) => line.slice(1)).join("\n")}\n`);
  if (before === undefined || after === undefined || here.length === 0 || !text.includes(before)) {
    throw new Error(`${file} does not have the lines ${JSON.stringify(here)}`);
  }
  return text.replace(before, () => after);
}
