import { formatJson } from "../../core/text/json-text.ts";
import type { Reporter, Stage } from "./reporter.ts";

const transferEveryMs = 250;

/** Reports every event as one line of JSON, downloads at most four times a second. */
export function createJsonReporter({ stream }: Pick<Stage, "stream">, now = () => performance.now()): Reporter {
  const toldAt = new Map<string, number>();
  return {
    emit: (event) => {
      if (event.type === "transfer") {
        if (now() - (toldAt.get(event.operationId) ?? Number.NEGATIVE_INFINITY) < transferEveryMs) return;
        toldAt.set(event.operationId, now());
      }
      stream.write(`${formatJson(event)}\n`);
    },
    stop: () => {},
  };
}
