import { LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import type { Handler } from "../../core/plan/handler.ts";
import { services } from "../../core/services/services.ts";
import { splitModelName, withTag } from "../../core/values/model-name.ts";
import { diskFree } from "../../engine/machine/volumes.ts";
import { endAfter } from "../../engine/wire/bound-by.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { withOllama } from "../clients/with-agent.ts";
import { createDownload } from "../downloads/download-model.ts";
import { findFact } from "../http/find-fact.ts";

/** Where Ollama runs, how long a download may stall, and the size of the download. */
export type UpdateRequest = { container: string; stallMs: number; downloadBytes: number };

const answerTimeoutMs = 10_000;

/**
 * Carries out the download of a newer version of an installed model, and then deletes the files that only the old
 * version used. The old version is kept until the new one is complete. Throws `pull-failed`, for lack of space before
 * anything is downloaded, and what `pullModel` throws.
 */
export function createUpdate(engine: Engine, request: UpdateRequest): Handler<"ensure-model"> {
  const { container, stallMs, downloadBytes } = request;
  const download = createDownload(engine, { container, stallMs, totalBytes: downloadBytes });
  return async (operation, tools) => {
    const { model } = operation;
    const { signal } = tools;
    const freeBytes = await findFact(signal, answerTimeoutMs, (bounded) =>
      diskFree(engine, container, services.ollama.dataFolder, bounded),
    );
    if (freeBytes !== null && freeBytes < downloadBytes) {
      throw new LocalgptError("pull-failed", { kind: "model", name: model, reason: "no-space", detail: "" });
    }
    const old = nameOld(model);
    await withOllama(engine, container, async (ollama) => {
      try {
        // Ollama keeps the files of a replaced version (OLLAMA_NOPRUNE, for downloads to be resumed). Under a
        // name of its own the old version can be deleted like any model, with all files that no other model uses.
        await ollama.copy(model, old, { signal });
        await download(operation, tools);
      } finally {
        await ollama.remove(old, { signal: endAfter(answerTimeoutMs) }).catch(() => false);
      }
    });
  };
}

/** The name that the old version of a model has during the download of the new one. */
function nameOld(model: ModelName): ModelName {
  return withTag(model, `${splitModelName(model).tag.slice(0, 60)}-replaced`);
}
