import { sanitise } from "../../core/text/sanitise.ts";
import { tellOperation } from "../../words/tell.ts";
import { describeEvent, describeTransfer } from "../describe.ts";
import { formatTold, type Reporter, type Stage } from "./reporter.ts";

const transferEveryMs = 5000;

/**
 * Reports if nothing can be redrawn (a file, a pipe, CI): a line per step, a download at most every five seconds.
 */
export function createPlainReporter({ stream, words, style, verbose }: Stage, now = () => performance.now()): Reporter {
  const titles = new Map<string, string>();
  const toldAt = new Map<string, number>();
  return {
    emit: (event) => {
      if (event.type === "operation-started") {
        titles.set(event.operation.id, sanitise(tellOperation(event.operation, "doing", words)));
      }
      if (event.type === "transfer") {
        const { operationId, transfer } = event;
        if (now() - (toldAt.get(operationId) ?? Number.NEGATIVE_INFINITY) < transferEveryMs) return;
        toldAt.set(operationId, now());
        const title = titles.get(operationId) ?? sanitise(transfer.name);
        stream.write(formatTold({ tone: "detail", text: `${title}: ${describeTransfer(transfer, words)}` }, style));
        return;
      }
      const told = describeEvent(event, words);
      if (told !== null && (verbose || told.tone !== "detail")) stream.write(formatTold(told, style));
    },
    stop: () => {},
  };
}
