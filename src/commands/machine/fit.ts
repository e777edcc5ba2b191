import type { Command } from "commander";
import { LocalgptError } from "../../core/errors/errors.ts";
import { exitCodeOf } from "../../core/errors/failure-exit-code.ts";
import type { CheckFacts, Finding, FindingOf } from "../../core/facts/checks.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { decideFit, type FitCause, type FitVerdict } from "../../core/judge/decide-fit.ts";
import { findNearestModel } from "../../core/models/known-models.ts";
import { withSignal } from "../../core/run/world.ts";
import type { Observation } from "../../core/stack/observation.ts";
import { alignColumns, type Cell } from "../../core/text/columns.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { readModelName } from "../../core/values/model-name.ts";
import { parseContext } from "../../core/values/parse-values.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { runChecks } from "../../services/checks/preflight.ts";
import { findModelFacts, type ModelFacts } from "../../services/models/model-facts.ts";
import { observeStack } from "../../services/stack/observe-stack.ts";
import type { PreparedStack } from "../../services/stack/prepare-stack.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";
import { prepareAsUp, withOllama } from "../with-ollama.ts";

export type FitOptions = {
  model: ModelName;
  /** The context in tokens; null for the model's own or the settings'. */
  context: number | null;
};

export type FitResult = {
  project: string;
  model: string;
  verdict: FitVerdict;
  /** The deciding fact. */
  cause: FitCause;
  state: ModelFacts["state"];
  /** Size of all its files. */
  bytes: number | null;
  parameterSize: string | null;
  quantization: string | null;
  memory: CheckFacts["model-memory"];
  disk: CheckFacts["disk"];
};

type KnownFacts = { prepared: PreparedStack; observation: Observation; facts: ModelFacts };

/** Defines `localgpt fit`. */
export function defineFit(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.fit;
  parent
    .command("fit")
    .description(help.summary)
    .argument("<MODEL>", help.arguments.model)
    .option("--context <TOKENS>", help.options.context)
    .action((model: string, { context }: { context?: string }) => {
      const options = {
        model: readModelName(model, { name: "MODEL" }),
        context: context === undefined ? null : parseContext(context, { name: "--context" }),
      };
      return execute({
        run: (about) => runFit(about, options),
        render: renderFit,
        exitCode: fitExitCode,
      });
    });
}

/**
 * Judges whether a model fits into the Engine's memory and disk: by its own description if it is on Ollama's disk, else
 * by the table of known models or its registry; a stopped Ollama is started only if these do not know it. Throws
 * `pull-failed` for a model that does not exist, `size-unknown`, and the Engine's own failures.
 */
export async function runFit(context: Context, options: FitOptions): Promise<FitResult> {
  const engine = await context.engine();
  const known = await findFacts(context, engine, options);
  const { facts, observation, prepared } = known;
  const canStart = Boolean(observation.images[prepared.stack.services.ollama.image]);
  const mayBeHere = facts.state === "unknown" && canStart;
  if (facts.weight !== null || !mayBeHere) return judge(context, engine, known, options);
  return withOllama(context, "localgpt fit", async ({ signal }) => {
    const inside = withSignal(context, signal);
    return judge(inside, engine, await findFacts(inside, engine, options), options);
  });
}

async function findFacts(context: Context, engine: Engine, { model }: FitOptions): Promise<KnownFacts> {
  const prepared = await prepareAsUp(context, engine);
  const observation = await observeStack(engine, prepared.stack, context.signal);
  const project = prepared.settings.name;
  return { prepared, observation, facts: await findModelFacts(engine, { model, project, observation }, context) };
}

async function judge(
  context: Context,
  engine: Engine,
  { prepared, observation, facts }: KnownFacts,
  { context: tokens }: FitOptions,
): Promise<FitResult> {
  const { name: model, state, bytes, parameterSize, quantization } = facts;
  const near = findNearestModel(model, observation.models ?? []);
  if (state === "not-found") {
    throw new LocalgptError("pull-failed", { kind: "model", name: model, reason: "not-found", detail: "", near });
  }
  if (facts.weight === null) throw new LocalgptError("size-unknown", { model, reason: facts.reason ?? "other", near });
  const request = { prepared, observation: { ...observation, images: {} }, model: facts, context: tokens };
  const findings = await runChecks(engine, { ...request, only: ["model-memory", "disk"] }, context);
  const [memory, disk] = [pick(findings, "model-memory"), pick(findings, "disk")];
  return {
    project: prepared.settings.name,
    model,
    ...decideFit(memory, disk),
    state,
    bytes,
    parameterSize,
    quantization,
    memory: memory.facts,
    disk: disk.facts,
  };
}

function pick<I extends "model-memory" | "disk">(findings: Finding[], id: I): FindingOf<I> {
  const found = findings.find((finding): finding is FindingOf<I> => finding.id === id);
  if (found === undefined) throw new Error(`the check ${id} found nothing`);
  return found;
}

/** 4, as for a failed check, if a model does not fit. */
export function fitExitCode({ verdict }: FitResult): number {
  return verdict === "no" ? exitCodeOf("checks-refused") : 0;
}

/** The answer in one line, the figures behind it, and what can be done. */
export function renderFit(result: FitResult, { words, style, measure }: Look): string {
  const { verdict, memory, disk, state, bytes, parameterSize, quantization } = result;
  const text = words.fit;
  const { mark, paint } = {
    yes: { mark: style.symbols.ok, paint: style.ok },
    tight: { mark: style.symbols.warning, paint: style.warn },
    no: { mark: style.symbols.failure, paint: style.bad },
    unknown: { mark: style.symbols.note, paint: style.accent },
  }[verdict];
  const isByGpu = verdict === "unknown";
  const kind = [parameterSize, quantization].filter((part) => part !== null).join(", ");
  const rows: [string, string][] = [
    [text.headings.needs, text.needs(memory)],
    [text.headings.room, text.room(memory)],
    ...(isByGpu ? [] : [[text.headings.context, text.context(memory)] satisfies [string, string]]),
    [text.headings.disk, text.disk({ disk, state, bytes })],
    ...(kind === "" ? [] : [[text.headings.model, sanitise(kind)] satisfies [string, string]]),
  ];
  return [
    paint(`${mark} ${sanitise(text.verdict(result))}`),
    "",
    ...alignColumns(
      rows.map(([heading, line]): Cell[] => [{ text: heading, paint: style.dim }, { text: line }]),
      measure,
    ),
    ...(memory.gpu === "none" || isByGpu ? [] : ["", text.gpu(memory.gpu)]),
    ...renderNext(result, words).flatMap((line, index) => (index === 0 ? ["", line] : [line])),
  ].join("\n");
}

/** The next step: to download what fits, or what fits instead of what does not. */
function renderNext({ verdict, cause, state, model, memory }: FitResult, { fit }: Words): string[] {
  if (verdict === "yes") return state === "present" ? [] : [fit.next(model)];
  if (cause === "disk") return [fit.freeDisk];
  return [...fit.ways(memory), fit.alternatives(memory.alternatives)];
}
