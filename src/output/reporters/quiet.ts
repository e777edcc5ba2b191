import { describeEvent } from "../describe.ts";
import { formatTold, type Reporter, type Stage } from "./reporter.ts";

/** Reports nothing: for programs that want the one document alone, which names failed checks itself. */
export function createSilentReporter(): Reporter {
  return { emit: () => {}, stop: () => {} };
}

/** Reports nothing but checks that failed: an error alone would not say which. */
export function createQuietReporter({ stream, words, style }: Stage): Reporter {
  return {
    emit: (event) => {
      if (event.type !== "finding" || event.finding.status !== "failure") return;
      const told = describeEvent(event, words);
      if (told !== null) stream.write(formatTold(told, style));
    },
    stop: () => {},
  };
}
