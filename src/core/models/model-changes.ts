import { type ModelParameters, ollamaName, parameterNames } from "./model-parameters.ts";

/**
 * One thing in which a derived model differs from its parent, by Ollama's name for it; null if the parent does not set
 * it.
 */
export type ModelChange = { name: string; before: string | null; after: string };

/** What a parent sets itself: parameters by Ollama's names, each with its values, and the system prompt. */
type Parent = { parameters: Record<string, string[]>; system: string | null };

/** Those of the chosen parameters and system prompt (null for the parent's) that differ from the parent's own. */
export function findChanges(parent: Parent, chosen: ModelParameters, system: string | null): ModelChange[] {
  const changes = parameterNames.flatMap((name): ModelChange[] => {
    const after = chosen[name];
    const before = parent.parameters[ollamaName(name)]?.[0] ?? null;
    // Ollama writes large numbers as 1.048576e+06.
    const isSame = before !== null && Number(before) === after;
    return after === undefined || isSame ? [] : [{ name: ollamaName(name), before, after: `${after}` }];
  });
  if (system === null || system === parent.system) return changes;
  return [...changes, { name: "system", before: parent.system, after: system }];
}
