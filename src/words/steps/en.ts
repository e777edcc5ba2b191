import type { Transfer } from "../../core/run/events.ts";
import { serviceTitles } from "../../core/services/services.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { adoptOperations } from "../adopt/en.ts";
import { askNotices } from "../ask/en.ts";
import { backupNotices, backupOperations } from "../backup/en.ts";
import { changeNotices, changeOperations } from "../change/en.ts";
import { chatNotices } from "../chat/en.ts";
import { actions } from "../docker/en.ts";
import { createFormat } from "../format.ts";
import { registryReasons, retryReasons } from "../registry/en.ts";
import { restoreOperations } from "../restore/en.ts";
import { selfUpdateOperations } from "../self-update/en.ts";
import type { CauseTexts, NoticeTexts, OperationTexts } from "../shapes.ts";
import { tellCause } from "../tell.ts";
import { uninstallNotices, uninstallOperations } from "../uninstall/en.ts";
import { updateNotices } from "../update/en.ts";

const format = createFormat("en");

const modelCount = (count: number): string => (count === 1 ? "one model" : `${count} models`);

export const causes: CauseTexts = {
  missing: () => "not there yet",
  "maybe-missing": () => "only if it is missing, which is known once Ollama runs",
  stopped: () => "not running",
  paused: () => "paused",
  "settings-changed": ({ changed }) =>
    changed.length === 0 ? "its settings have changed" : `its settings have changed: ${changed.join(", ")}`,
  "image-changed": () => "its image has changed",
  "network-changed": () => "not attached to the stack's network",
  "aliases-missing": () => "cannot be found by its name on the network",
  "volume-changed": () => "its data is in another volume",
  replaced: () => "left over from an update",
  requested: () => "requested",
};

export const operations: OperationTexts = {
  ...changeOperations,
  ...adoptOperations,
  ...uninstallOperations,
  ...backupOperations,
  ...restoreOperations,
  ...selfUpdateOperations,
  "pull-image": {
    planned: ({ image }) => `download image ${image}`,
    doing: ({ image }) => `Downloading image ${image}`,
    done: ({ image }) => `Downloaded image ${image}`,
  },
  "create-network": {
    planned: ({ network }) => `create network ${network}`,
    doing: ({ network }) => `Creating network ${network}`,
    done: ({ network }) => `Created network ${network}`,
  },
  "remove-network": {
    planned: ({ network }) => `remove network ${network}`,
    doing: ({ network }) => `Removing network ${network}`,
    done: ({ network }) => `Removed network ${network}`,
  },
  "create-volume": {
    planned: ({ volume }) => `create volume ${volume}`,
    doing: ({ volume }) => `Creating volume ${volume}`,
    done: ({ volume }) => `Created volume ${volume}`,
  },
  "create-container": {
    planned: ({ service }) => `create the ${serviceTitles[service]} container`,
    doing: ({ service }) => `Creating the ${serviceTitles[service]} container`,
    done: ({ service }) => `Created the ${serviceTitles[service]} container`,
  },
  "start-container": {
    planned: ({ service }) => `start ${serviceTitles[service]}`,
    doing: ({ service }) => `Starting ${serviceTitles[service]}`,
    done: ({ service }) => `Started ${serviceTitles[service]}`,
  },
  "unpause-container": {
    planned: ({ service }) => `resume ${serviceTitles[service]}`,
    doing: ({ service }) => `Resuming ${serviceTitles[service]}`,
    done: ({ service }) => `Resumed ${serviceTitles[service]}`,
  },
  "stop-container": {
    planned: ({ service }) => `stop ${serviceTitles[service]}`,
    doing: ({ service }) => `Stopping ${serviceTitles[service]}`,
    done: ({ service }) => `Stopped ${serviceTitles[service]}`,
  },
  "remove-container": {
    planned: ({ service }) => `remove the ${serviceTitles[service]} container`,
    doing: ({ service }) => `Removing the ${serviceTitles[service]} container`,
    done: ({ service }) => `Removed the ${serviceTitles[service]} container`,
  },
  "restart-container": {
    planned: ({ service }) => `restart ${serviceTitles[service]}`,
    doing: ({ service }) => `Restarting ${serviceTitles[service]}`,
    done: ({ service }) => `Restarted ${serviceTitles[service]}`,
  },
  "wait-ready": {
    planned: ({ service }) => `wait until ${serviceTitles[service]} is ready`,
    doing: ({ service }) => `Waiting until ${serviceTitles[service]} is ready`,
    done: ({ service }) => `${serviceTitles[service]} is ready`,
  },
  "ensure-model": {
    planned: ({ model }) => `download model ${model}`,
    doing: ({ model }) => `Downloading model ${model}`,
    done: ({ model }) => `Model ${model} is ready`,
  },
  "load-model": {
    planned: ({ model }) => `load model ${model} into memory`,
    doing: ({ model }) => `Loading model ${model} into memory`,
    done: ({ model }) => `Loaded model ${model} into memory`,
  },
  "compare-models": {
    planned: ({ count }) => `ask the registry about ${modelCount(count)}`,
    doing: ({ count }) => `Asking the registry about ${modelCount(count)}`,
    done: ({ count }) => `Finished asking the registry about ${modelCount(count)}`,
  },
};

export const notices: NoticeTexts = {
  ...askNotices,
  ...backupNotices,
  ...chatNotices,
  ...changeNotices,
  ...updateNotices,
  ...uninstallNotices,
  connected: ({ endpoint, engineVersion }) => `Connected to Docker ${engineVersion} at ${endpoint}`,
  "waiting-for-lock": ({ pid, host, command, sinceMs }) =>
    `Waiting for \`${command}\` (process ${pid}${host === null ? "" : ` on ${host}`}), which has been working on this stack for ${format.duration(sinceMs)}`,
  "lock-left-behind": ({ pid, command, waitMs }) =>
    `\`${command}\` (process ${pid}) was cut off here; continuing in at most ${format.duration(waitMs)}`,
  "lock-held": ({ folder }) => `Waiting for another localgpt, which is working in ${folder}`,
  "waiting-for-docker": ({ action, waitedMs }) =>
    `Docker is slow: no answer for ${format.duration(waitedMs)} when asked to ${actions[action] ?? action}; still waiting`,
  "settings-saved": ({ changed }) =>
    `Remembered for next time: ${changed.map(({ key, value }) => `${key} ${value}`).join(", ")}`,
  "files-closed": ({ folder, count }) =>
    `Other users of this computer could open ${count === 1 ? "a file or folder" : `${count} files and folders`} of localgpt in ${folder}; now only you can`,
  "gpu-refused": ({ gpu, detail }) =>
    `Docker could not use the GPU (${gpu}), continuing on the processor alone: ${detail}`,
  retry: ({ kind, name, reason, attempt, waitMs }) =>
    `Download of ${kind} ${name} interrupted (${retryReasons[reason]}); attempt ${attempt} in ${format.duration(waitMs)}`,
  "model-present": ({ model }) => `Model ${model} is already downloaded`,
  "updates-found": ({ models }) =>
    `To download: ${format.list(models.map(({ model, downloadBytes }) => `${model}${downloadBytes === null ? "" : ` (${format.bytes(downloadBytes)})`}`))}`,
  "page-default-set": ({ model }) => `New chats on the page start with ${model} now`,
  "page-default-kept": ({ model, detail }) =>
    `On the page, ${model} could not be made the model of new chats${detail === "" ? "" : ` (${detail})`}: choose it there as the administrator, in Admin Panel → Settings → Models`,
  "model-damaged": ({ model, files }) =>
    `${files === 1 ? "A file" : `${files} files`} of ${model} on the disk ${files === 1 ? "is" : "are"} damaged: downloading again`,
  "not-updated": ({ model, reason }) =>
    `Could not look for a newer version of ${model} (${registryReasons[reason]}): you keep the one that you have`,
  "only-model": ({ model }) => `Using ${shortModelName(model)}, the only model installed`,
  "ollama-alone": () => "The stack is stopped: Ollama runs only for this command",
  "ollama-stopped": () => "Ollama is stopped again, as it was before",
  "still-waiting": ({ service, waitedMs, reason }) =>
    `Still waiting for ${serviceTitles[service]} after ${format.duration(waitedMs)}${reason === null ? "" : `: ${reason}`}`,
  "network-in-use": ({ network }) => `Network ${network} was kept: other containers use it`,
  "not-sized": () => "Docker does not answer: this file has no limits sized to your machine",
  recreating: ({ service, cause }) => `Recreating ${serviceTitles[service]} (${tellCause(cause, { causes })})`,
  "checks-forced": ({ failures }) =>
    `Continuing although ${failures === 1 ? "one check" : `${failures} checks`} failed (\`--force\`)`,
};

export const phases: Record<Transfer["phase"], string> = {
  starting: "preparing",
  downloading: "downloading",
  extracting: "unpacking",
  copying: "copying",
  verifying: "verifying",
};
