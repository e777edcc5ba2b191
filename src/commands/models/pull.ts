import type { Command } from "commander";
import { type Failure, factsOf, LocalgptError } from "../../core/errors/errors.ts";
import type { CheckId, Finding } from "../../core/facts/checks.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { withSignal } from "../../core/run/world.ts";
import type { Observation } from "../../core/stack/observation.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { isSameModel, readModelName } from "../../core/values/model-name.ts";
import { pageAddress } from "../../core/values/page-address.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { runChecks } from "../../services/checks/preflight.ts";
import { borrowOllama } from "../../services/models/borrow-ollama.ts";
import { type Download, downloadModels } from "../../services/models/download-models.ts";
import { findModelFacts, type ModelFacts } from "../../services/models/model-facts.ts";
import { observeStack } from "../../services/stack/observe-stack.ts";
import type { PreparedStack } from "../../services/stack/prepare-stack.ts";
import { watchContainer } from "../../services/stack/ready.ts";
import { listInstalled } from "../../services/stack/service-handlers.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";
import { renderFailure } from "../failure.ts";
import { prepareAsUp } from "../with-ollama.ts";

export type PullOptions = {
  /** Each once. */
  models: ModelName[];
  force: boolean;
};

/** How the download of one model ended; `failure` is null if it is complete. */
export type PulledModel = {
  model: string;
  sizeBytes: number | null;
  failure: Failure | null;
};

/** `address` is the page's if it runs, so that the models can be used at once; else null. */
export type PullResult = { project: string; models: PulledModel[]; address: string | null };

type Checked = { prepared: PreparedStack; observation: Observation };

type Wanted = Download & { refusal: LocalgptError | null };

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

/** Each model once, however it is spelled. */
function readModels(texts: string[]): ModelName[] {
  const models = texts.map((text) => readModelName(text, { name: "MODEL" }));
  return models.filter((model, index) => models.findIndex((other) => isSameModel(model, other)) === index);
}

/**
 * Downloads the models side by side, after their checks; a failure does not hold up the others. Starts Ollama alone if
 * it is not running, and stops it again. Throws the failure if there is only one model, and failures that concern all.
 */
export async function runPull(context: Context, options: PullOptions): Promise<PullResult> {
  const engine = await context.engine();
  const prepare = () => prepareAsUp(context, engine);
  const prepared = await prepare();
  const observation = await observeStack(engine, prepared.stack, context.signal);
  await checkImage(context, engine, { prepared, observation }, options.force);
  // Only a running Ollama knows which models it has, and so what must be downloaded.
  const asksOllama = canTellAlone(prepared, observation);
  const early = asksOllama ? null : await checkModels(context, engine, { prepared, observation }, options);
  const request = { prepared, prepare, command: "localgpt pull" };
  const pulled = early?.every(({ refusal }) => refusal !== null)
    ? early.map(({ model, refusal }) => describePulled(model, null, refusal))
    : await borrowOllama(engine, request, context, async ({ container, signal }) => {
        const inside = withSignal(context, signal);
        const late = async () => ({ prepared, observation: await observeStack(engine, prepared.stack, signal) });
        const wanted = early ?? (await checkModels(inside, engine, await late(), options));
        return pullAll(inside, engine, { container, stallMs: prepared.settings.stallMs }, wanted);
      });
  const page = observation.containers["open-webui"];
  const address = page?.state === "running" ? pageAddress(page.published) : null;
  return { project: prepared.settings.name, models: pulled, address };
}

/** Whether Ollama has a volume with models and is stopped, but could start at once. */
function canTellAlone({ settings, stack }: PreparedStack, { models, volumes, images }: Observation): boolean {
  const hasVolume = Boolean(volumes[volumeName(settings, "ollama")]);
  return models === null && hasVolume && Boolean(images[stack.services.ollama.image]);
}

/** Throws `checks-refused` if Ollama would have to be created from an image that cannot run here. */
async function checkImage(context: Context, engine: Engine, stack: Checked, force: boolean): Promise<void> {
  if (stack.observation.containers.ollama?.state === "running") return;
  const findings = await runChecks(engine, { ...narrow(stack), only: ["images"] }, context);
  for (const finding of findings) {
    if (isWorthTelling(finding)) context.emit({ type: "finding", finding });
  }
  const refusal = refuse(context, findings, force);
  if (refusal !== null) throw refusal;
}

/** The page is not needed, so its image does not count. */
function narrow({ prepared, observation }: Checked): Checked {
  const { image } = prepared.stack.services.ollama;
  return { prepared, observation: { ...observation, images: { [image]: observation.images[image] ?? null } } };
}

async function checkModels(
  context: Context,
  engine: Engine,
  stack: Checked,
  { models, force }: PullOptions,
): Promise<Wanted[]> {
  const { prepared, observation } = stack;
  const only: CheckId[] = ["model", "model-memory", "disk"];
  const project = prepared.settings.name;
  const found = await Promise.all(
    models.map((model) => findModelFacts(engine, { model, project, observation }, context)),
  );
  const wanted: Wanted[] = [];
  // One after the other: there must be room on the disk for all that are downloaded together.
  const besides: ModelFacts[] = [];
  for (const model of found) {
    const findings = await runChecks(engine, { ...narrow(stack), model, besides, only }, context);
    for (const finding of findings) {
      if (isWorthTelling(finding)) context.emit({ type: "finding", finding });
    }
    const refusal = refuse(context, findings, force);
    if (refusal !== null && found.length === 1) throw refusal;
    if (refusal === null) besides.push(model);
    wanted.push({ model: model.name, totalBytes: model.bytes, refusal });
  }
  return wanted;
}

/** A success needs no words except for the model's size; a model that does not exist is the error itself. */
function isWorthTelling(finding: Finding): boolean {
  if (finding.id === "model") return finding.facts.state !== "not-found";
  return finding.status === "warning" || finding.status === "failure";
}

/** The error of failed checks; null if none failed or the person goes on anyway. */
function refuse(context: Context, findings: Finding[], force: boolean): LocalgptError | null {
  const failures = findings.filter(({ status }) => status === "failure");
  if (failures.length === 0) return null;
  const [model] = failures;
  // A model that does not exist is not a doubt that can be overridden.
  if (model?.id === "model" && model.facts.state === "not-found") {
    const { model: name, near } = model.facts;
    return new LocalgptError("pull-failed", { kind: "model", name, reason: "not-found", detail: "", near });
  }
  if (!force) return new LocalgptError("checks-refused", { findings: failures });
  context.emit({ type: "notice", notice: { id: "checks-forced", failures: failures.length } });
  return null;
}

async function pullAll(
  { signal, emit }: Context,
  engine: Engine,
  ollama: { container: string; stallMs: number },
  wanted: Wanted[],
): Promise<PulledModel[]> {
  const downloads = wanted.filter(({ refusal }) => refusal === null);
  const watched = { service: "ollama" as const, container: ollama.container, signal };
  const failures = await watchContainer(engine, watched, () =>
    downloadModels(engine, downloads, ollama, { signal, emit }),
  );
  const [failure] = failures;
  if (wanted.length === 1 && failure) throw failure;
  const installed = await listInstalled(engine, ollama.container, signal);
  return wanted.map(({ model, refusal }) => {
    const sizeBytes = installed.find(({ name }) => isSameModel(name, model))?.sizeBytes ?? null;
    const failed = failures[downloads.findIndex((download) => download.model === model)] ?? null;
    return describePulled(model, sizeBytes, refusal ?? failed);
  });
}

function describePulled(model: string, sizeBytes: number | null, failure: LocalgptError | null): PulledModel {
  if (failure === null) return { model, sizeBytes, failure };
  return { model, sizeBytes: null, failure: factsOf(failure) };
}

/** 1 if any of the models is missing. */
export function pullExitCode({ models }: PullResult): number {
  return models.some(({ failure }) => failure !== null) ? 1 : 0;
}

/** Which models are installed now, which are not and why, and how to use them. */
export function renderPull({ models, address }: PullResult, look: Look): string {
  const { words, style } = look;
  const lines = models.flatMap(({ model, sizeBytes, failure }) => {
    if (failure === null) return [`${style.ok(style.symbols.ok)} ${words.pull.done(model, sizeBytes)}`];
    return renderFailure(failure, look);
  });
  const isAnyThere = models.some(({ failure }) => failure === null);
  return [...lines, ...(isAnyThere ? [style.dim(words.pull.next(address))] : [])].join("\n");
}
