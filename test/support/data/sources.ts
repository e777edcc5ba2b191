import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const root = join(import.meta.dirname, "../../../src");

/** One import of a file of `src`; `to` is another file of it, or the name of a package. */
export type Import = { from: string; to: string; isType: boolean };

const slashed = (path: string): string => path.split(sep).join("/");

/** Every TypeScript file of `src`, by its path in there. */
export const files: readonly string[] = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
  .map(slashed);

/** The text of a file of `src`. */
export const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** Every import of every file, those of types included. */
export const imports: readonly Import[] = files.flatMap(importsOf);

/** The top folder of a file of `src`, or the file itself where it is in none. */
export const folderOf = (file: string): string => (file.includes("/") ? (file.split("/")[0] ?? "") : file);

/** The room of a file within its top folder, empty where it stands in none. */
export const roomOf = (file: string): string => file.split("/").slice(1, -1).join("/");

function importsOf(file: string): Import[] {
  const text = read(file);
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"/gm);
  const dynamic = text.matchAll(/\bimport\("([^"]+)"\)/g);
  return [
    ...[...statements].map(([, type, to = ""]) => ({ to, isType: type !== undefined })),
    ...[...dynamic].map(([, to = ""]) => ({ to, isType: false })),
  ].map(({ to, isType }) => ({
    from: file,
    to: to.startsWith(".") ? slashed(relative(root, join(root, dirname(file), to))) : to,
    isType,
  }));
}

/** The groups of files that import each other in a circle; imports of types count. */
export function findCircles(all: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of all) targets.set(from, [...(targets.get(from) ?? []), to]);
  const reached = new Map([...targets.keys()].map((file) => [file, reach(file, targets)]));
  const circles = new Set<string>();
  for (const [file, others] of reached) {
    const circle = [...others].filter((other) => reached.get(other)?.has(file));
    if (circle.includes(file)) circles.add(circle.sort().join(" "));
  }
  return [...circles].map((circle) => circle.split(" "));
}

/** Every file that one comes to from a file, by any number of imports. */
function reach(file: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>();
  const open = [...(targets.get(file) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(targets.get(next) ?? []));
  }
  return seen;
}
