import type { Handler } from "../../core/plan/handler.ts";
import { inspectContainer } from "../../engine/containers/containers.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { withOllama } from "../clients/with-agent.ts";
import { pullModel } from "./pull-model.ts";
import { setAsideDamaged } from "./set-aside-damaged.ts";

/** Where Ollama runs, and the download's limits: how long it may stall, and its size if known. */
export type DownloadRequest = { container: string; stallMs: number; totalBytes?: number | null };

/** Carries out the download of a model, present or not, and reports its progress; throws what `pullModel` throws. */
export function createDownload(engine: Engine, request: DownloadRequest): Handler<"ensure-model"> {
  const { container, stallMs, totalBytes = null } = request;
  return async ({ id, model }, { signal, emit }) => {
    await withOllama(engine, container, (ollama) =>
      pullModel(ollama, model, {
        signal,
        stallMs,
        totalBytes,
        setAsideDamaged: (digests) => setAsideDamaged(engine, container, digests, signal),
        isGone: async () => (await inspectContainer(engine, container, signal)) === null,
        onTransfer: (transfer) => emit({ type: "transfer", operationId: id, transfer }),
        onRetry: (retry) => emit({ type: "notice", notice: { id: "retry", kind: "model", name: model, ...retry } }),
        onDamaged: (files) => emit({ type: "notice", notice: { id: "model-damaged", model, files } }),
      }),
    );
  };
}
