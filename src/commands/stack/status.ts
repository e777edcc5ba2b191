import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { isError } from "../../core/errors/errors.ts";
import { sanitiseAll } from "../../core/text/sanitise.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { readStatus, type Samples, type StackStatus } from "../../services/stack/read-status.ts";
import type { Words } from "../../words/words.ts";
import { connectWhile } from "../connect-while.ts";
import type { Context, Execute } from "../context.ts";
import { renderStatus } from "./status-text.ts";

export type StatusOptions = { watch: boolean };

const betweenLooksMs = 2000;

/** Defines `localgpt status`. */
export function defineStatus(parent: Command, words: Words, execute: Execute): void {
  parent
    .command("status")
    .description(words.help.status.summary)
    .option("-w, --watch", words.help.status.options.watch)
    .action(({ watch }: { watch?: boolean }) =>
      watch === true
        ? execute({ run: watchStatus, render: () => "" })
        : execute({ run: runStatus, render: renderStatus }),
    );
}

/** One look at the stack; a stopped stack is an answer, not a failure. */
export async function runStatus(context: Context): Promise<StackStatus> {
  const [engine, { settings }] = await connectWhile(context, () => loadSettings(context));
  return readStatus(engine, settings.name, context.signal);
}

/** Looks again every two seconds and redraws the result, until Ctrl-C, which is the normal way to end it. */
export async function watchStatus(context: Context): Promise<void> {
  const [engine, { settings }] = await connectWhile(context, () => loadSettings(context));
  const samples: Samples = new Map();
  try {
    for (;;) {
      const status = await readStatus(engine, settings.name, context.signal, samples);
      context.redraw(status, renderStatus(sanitiseAll(status), context.look));
      await sleep(betweenLooksMs, undefined, { signal: context.signal });
    }
  } catch (error) {
    const isStopped = error instanceof Error && (error.name === "AbortError" || isError(error, "interrupted"));
    if (!context.signal.aborted || !isStopped) throw error;
  }
}
