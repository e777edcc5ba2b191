import type { Command } from "commander";
import type { CheckId, Finding } from "../core/checks.ts";
import { type ErrorCode, type ErrorFacts, isError, LocalgptError } from "../core/errors.ts";
import { formatModelName, isSameModel, parseModelName } from "../core/model-name.ts";
import type { Observation } from "../core/observation.ts";
import type { Operation } from "../core/operations.ts";
import { pageAddress } from "../core/page-address.ts";
import { applyOperations } from "../engine/apply.ts";
import type { Engine } from "../engine/engine.ts";
import { type Borrowed, borrowOllama } from "../services/borrow-ollama.ts";
import { createDownload } from "../services/download-model.ts";
import { listInstalled } from "../services/handlers.ts";
import { observeStack } from "../services/observe-stack.ts";
import { runChecks } from "../services/preflight.ts";
import type { PreparedStack } from "../services/prepare-stack.ts";
import { watchContainer } from "../services/ready.ts";
import { tellError } from "../words/tell.ts";
import type { Words } from "../words/words.ts";
import type { Context, Execute, Look } from "./context.ts";
import { prepareAsUp } from "./with-ollama.ts";

export type PullOptions = {
  /** Names as Ollama lists them, each once. */
  models: string[];
  force: boolean;
};

/** How the download of one model ended; `failure` is null when it is there. */
export type PulledModel = {
  model: string;
  sizeBytes: number | null;
  failure: { code: ErrorCode; facts: ErrorFacts[ErrorCode] } | null;
};

/** `address` is the page's where it runs, so that the models can be used at once; else null. */
export type PullResult = { project: string; models: PulledModel[]; address: string | null };

type Wanted = { model: string; totalBytes: number | null; refusal: LocalgptError | null };

/** Defines `localgpt pull`. */
export function definePull(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.pull;
  parent
    .command("pull")
    .description(help.summary)
    .argument("<MODEL...>", help.arguments.model)
    .option("--force", help.options.force)
    .action((models: string[], { force }: { force?: boolean }) => {
      const options = { models: readModels(models), force: force === true };
      return execute({ run: (context) => runPull(context, options), render: renderPull, exitCode: pullExitCode });
    });
}

function readModels(texts: string[]): string[] {
  return [...new Set(texts.map((text) => formatModelName(parseModelName(text, { name: "MODEL" }))))];
}

/**
 * Downloads the models one after the other, each after its checks; one that fails does not hold up the others. Starts
 * Ollama alone where it does not run, and stops it again. Throws the failure of an only model, and what concerns all.
 */
export async function runPull(context: Context, { models, force }: PullOptions): Promise<PullResult> {
  const engine = await context.engine();
  const prepare = () => prepareAsUp(context, engine);
  const prepared = await prepare();
  const observation = await observeStack(engine, prepared.stack, context.signal);
  const wanted = await checkModels(context, engine, { prepared, observation }, { models, force });
  if (wanted.length === 1 && wanted[0]?.refusal) throw wanted[0].refusal;
  const refused = wanted.every(({ refusal }) => refusal !== null);
  const request = { ...context, prepared, prepare, command: "localgpt pull" };
  const pulled = refused
    ? wanted.map(({ model, refusal }) => describePulled(model, null, refusal))
    : await borrowOllama(engine, request, (borrowed) => pullAll(context, engine, prepared, borrowed, wanted));
  const page = observation.containers["open-webui"];
  const address = page?.state === "running" ? pageAddress(page.published) : null;
  return { project: prepared.settings.name, models: pulled, address };
}

async function checkModels(
  context: Context,
  engine: Engine,
  stack: { prepared: PreparedStack; observation: Observation },
  { models, force }: PullOptions,
): Promise<Wanted[]> {
  const { prepared, observation } = stack;
  const { image } = prepared.stack.services.ollama;
  const runs = observation.containers.ollama?.state === "running";
  const only: CheckId[] = ["model", "model-memory", "disk", ...(runs ? [] : (["images"] as const))];
  // Of the page nothing is needed, so its image does not count.
  const narrowed = { ...observation, images: { [image]: observation.images[image] ?? null } };
  const wanted: Wanted[] = [];
  for (const model of models) {
    const findings = await runChecks(engine, { prepared, observation: narrowed, model, only }, context);
    for (const finding of findings) {
      if (isWorthTelling(finding)) context.emit({ type: "finding", finding });
    }
    wanted.push({ model, totalBytes: sizeOf(findings), refusal: refuse(context, findings, force) });
  }
  return wanted;
}

/** What is good needs no words, how large the model is does; one that does not exist is the error itself. */
function isWorthTelling(finding: Finding): boolean {
  if (finding.id === "model") return finding.facts.state !== "not-found";
  return finding.status === "warning" || finding.status === "failure";
}

function sizeOf(findings: Finding[]): number | null {
  const found = findings.find((finding) => finding.id === "model");
  return found?.id === "model" ? found.facts.bytes : null;
}

/** The error of failed checks; null where none failed or the person goes on all the same. */
function refuse(context: Context, findings: Finding[], force: boolean): LocalgptError | null {
  const failures = findings.filter(({ status }) => status === "failure");
  if (failures.length === 0) return null;
  const [model] = failures;
  // That there is no such model is no doubt to be overridden.
  if (model?.id === "model" && model.facts.state === "not-found") {
    const { model: name, near } = model.facts;
    return new LocalgptError("pull-failed", { kind: "model", name, reason: "not-found", detail: "", near });
  }
  if (!force) return new LocalgptError("checks-refused", { findings: failures });
  context.emit({ type: "notice", notice: { id: "checks-forced", failures: failures.length } });
  return null;
}

async function pullAll(
  context: Context,
  engine: Engine,
  { settings }: PreparedStack,
  { container, signal }: Borrowed,
  wanted: Wanted[],
): Promise<PulledModel[]> {
  const pulled: PulledModel[] = [];
  for (const { model, totalBytes, refusal } of wanted) {
    if (refusal !== null) {
      pulled.push(describePulled(model, null, refusal));
      continue;
    }
    const operation: Operation = {
      id: `model:${model}`,
      kind: "ensure-model",
      model,
      cause: { id: "requested" },
      after: [],
    };
    const download = createDownload(engine, { container, stallMs: settings.stallMs, totalBytes });
    try {
      await watchContainer(engine, { service: "ollama", container, signal }, () =>
        applyOperations([operation], { "ensure-model": download }, { signal, emit: context.emit }),
      );
      const installed = await listInstalled(engine, container, signal);
      const sizeBytes = installed.find(({ name }) => isSameModel(name, model))?.sizeBytes ?? null;
      pulled.push(describePulled(model, sizeBytes, null));
    } catch (error) {
      const isOfThisModel = isError(error, "pull-failed") || isError(error, "service-answered");
      if (!isOfThisModel || wanted.length === 1) throw error;
      pulled.push(describePulled(model, null, error));
    }
  }
  return pulled;
}

function describePulled(model: string, sizeBytes: number | null, failure: LocalgptError | null): PulledModel {
  return { model, sizeBytes, failure: failure === null ? null : { code: failure.code, facts: failure.facts } };
}

/** 1 when any of the models is not there. */
export function pullExitCode({ models }: PullResult): number {
  return models.some(({ failure }) => failure !== null) ? 1 : 0;
}

/** Which models are there now, which are not and why, and how to use those that are. */
export function renderPull({ models, address }: PullResult, { words, style }: Look): string {
  const lines = models.flatMap(({ model, sizeBytes, failure }) => {
    if (failure === null) return [`${style.ok(style.symbols.ok)} ${words.pull.done(model, sizeBytes)}`];
    const { message, hint } = tellError(new LocalgptError(failure.code, failure.facts), words);
    const told = [`${style.bad(style.symbols.failure)} ${message}`, ...(hint === undefined ? [] : hint.split("\n"))];
    return told.map((line, index) => (index === 0 ? line : `  ${line}`));
  });
  const isAnyThere = models.some(({ failure }) => failure === null);
  return [...lines, ...(isAnyThere ? [style.dim(words.pull.next(address))] : [])].join("\n");
}
