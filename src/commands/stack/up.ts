import type { Command } from "commander";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import { isForceable } from "../../core/facts/checks.ts";
import { gpuChoices } from "../../core/facts/names.ts";
import { changesAnything, planUp } from "../../core/plan/plan.ts";
import type { Operation } from "../../core/run/operations.ts";
import { withSignal } from "../../core/run/world.ts";
import { serviceNames } from "../../core/services/services.ts";
import type { SettingChanges } from "../../core/settings/setting-fields.ts";
import type { Settings } from "../../core/settings/settings.ts";
import type { Observation } from "../../core/stack/observation.ts";
import { isLoopback } from "../../core/values/binding.ts";
import { localAddress } from "../../core/values/page-address.ts";
import { parseDurationMs } from "../../core/values/parse-values.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { closeToOthers } from "../../host/files/close-to-others.ts";
import { writeFileWhole } from "../../host/files/files.ts";
import { withLock } from "../../host/files/lock.ts";
import { openBrowser } from "../../host/machine/browser.ts";
import { saveSettings } from "../../host/stores/settings-store.ts";
import { settlePending } from "../../services/change/settle-pending.ts";
import { carryOut } from "../../services/stack/carry-out.ts";
import { observeReady } from "../../services/stack/observe-ready.ts";
import { observeStack } from "../../services/stack/observe-stack.ts";
import { findNetworkAddress } from "../../services/stack/port-facts.ts";
import { type PreparedStack, prepareStack } from "../../services/stack/prepare-stack.ts";
import { recordInstalled } from "../../services/stack/record-installed.ts";
import type { Words } from "../../words/words.ts";
import { connectWhile } from "../connect-while.ts";
import type { Context, Execute } from "../context.ts";
import { refuseTogether } from "../refuse-together.ts";
import { bringPageAlong } from "./bring-page-along.ts";
import { type Chosen, chooseSettings } from "./choose-settings.ts";
import { renderUp, type UpResult } from "./up-text.ts";

export type UpOptions = {
  /** Settings given as options, by their key, as the person wrote them; remembered for the next time. */
  changes: SettingChanges;
  open: boolean;
  force: boolean;
  dryRun: boolean;
  /** Milliseconds to wait for each service; null for the setting. */
  timeoutMs: number | null;
};

type Planned = {
  prepared: PreparedStack;
  observation: Observation;
  operations: Operation[];
  networkAddress: string | null;
};

/** Defines `localgpt up`. */
export function defineUp(parent: Command, words: Words, execute: Execute): void {
  const text = words.help.up.options;
  const command = parent.command("up");
  refuseTogether(command, "--model", "--no-model");
  command
    .description(words.help.up.summary)
    .option("--port <PORT>", text.port)
    .option("--let-anyone-sign-up", text["let-anyone-sign-up"])
    .option("--model <NAME>", text.model)
    .option("--no-model", text["no-model"])
    .option("--cpus <N>", text.cpus)
    .option("--memory <SIZE>", text.memory)
    .option("--context <TOKENS>", text.context)
    .option(`--gpu <${gpuChoices.join("|")}>`, text.gpu)
    .option("--open", text.open)
    .option("--timeout <DURATION>", text.timeout)
    .option("--force", text.force)
    .option("--dry-run", text["dry-run"])
    .action((written: Record<string, string | boolean | undefined>) => {
      const options = readOptions(written);
      return execute({ run: (context) => runUp(context, options), render: renderUp });
    });
}

function readOptions(written: Record<string, string | boolean | undefined>): UpOptions {
  const changes: SettingChanges = {};
  for (const key of ["port", "model", "cpus", "memory", "context", "gpu"] as const) {
    const value = written[key];
    if (typeof value === "string") changes[key] = value;
  }
  if (written.model === false) changes.model = "none";
  if (written.letAnyoneSignUp === true) changes["let-anyone-sign-up"] = "yes";
  const timeoutMs =
    typeof written.timeout === "string" ? parseDurationMs(written.timeout, { name: "--timeout" }) : null;
  return {
    changes,
    timeoutMs,
    open: written.open === true,
    force: written.force === true,
    dryRun: written.dryRun === true,
  };
}

/**
 * Starts the stack as the settings and options say and waits until it answers; run again, it changes nothing.
 * Throws `checks-refused` before anything is changed, `service-not-ready`, `pull-failed` and the Engine's own failures.
 */
export async function runUp(context: Context, options: UpOptions): Promise<UpResult> {
  try {
    return await connectAndBringUp(context, options);
  } catch (error) {
    throw context.signal.aborted ? new LocalgptError("interrupted", { work: "up" }, { cause: error }) : error;
  }
}

async function connectAndBringUp(context: Context, options: UpOptions): Promise<UpResult> {
  // Before anything else: invalid options are reported at once, before waiting for others.
  const [engine, { settings }] = await connectWhile(context, () => chooseSettings(context, options.changes));
  if (options.dryRun) {
    const planned = await makePlan(context, engine, settings);
    return summarise(planned, { dryRun: true, firstAccount: null });
  }
  const lock = { command: "localgpt up", signal: context.signal, emit: context.emit, processes: context.processes };
  const result = await withLock(context.folder, lock, (signal) =>
    bringUp(withSignal(context, signal), engine, options),
  );
  return options.open ? { ...result, opened: await opens(context, result.address) } : result;
}

/** Whether a browser could be opened: failing to is not a failure of a stack that is up. */
async function opens(context: Context, address: string): Promise<boolean> {
  try {
    await openBrowser(address, context);
    return true;
  } catch (error) {
    if (!isError(error, "browser-failed")) throw error;
    return false;
  }
}

/** Under the lock: the settings are read here, because its previous holder may have changed them. */
async function bringUp(context: Context, engine: Engine, options: UpOptions): Promise<UpResult> {
  const count = await closeToOthers(context.folder, context.platform);
  if (count > 0) context.emit({ type: "notice", notice: { id: "files-closed", folder: context.folder, count } });
  const chosen = await chooseSettings(context, options.changes);
  await settlePending(engine, chosen.settings, context);
  const planned = await makePlan(context, engine, chosen.settings);
  const { prepared, observation, operations } = planned;
  if (changesAnything(operations)) await check(context, engine, planned, options.force);
  tellWaitingUpdates(context, chosen.settings, prepared.settings);
  await remember(context, chosen, prepared);
  for (const operation of operations) {
    if (operation.kind !== "remove-container") continue;
    const { service, cause } = operation;
    context.emit({ type: "notice", notice: { id: "recreating", service, cause } });
  }
  const timeoutMs = options.timeoutMs ?? prepared.settings.timeoutMs;
  try {
    await carryOut(engine, operations, { prepared, timeoutMs }, context);
  } catch (error) {
    if (!isError(error, "gpu-refused") || prepared.gpu === "none") throw error;
    context.emit({ type: "notice", notice: { id: "gpu-refused", ...error.facts } });
    // Remembered, or the next `up` would try the GPU again and recreate what runs.
    return bringUp(context, engine, { ...options, changes: { gpu: "none" } });
  }
  await bringPageAlong(context, engine, prepared);
  const after = operations.length === 0 ? observation : await observeReady(engine, { prepared, timeoutMs }, context);
  await recordInstalled(context, prepared, after);
  return summarise(planned, { dryRun: false, firstAccount: after.firstAccount });
}

function tellWaitingUpdates(context: Context, wanted: Settings, installed: Settings): void {
  for (const service of serviceNames) {
    const [now, then] = [installed.images[service], wanted.images[service]];
    if (now === then) continue;
    context.emit({ type: "notice", notice: { id: "update-waiting", service, installed: now, wanted: then } });
  }
}

async function makePlan(context: Context, engine: Engine, settings: Settings): Promise<Planned> {
  const prepared = await prepareStack(engine, settings, context);
  const observation = await observeStack(engine, prepared.stack, context.signal);
  const previous = prepared.previous?.stack ?? null;
  const operations = planUp(prepared.stack, observation, { services: serviceNames, model: settings.model, previous });
  return { prepared, observation, operations, networkAddress: findNetworkAddress(engine, prepared.settings) };
}

async function check(
  context: Context,
  engine: Engine,
  { prepared, observation }: Planned,
  force: boolean,
): Promise<void> {
  // An `up` that finds nothing to do does not need it.
  const { runChecks } = await import("../../services/checks/preflight.ts");
  const findings = await runChecks(engine, { prepared, observation }, context);
  for (const finding of findings) {
    const isTold = finding.status === "warning" || finding.status === "failure";
    if (isTold) context.emit({ type: "finding", finding });
  }
  const failures = findings.filter((finding) => finding.status === "failure");
  if (failures.length === 0) return;
  if (!force || !isForceable(failures)) throw new LocalgptError("checks-refused", { findings: failures });
  context.emit({ type: "notice", notice: { id: "checks-forced", failures: failures.length } });
}

/** Saves the settings that were given as options, and the Compose file, before any of it takes effect. */
async function remember(context: Context, { changes }: Chosen, { text, file, previous }: PreparedStack): Promise<void> {
  const told = Object.entries(changes).flatMap(([key, value]) =>
    key === "language" ? [] : [{ key, value: `${value}` }],
  );
  if (Object.keys(changes).length > 0) await saveSettings(context, changes);
  if (told.length > 0) context.emit({ type: "notice", notice: { id: "settings-saved", changed: told } });
  if (previous?.text !== text) await writeFileWhole(file, text, 0o600);
}

function summarise(
  { prepared, operations, networkAddress }: Planned,
  outcome: Pick<UpResult, "dryRun" | "firstAccount">,
): UpResult {
  const { settings, gpu, resources } = prepared;
  return {
    project: settings.name,
    address: localAddress(settings),
    openToNetwork: !isLoopback(settings.address),
    networkAddress,
    changed: changesAnything(operations),
    operations: operations.filter(({ kind }) => !(outcome.dryRun && kind === "wait-ready")),
    model: settings.model,
    gpu,
    context: settings.context,
    memoryLimitBytes: resources.memoryLimitBytes,
    opened: null,
    ...outcome,
  };
}
