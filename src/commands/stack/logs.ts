import type { Command } from "commander";
import { isError } from "../../core/errors/errors.ts";
import { type ServiceName, serviceNames } from "../../core/services/services.ts";
import { parseSinceMs } from "../../core/values/parse-since.ts";
import { parseWholeNumber } from "../../core/values/parse-values.ts";
import { readServiceList } from "../../core/values/service-list.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { type ServiceLine, streamLogs } from "../../services/stack/stream-logs.ts";
import type { Words } from "../../words/words.ts";
import { connectWhile } from "../connect-while.ts";
import type { Context, Execute, Look } from "../context.ts";

export type LogsOptions = {
  services: ServiceName[];
  follow: boolean;
  /** Lines of each service from the end; null for all. */
  tail: number | null;
  sinceMs: number | null;
};

const nameWidth = Math.max(...serviceNames.map((service) => service.length));

/** Defines `localgpt logs`. */
export function defineLogs(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.logs;
  parent
    .command("logs")
    .description(help.summary)
    .argument("[SERVICE...]", help.arguments.service)
    .option("-f, --follow", help.options.follow)
    .option("-n, --tail <N>", help.options.tail)
    .option("--since <TIME>", help.options.since)
    .action((services: string[], written: { follow?: boolean; tail?: string; since?: string }) => {
      const options = readOptions(services, written);
      return execute({ run: (context) => runLogs(context, options), render: () => "" });
    });
}

function readOptions(
  services: string[],
  { follow, tail, since }: { follow?: boolean; tail?: string; since?: string },
): LogsOptions {
  const bounds = { least: 0, most: 10_000_000, expected: "count" } as const;
  return {
    services: readServiceList(services),
    follow: follow === true,
    tail: tail === undefined || tail === "all" ? null : parseWholeNumber(tail, bounds, { name: "--tail" }),
    sinceMs: since === undefined ? null : parseSinceMs(since, Date.now(), { name: "--since" }),
  };
}

/** Prints the services' log lines as they come; Ctrl-C is the ordinary end of following. Throws `stack-not-found`. */
export async function runLogs(context: Context, options: LogsOptions): Promise<void> {
  const [engine, { settings }] = await connectWhile(context, () => loadSettings(context));
  try {
    const render = createLineRenderer(context.look);
    for await (const lines of streamLogs(engine, settings.name, { ...options, signal: context.signal })) {
      await context.printAll(lines, render);
    }
  } catch (error) {
    if (!(options.follow && context.signal.aborted && isError(error, "interrupted"))) throw error;
  }
}

/** Returns a function that shows a line after its service's name, in the service's colour. */
function createLineRenderer({ style }: Look): (line: ServiceLine) => string {
  const before = (service: ServiceName) => `${style.service[service](service.padEnd(nameWidth))} ${style.dim("|")} `;
  const names = Object.fromEntries(serviceNames.map((service) => [service, before(service)]));
  return ({ service, line }) => names[service] + line;
}
