import type { ServiceState, ServiceStatus, StackState } from "../../core/stack/stack-status.ts";
import { alignColumns, type Cell } from "../../core/text/columns.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import type { StackStatus } from "../../services/stack/read-status.ts";
import type { Look } from "../context.ts";
import { describeLoaded } from "../models/loaded-model.ts";

type Tone = "ok" | "warn" | "bad" | "dim";

const serviceTones: Record<ServiceState, Tone> = {
  ready: "ok",
  starting: "warn",
  restarting: "bad",
  unhealthy: "bad",
  paused: "warn",
  created: "dim",
  stopped: "dim",
  missing: "dim",
};

const stackTones: Record<StackState, Tone> = {
  running: "ok",
  starting: "warn",
  partial: "bad",
  stopped: "dim",
  absent: "dim",
};

/** The state of the stack, as a page of text: what runs and what it uses, models, volumes, and the next step. */
export function renderStatus(status: StackStatus, look: Look): string {
  const { words, style } = look;
  const { overall } = words.status;
  const title = `${style.bold(status.project)}  ${style[stackTones[status.state]](overall[status.state])}`;
  const isUp = status.state !== "absent" && status.state !== "stopped";
  const table = status.state === "absent" ? [] : ["", ...renderServices(status.services, look)];
  const facts = isUp ? renderFacts(status, look) : [];
  const next = renderNext(status, look);
  return [title, ...table, ...(facts.length > 0 ? ["", ...facts] : []), "", ...next].join("\n").trimEnd();
}

function renderServices(services: ServiceStatus[], look: Look): string[] {
  const { words, style, nowMs } = look;
  const { headings } = words.status;
  const hasCpu = services.some(({ cpuPercent }) => cpuPercent !== null);
  const hasMemory = services.some(({ memoryBytes }) => memoryBytes !== null);
  const head = [headings.service, headings.state, headings.since];
  if (hasCpu) head.push(headings.cpu);
  if (hasMemory) head.push(headings.memory);
  return alignColumns(
    [
      head.map((text): Cell => ({ text, paint: style.dim })),
      ...services.map((service): Cell[] => [
        { text: words.services[service.service], paint: style.service[service.service] },
        { text: words.status.states[service.state], paint: style[serviceTones[service.state]] },
        { text: service.since === null ? "" : words.format.ago(Math.max(0, nowMs - Date.parse(service.since))) },
        ...(service.exitMeaning === null
          ? [...(hasCpu ? [{ text: renderCpu(service, words) }] : []), { text: renderMemory(service, words) }]
          : [{ text: renderEnd(service, look), paint: style.dim }]),
      ]),
    ],
    look.measure,
  );
}

/** The last exit of a service that does not run. */
function renderEnd({ exitMeaning, exitCode, restartCount, memoryLimitBytes }: ServiceStatus, { words }: Look): string {
  if (exitMeaning === null || exitCode === null) return "";
  const end = words.exits[exitMeaning]({ exitCode, memoryLimitBytes });
  return restartCount > 0 ? `${end}, ${words.status.restarts(restartCount)}` : end;
}

function renderCpu({ cpuPercent, cpuLimit }: ServiceStatus, { format, status }: Look["words"]): string {
  if (cpuPercent === null) return "";
  const used = format.percent(cpuPercent / 100);
  return cpuLimit === null ? used : status.ofLimit(used, format.percent(cpuLimit));
}

function renderMemory({ memoryBytes, memoryLimitBytes }: ServiceStatus, { format, status }: Look["words"]): string {
  if (memoryBytes === null) return "";
  const used = format.memory(memoryBytes);
  return memoryLimitBytes === null ? used : status.ofLimit(used, format.memory(memoryLimitBytes));
}

/** One fact per line in the column after its heading; further lines of a fact are aligned below it. */
function renderFacts(status: StackStatus, look: Look): string[] {
  const { words, style } = look;
  const { headings, engine, tokens } = words.status;
  const facts: [string, string[]][] = [
    [headings.address, status.address === null ? [] : [renderAddress(status, status.address, look)]],
    [headings.models, renderModels(status, look)],
    [headings.context, status.contextTokens === null ? [] : [tokens(status.contextTokens)]],
    [headings.volumes, status.volumes.map((volume) => renderVolume(volume, words))],
    [headings.file, status.composeFile === null ? [] : [status.composeFile]],
    [headings.docker, [engine(status.docker.version, status.docker.endpoint)]],
  ];
  const rows = facts.flatMap(([heading, lines]) =>
    lines.map((line, index): Cell[] => [{ text: index === 0 ? heading : "", paint: style.dim }, { text: line }]),
  );
  return alignColumns(rows, look.measure);
}

function renderAddress({ openToNetwork }: StackStatus, address: string, { words, style }: Look): string {
  return openToNetwork ? `${style.accent(address)} (${words.status.openToNetwork})` : style.accent(address);
}

function renderVolume({ name, sizeBytes }: StackStatus["volumes"][number], { format }: Look["words"]): string {
  return sizeBytes === null ? name : `${name} (${format.bytes(sizeBytes)})`;
}

function renderModels({ models }: StackStatus, { words, style, nowMs, measure }: Look): string[] {
  const text = words.status;
  if (models === null) return [text.modelsUnknown];
  if (models.installed.length === 0) return [text.noModels];
  const rows = models.installed.map((model): Cell[] => {
    const loaded = models.loaded.find(({ name }) => isSameModel(name, model.name));
    const cells: Cell[] = [{ text: model.name, paint: style.bold }, { text: text.model(model) }];
    return loaded === undefined
      ? cells
      : [...cells, { text: text.inMemory(describeLoaded(loaded, nowMs)), paint: style.ok }];
  });
  return alignColumns(rows, measure);
}

/** What a person will want to know or do next, the most urgent first. */
function renderNext(status: StackStatus, { words }: Look): string[] {
  const { next, kept, nothingKept, firstAccount, nameLost } = words.status;
  if (status.state === "absent" || status.state === "stopped") {
    const volumes = status.volumes.map(({ name }) => name);
    return [volumes.length > 0 ? kept(volumes) : nothingKept, next.up("ollama")];
  }
  const troubled = status.services.find(({ state }) => state === "restarting" || state === "unhealthy");
  if (troubled !== undefined) {
    const { service, state } = troubled;
    return state === "unhealthy" ? [next.logs(service), next.restart(service)] : [next.logs(service)];
  }
  if (status.pageFindsOllama === false) return [nameLost, next.repair("ollama")];
  if (status.state === "partial") return [next.up("ollama")];
  if (status.models?.installed.length === 0) return [next.pull("ollama")];
  return status.awaitsFirstAccount === true ? [firstAccount] : [];
}
