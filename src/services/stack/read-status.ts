import { setTimeout as sleep } from "node:timers/promises";
import { mapServices, mapServicesAsync, serviceNames } from "../../core/services/services.ts";
import type { ObservedContainer } from "../../core/stack/observation.ts";
import { pickContainer } from "../../core/stack/pick-container.ts";
import {
  describeService,
  findsOllama,
  judgeStack,
  type ServiceAnswers,
  type ServiceStatus,
  type StackState,
} from "../../core/stack/stack-status.ts";
import { isLoopback } from "../../core/values/binding.ts";
import { localAddress, pageBinding } from "../../core/values/page-address.ts";
import { observeProjectNames } from "../../engine/containers/observe.ts";
import { type ContainerStats, computeStats, readSample, type StatsSample } from "../../engine/containers/stats.ts";
import { volumeSizes } from "../../engine/machine/volumes.ts";
import { type Engine, hasApi } from "../../engine/wire/engine.ts";
import { askService } from "../clients/ask-service.ts";
import type { InstalledModel, LoadedModel } from "../clients/ollama-answers.ts";
import type { ServiceReport } from "../clients/service-client.ts";
import { serviceClients } from "../clients/service-clients.ts";
import { findFact } from "../http/find-fact.ts";

/** One look at a stack, however it was started; null if something could not be found out in time. */
export type StackStatus = {
  project: string;
  state: StackState;
  /** The address of the page, even while it does not answer. */
  address: string | null;
  /** Whether other machines reach it. */
  openToNetwork: boolean;
  services: ServiceStatus[];
  /** Models on disk and in memory. */
  models: { installed: InstalledModel[]; loaded: LoadedModel[] } | null;
  /** The context of a conversation, in tokens. */
  contextTokens: number | null;
  volumes: { name: string; sizeBytes: number | null }[];
  composeFile: string | null;
  /** Whether the page reaches Ollama by its name in their network; null if one of them does not run. */
  pageFindsOllama: boolean | null;
  /** Whether nobody has an account on the page yet. */
  awaitsFirstAccount: boolean | null;
  docker: { version: string; endpoint: string };
};

type Answers = ServiceAnswers & Omit<Partial<ServiceReport>, "version">;

// A healthy service answers this within milliseconds: one that hangs must not make the status hang.
const answerTimeoutMs = 2000;
const figuresTimeoutMs = 4000;
// The Engine walks the files of all its volumes for any such request.
const sizesTimeoutMs = 150;
/** A shorter sample of the processor means nothing; the services answer during it. */
const betweenSamplesMs = 50;

/** The last sample of each container, by id: the next look compares the processor with it. */
export type Samples = Map<string, StatsSample>;

/**
 * Looks at a project's containers, volumes and services, all at once. A caller that looks again passes the same
 * `samples` and gets the processor use since the last look. Throws the Engine's failures, never a service's.
 */
export async function readStatus(
  engine: Engine,
  project: string,
  signal: AbortSignal,
  samples: Samples | null = null,
): Promise<StackStatus> {
  const sizing = findFact(signal, sizesTimeoutMs, (bounded) => volumeSizes(engine, bounded));
  // Reported below, if nothing else fails before.
  sizing.catch(() => {});
  const found = await observeProjectNames(engine, project, signal);
  const containers = mapServices((service) => pickContainer(found.containers, service));
  const [answers, sizes] = await Promise.all([
    mapServicesAsync(async (service) => {
      const container = containers[service];
      return container?.state === "running" ? ask(engine, container, signal, samples) : null;
    }),
    sizing,
  ]);
  const nowMs = Date.now();
  const services = serviceNames.map((service) =>
    describeService(service, containers[service] ?? undefined, answers[service], nowMs),
  );
  const { ollama, "open-webui": page } = containers;
  const binding = page ? pageBinding(page.published) : null;
  const pageFindsOllama = findsOllama(page ?? undefined, ollama ?? undefined);
  const state = judgeStack(services);
  const contextLength = Number(ollama?.environment.OLLAMA_CONTEXT_LENGTH);
  return {
    project,
    state: state === "running" && pageFindsOllama === false ? "partial" : state,
    address: binding === null ? null : localAddress(binding),
    openToNetwork: binding !== null && !isLoopback(binding.address),
    services,
    models: answers.ollama?.models ?? null,
    contextTokens: Number.isInteger(contextLength) && contextLength > 0 ? contextLength : null,
    volumes: found.volumes.map((name) => ({ name, sizeBytes: sizes?.[name] ?? null })),
    composeFile: ollama?.composeFile ?? page?.composeFile ?? null,
    pageFindsOllama,
    awaitsFirstAccount: answers["open-webui"]?.awaitsFirstAccount ?? null,
    docker: { version: engine.engineVersion, endpoint: engine.endpoint.address },
  };
}

async function ask(
  engine: Engine,
  container: ObservedContainer,
  signal: AbortSignal,
  samples: Samples | null,
): Promise<Answers> {
  const bounds = { signal, timeoutMs: answerTimeoutMs };
  const asked = askService(engine, container, bounds, serviceClients[container.service].report);
  const [said, stats] = await Promise.all([
    asked,
    findFact(signal, figuresTimeoutMs, (bounded) => measure(engine, container.id, { signal: bounded, samples, asked })),
  ]);
  const used = { cpuPercent: stats?.cpuPercent ?? null, memoryBytes: stats?.memoryBytes ?? null };
  return { version: null, ...said, isReady: said !== null, ...used };
}

/**
 * The resource use of a container, its processor since the last look or, at the first look, while its service is asked.
 * Engine 20.10 takes a whole second for that, so the first of many looks does not wait for it.
 */
async function measure(
  engine: Engine,
  id: string,
  { signal, samples, asked }: { signal: AbortSignal; samples: Samples | null; asked: Promise<unknown> },
): Promise<ContainerStats> {
  let before = samples?.get(id) ?? null;
  let sample = await readSample(engine, id, signal);
  if (before === null && (samples === null || hasApi(engine, "1.42"))) {
    before = sample;
    await Promise.all([asked, sleep(betweenSamplesMs, undefined, { signal })]);
    sample = await readSample(engine, id, signal);
  }
  samples?.set(id, sample);
  return computeStats(before, sample);
}
