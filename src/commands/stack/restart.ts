import type { Command } from "commander";
import { planRestart } from "../../core/plan/plan.ts";
import type { Operation } from "../../core/run/operations.ts";
import { withSignal } from "../../core/run/world.ts";
import type { ServiceName } from "../../core/services/services.ts";
import { notFound, pickContainer } from "../../core/stack/pick-container.ts";
import { pageAddress } from "../../core/values/page-address.ts";
import { parseDurationMs } from "../../core/values/parse-values.ts";
import { readServiceList } from "../../core/values/service-list.ts";
import { observeProjectNames } from "../../engine/containers/observe.ts";
import { createEngineHandlers } from "../../engine/plan/engine-handlers.ts";
import { withLock } from "../../host/files/lock.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { applyNamingPorts } from "../../services/stack/carry-out.ts";
import { createServiceHandlers } from "../../services/stack/service-handlers.ts";
import type { Words } from "../../words/words.ts";
import { connectWhile } from "../connect-while.ts";
import type { Context, Execute, Look } from "../context.ts";

export type RestartOptions = {
  /** The services as the person wrote them; none for both. */
  services: string[];
  /** Milliseconds to wait for each service; null for the setting. */
  timeoutMs: number | null;
};

export type RestartResult = {
  project: string;
  services: ServiceName[];
  operations: Operation[];
  address: string | null;
};

/** Defines `localgpt restart`. */
export function defineRestart(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.restart;
  parent
    .command("restart")
    .description(help.summary)
    .argument("[SERVICE...]", help.arguments.service)
    .option("--timeout <DURATION>", help.options.timeout)
    .action((services: string[], options: { timeout?: string }) => {
      const timeoutMs = options.timeout === undefined ? null : parseDurationMs(options.timeout, { name: "--timeout" });
      return execute({ run: (context) => runRestart(context, { services, timeoutMs }), render: renderRestart });
    });
}

/**
 * Restarts the services side by side and waits until they answer; throws `stack-not-found` if one has no container.
 */
export async function runRestart(context: Context, options: RestartOptions): Promise<RestartResult> {
  const services = readServiceList(options.services);
  const [engine, { settings }] = await connectWhile(context, () => loadSettings(context));
  const project = settings.name;
  const lock = {
    command: "localgpt restart",
    signal: context.signal,
    emit: context.emit,
    processes: context.processes,
  };
  return withLock(context.folder, lock, async (signal) => {
    const found = await observeProjectNames(engine, project, signal);
    const picked = services.map((service) => pickContainer(found.containers, service));
    const containers = picked.filter((container) => container !== null);
    if (containers.length < services.length) throw notFound(project, found.containers, services);
    const operations = planRestart(containers);
    const timeoutMs = options.timeoutMs ?? settings.timeoutMs;
    const bounds = { stack: { name: project }, timeoutMs, stallMs: settings.stallMs };
    const handlers = { ...createEngineHandlers(engine), ...createServiceHandlers(engine, bounds) };
    await applyNamingPorts(engine, operations, { handlers, settings }, withSignal(context, signal));
    const page = containers.find(({ service }) => service === "open-webui");
    const address = page === undefined ? null : pageAddress(page.published);
    return { project, services, operations, address };
  });
}

/** Which services answer again, and where the page is if it is one of them. */
export function renderRestart({ services, address }: RestartResult, { words, style }: Look): string {
  const names = services.map((service) => words.services[service]);
  return `${style.ok(style.symbols.ok)} ${words.restart.done(names, address)}`;
}
