import { createTransferRate } from "../../core/models/transfer-rate.ts";
import type { Transfer } from "../../core/run/events.ts";
import { bytesOf, fieldsOf, textOf } from "../../core/text/json-text.ts";
import { layerStep } from "../wire/docker-texts.ts";

/** One line of an image's download: the state of a layer, or the error that ends it. */
export type ImageEvent = {
  id: string | null;
  status: string | null;
  currentBytes: number;
  totalBytes: number | null;
  error: string | null;
};

/** Reads a line as the Engine sends it; missing or mistyped fields are null. */
export function readImageEvent(line: unknown): ImageEvent {
  const { id, status, progressDetail, errorDetail, error } = fieldsOf(line);
  const { current, total } = fieldsOf(progressDetail);
  return {
    id: textOf(id),
    status: textOf(status),
    currentBytes: bytesOf(current) ?? 0,
    totalBytes: bytesOf(total) || null,
    error: textOf(fieldsOf(errorDetail).message) ?? textOf(error),
  };
}

type Layer = {
  completedBytes: number;
  totalBytes: number | null;
  phase: "waiting" | "downloading" | "extracting" | "done";
};

/** Sums the layers of one image into one transfer. */
export type ImageProgress = {
  /** Takes an event; true when something moved (the Engine's own countdowns to a retry do not count). */
  take: (event: ImageEvent, atMs: number) => boolean;
  transfer: () => Transfer;
  /** Whether bytes can be expected; unpacking a large layer is silent for minutes. */
  awaitsBytes: () => boolean;
};

/** The progress of one attempt to pull an image. */
export function createImageProgress(name: string): ImageProgress {
  const layers = new Map<string, Layer>();
  const rate = createTransferRate();
  let bytesPerSecond: number | null = null;
  const all = () => [...layers.values()];
  const isArriving = () => all().some(({ phase }) => phase === "waiting" || phase === "downloading");
  const completed = () => all().reduce((bytes, layer) => bytes + layer.completedBytes, 0);

  const take = (event: ImageEvent, atMs: number): boolean => {
    if (event.id === null) return false;
    const before = layers.get(event.id);
    const after = nextLayer(before, event);
    if (after === null) return false;
    layers.set(event.id, after);
    bytesPerSecond = rate.measure(completed(), atMs);
    return (
      before?.completedBytes !== after.completedBytes || before.phase !== after.phase || after.phase === "extracting"
    );
  };
  const phase = (): Transfer["phase"] => {
    if (layers.size === 0) return "starting";
    return isArriving() ? "downloading" : "extracting";
  };
  const transfer = (): Transfer => {
    const totals = all().flatMap(({ totalBytes }) => (totalBytes === null ? [] : [totalBytes]));
    return {
      kind: "image",
      name,
      phase: phase(),
      completedBytes: completed(),
      totalBytes: totals.length === 0 ? null : totals.reduce((sum, bytes) => sum + bytes, 0),
      bytesPerSecond: phase() === "downloading" ? bytesPerSecond : null,
    };
  };
  return { take, transfer, awaitsBytes: () => layers.size === 0 || isArriving() };
}

/** The state of a layer after an event; null if the event is not about a layer. */
function nextLayer(before: Layer | undefined, event: ImageEvent): Layer | null {
  const phase = layerStep(event.status);
  const totalBytes = before?.totalBytes ?? null;
  switch (phase) {
    case null:
      return null;
    case "waiting":
      return before ?? { completedBytes: 0, totalBytes: null, phase };
    case "downloading":
      return { completedBytes: event.currentBytes, totalBytes: event.totalBytes ?? totalBytes, phase };
    // With containerd's store the Engine announces every layer before it sees that some exist already.
    default:
      return { completedBytes: totalBytes ?? before?.completedBytes ?? 0, totalBytes, phase };
  }
}
