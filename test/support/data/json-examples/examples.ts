import { readPage } from "../documents.ts";
import { accountsExamples } from "./accounts.ts";
import { dataExamples } from "./data.ts";
import { machineExamples } from "./machine.ts";
import { modelsExamples } from "./models.ts";
import { stackExamples } from "./stack.ts";
import { talkExamples } from "./talk.ts";

/** What each command prints with `--json`, by how it is typed: one document, or the lines of a stream. */
export const jsonExamples: Record<string, readonly object[]> = {
  ...stackExamples,
  ...modelsExamples,
  ...talkExamples,
  ...dataExamples,
  ...accountsExamples,
  ...machineExamples,
};

/** Parts of documents that docs/json.md shows by themselves. */
export const partsShown = ["check finding"];

/** The documents of docs/json.md below a heading, up to the next of its level, one for each block or line of it. */
export function documentsBelow(heading: string): object[] {
  const { text } = readPage("docs/json.md");
  const [, rest = ""] = text.split(`\n## ${heading}\n`);
  const [section = ""] = rest.split(/\n## /);
  return [...section.matchAll(/```json\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => readDocuments(block));
}

function readDocuments(block: string): object[] {
  try {
    return [JSON.parse(block)];
  } catch {
    return block
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  }
}
