import { jsonExamples } from "../data/json-examples/examples.ts";
import type { Run } from "./workspace.ts";

/** Members whose shape depends on what they are about: a table of docs/json.md has each. */
const manifold = new Set(["operations", "findings", "facts", "parameters", "shape"]);

/** Throws where a command printed a document that is of another shape than what docs/json.md shows of it. */
export function requireDocumented(args: readonly string[], { stdout }: Run): void {
  if (!args.includes("--json")) return;
  const examples = examplesOf(args);
  if (examples === null) return;
  for (const document of readDocuments(stdout)) {
    if ("error" in document || "type" in document) continue;
    const faults = examples.map((example) => findDifference(example, document, ""));
    if (!faults.includes(null)) throw new Error(`docs/json.md shows another shape of ${args.join(" ")}: ${faults[0]}`);
  }
}

/** The examples of the command that a line calls, the longest name that its words begin with; null for none. */
function examplesOf(args: readonly string[]): readonly object[] | null {
  const words = args.filter((arg) => !arg.startsWith("-")).join(" ");
  const names = Object.keys(jsonExamples).filter((name) => `${words} `.startsWith(`${name} `));
  const [name] = names.sort((one, other) => other.length - one.length);
  return name === undefined ? null : (jsonExamples[name] ?? null);
}

function readDocuments(stdout: string): object[] {
  const texts = stdout.startsWith("{\n") ? [stdout] : stdout.trim().split("\n");
  return texts.flatMap((text) => {
    try {
      return [JSON.parse(text)];
    } catch {
      // Cut off by a test that reads a part only.
      return [];
    }
  });
}

/** Where two values have other members; null where they have the same. What is null in one of them says nothing. */
function findDifference(example: unknown, real: unknown, path: string): string | null {
  if (typeof example !== "object" || typeof real !== "object" || example === null || real === null) return null;
  if (Array.isArray(example) || Array.isArray(real)) {
    if (!Array.isArray(example) || !Array.isArray(real)) return `${path} is a list in one of them`;
    if (example.length === 0) return null;
    return real.map((item) => findDifference(example[0], item, `${path}[]`)).find((fault) => fault !== null) ?? null;
  }
  const [shown, has] = [Object.keys(example).sort(), Object.keys(real).sort()];
  if (shown.join() !== has.join()) return `${path || "it"} has ${has.join(", ")} instead of ${shown.join(", ")}`;
  const differences = Object.entries(example)
    .filter(([key]) => !manifold.has(key))
    .map(([key, value]) => findDifference(value, (real as Record<string, unknown>)[key], `${path}.${key}`));
  return differences.find((fault) => fault !== null) ?? null;
}
