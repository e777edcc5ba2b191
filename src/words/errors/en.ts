import { isForceable } from "../../core/facts/checks.ts";
import type { EndpointAttempt, PortOwner, ServiceFailure } from "../../core/facts/vocabulary.ts";
import { explainExit } from "../../core/stack/container-exit-codes.ts";
import { findDatabaseDamage } from "../../core/stack/page-log.ts";
import { formatBinding, loopbackAddress } from "../../core/values/binding.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { adminErrors } from "../admin/en.ts";
import { adoptErrors } from "../adopt/en.ts";
import { answerReasons } from "../answer-reasons/en.ts";
import { askErrors, quoteIt } from "../ask/en.ts";
import { backupErrors } from "../backup/en.ts";
import { changeErrors, changes } from "../changes/en.ts";
import { chatErrors } from "../chat/en.ts";
import { exits } from "../daily/en.ts";
import { fileHint, fileReasons } from "../file-reasons/en.ts";
import { createFormat } from "../format.ts";
import { near } from "../near/en.ts";
import { locate, logTailOf, pasteable, uncapitalise } from "../phrases.ts";
import { pullReasons } from "../pull-reasons/en.ts";
import { registryReasons } from "../registry-reasons/en.ts";
import { restoreErrors } from "../restore/en.ts";
import { selfUpdateErrors } from "../self-update/en.ts";
import { services } from "../services/en.ts";
import { tellError } from "../tell.ts";
import { uninstallErrors } from "../uninstall/en.ts";
import type { Words } from "../words.ts";

const format = createFormat("en");

export const expected: Words["expected"] = {
  port: "a whole number from 1 to 65535",
  binding: "a port from 1 to 65535, or an address and a port such as `192.168.1.20:3000`",
  "yes-no": "`yes` or `no`",
  size: "a size such as `6g` or `512m`, at least `6m`",
  duration: "a duration such as `90s`, `10m` or `1h30m`",
  time: "a duration such as `10m`, or a moment such as `2026-01-31` or `2026-01-31T09:30`",
  cpus: "a number of CPUs such as `2` or `1.5`, at least `0.01`",
  context: "a whole number of tokens from 256 to 1048576",
  count: "a whole number such as `100`",
  gpu: "one of `auto`, `none`, `nvidia`, `amd` and `vulkan`",
  language: "`es` or `en`",
  "project-name": "a name of lowercase letters, digits, `-` and `_` that starts with a letter or a digit",
  "model-name": "a model name such as `llama3.2` or `llama3.2:1b`",
  "image-reference": "an image such as `ollama/ollama:0.35.1`",
  shell: "one of `bash`, `zsh`, `fish` and `powershell`",
  service: "`ollama` or `open-webui`",
  settings: "lines such as `port: 3000`",
  text: "some text",
  temperature: "a number from 0 to 2 such as `0.7`",
  "top-p": "a number above 0 and up to 1 such as `0.9`",
  "max-tokens": "a whole number of tokens from 1 to 1048576",
  seed: "a whole number from 0 to 2147483647",
  email: "an email address such as `ana@example.org`",
  "web-address": "an address such as `https://example.org/localgpt`",
  "person-name": "a name of 1 to 100 characters",
  "conversation-name":
    "a name of at most 64 letters, digits, spaces, `.`, `_` and `-` (`last` is kept by localgpt itself)",
};

const restartDocker = "Restart Docker (`sudo systemctl restart docker`, or quit and open Docker Desktop again)";

const fixFile = (file: string): string =>
  `Fix the file, or remove it to start with the defaults: \`rm ${pasteable(file)}\``;
const fixLine = "Fix that line of the file, or delete it to use the default";

export const errors: Words["errors"] = {
  "invalid-value": ({ name, value, expected: kind, place }) => ({
    message: locate(place, "line", "column", `\`${name}\` must be ${expected[kind]}, not \`${value}\``),
    ...(place === undefined ? {} : { hint: kind === "settings" ? fixFile(place.file) : fixLine }),
  }),
  "unknown-setting": ({ key, near: similar, place }) => ({
    message: locate(place, "line", "column", `there is no setting \`${key}\`${near(similar)}`),
    hint: "All settings: `localgpt config list`",
  }),
  "settings-syntax": ({ place, detail, twice }) => ({
    message: locate(
      place,
      "line",
      "column",
      twice === undefined ? `this is not valid YAML: ${detail}` : `\`${twice}\` is there for the second time`,
    ),
    hint: twice === undefined ? fixFile(place.file) : "Delete one of the two lines",
  }),
  "unknown-command": ({ value, near: similar }) => ({
    message: `There is no command \`${value}\`${near(similar === null ? null : `localgpt ${similar}`)}`,
    hint: "All commands: `localgpt --help`",
  }),
  "unknown-option": ({ value, near: similar, command }) => ({
    message: `\`${command}\` has no option \`${value}\`${near(similar)}`,
    hint: `Its options: \`${command} --help\``,
  }),
  "missing-argument": ({ name, command }) => ({
    message: `\`${command}\` needs \`${name}\``,
    hint: `How to use it: \`${command} --help\``,
  }),
  "excess-arguments": ({ value, command, quoted }) => ({
    message: `\`${command}\` does not know what to do with \`${value}\``,
    hint: quoted === undefined ? `How to use it: \`${command} --help\`` : quoteIt(quoted),
  }),
  "missing-value": ({ option, command }) => ({
    message: `\`${option}\` needs a value`,
    hint: `How to use it: \`${command} --help\``,
  }),
  "confirmation-needed": () => ({
    message: "This is only done once you say yes, and there is no terminal to ask you on",
    hint: "If you mean it, add `--yes`",
  }),
  "conflicting-options": ({ first, second }) => ({
    message: `\`${first}\` and \`${second}\` cannot be used together`,
    hint: "Remove one of them",
  }),
  "unknown-service": ({ value, near: similar }) => ({
    message: `There is no service \`${value}\`${near(similar)}`,
    hint: "The services are `ollama` and `open-webui`",
  }),
  "unknown-model": ({ value, near: similar, installed }) => ({
    message: `The model \`${value}\` is not installed${near(similar)}`,
    hint:
      installed.length === 0
        ? `No model is installed yet. Download it: \`localgpt pull ${pasteable(value)}\``
        : `Installed: ${format.list(installed)}. Download it: \`localgpt pull ${pasteable(value)}\``,
  }),
  ...askErrors,
  "model-exists": ({ model }) => ({
    message: `There is already a model \`${model}\``,
    hint: "Choose another name with `--as`, or replace it: add `--force`",
  }),
  "nothing-to-change": ({ model, asked }) => ({
    message:
      asked.length === 0
        ? `Nothing was said about how the new model should differ from \`${model}\``
        : `\`${model}\` has these values already: ${format.list(asked.map((name) => `\`${name}\``))}`,
    hint: "Say what should change, for example `--temperature 0.2`; all options: `localgpt tune --help`",
  }),
  ...chatErrors,
  ...selfUpdateErrors,
  ...uninstallErrors,
  ...backupErrors,
  ...adminErrors,
  ...adoptErrors,
  ...restoreErrors,
  "docker-unreachable": ({ attempts, platform }) => ({
    message: [
      attempts.length === 0 ? "Docker does not answer" : "Docker does not answer. Tried:",
      ...attempts.map((attempt) => `  ${tellAttempt(attempt)}`),
    ].join("\n"),
    hint: dockerStart(attempts, platform),
  }),
  "docker-permission": ({ endpoint, user }) => ({
    message: `User \`${user}\` is not allowed to use Docker: access to \`${endpoint}\` was denied`,
    hint: "Add yourself to the group `docker`: `sudo usermod -aG docker $USER`, then log out and back in.\nNote that members of this group can do anything on this machine that root can",
  }),
  "docker-context-missing": ({ context, file }) => ({
    message: `The Docker context \`${context}\` does not exist: there is no \`${file}\``,
    hint: "List the contexts with `docker context ls` and choose one with `docker context use default`; also check the variable `DOCKER_CONTEXT`",
  }),
  "docker-endpoint-unsupported": ({ endpoint }) => ({
    message: `localgpt cannot reach Docker through \`${endpoint}\``,
    hint: "Set `DOCKER_HOST` to an address that begins with `unix://`, `tcp://`, `ssh://` or `npipe://`",
  }),
  "docker-too-old": ({ apiVersion, neededApiVersion }) => ({
    message: `This Docker Engine speaks API ${apiVersion}; localgpt needs ${neededApiVersion} or newer (Docker 20.10)`,
    hint: "Update Docker: https://docs.docker.com/engine/install/",
  }),
  "docker-windows-containers": () => ({
    message: "Docker is set to Windows containers; Ollama and Open WebUI need Linux containers",
    hint: 'Switch in PowerShell: `& "$Env:ProgramFiles\\Docker\\Docker\\DockerCli.exe" -SwitchLinuxEngine`',
  }),
  "docker-lost": ({ action }) => ({
    message: `The connection to Docker was lost${tellAction(" while trying to ", action)}`,
    hint: "Check that Docker is running with `docker info`, then run the same command again: it resumes where it stopped",
  }),
  "docker-timeout": ({ action, waitedMs }) => ({
    message: `Docker did not answer ${waitedMs === 0 ? "in time" : `within ${format.duration(waitedMs)}`}${tellAction(" when asked to ", action)}`,
    hint: `${restartDocker}, then run the same command again: it resumes where it stopped`,
  }),
  "docker-garbled": ({ action }) => ({
    message: `What answered is not Docker, or Docker is broken: it could not be understood${tellAction(" when asked to ", action)}`,
    hint: `Check with \`docker info\` what is there. ${restartDocker}, then run the same command again`,
  }),
  "docker-failed": ({ action, status, detail }) => ({
    message: `Docker could not ${actions[action] ?? action}${status === null ? "" : ` (HTTP ${status})`}: ${detail}`,
    hint: "Check Docker and this machine: `localgpt check`",
  }),
  "checks-refused": ({ findings }) => {
    const count = findings.filter((finding) => finding.status === "failure").length;
    return {
      message: `${count === 1 ? "One check" : `${count} checks`} failed, so nothing was started or downloaded`,
      hint: isForceable(findings)
        ? "Fix what is marked above, or continue anyway: add `--force`"
        : "Fix what is marked above",
    };
  },
  "port-taken": ({ port, owner, nextFree, setting = "port", address = loopbackAddress }) => ({
    message: `Port ${port} is in use by ${tellOwner(owner)}`,
    hint:
      setting === "ollama.port"
        ? `Choose another one for Ollama, or none: \`localgpt config set ollama.port ${nextFree ?? "N"}\`, \`localgpt config unset ollama.port\``
        : nextFree === null
          ? "Choose a free one: `localgpt up --port N`"
          : `Use a free one: \`localgpt up --port ${pasteable(formatBinding({ address, port: nextFree }))}\``,
  }),
  "name-taken": ({ kind, name }) => ({
    message: `There is already a ${kind} \`${name}\` that localgpt did not create`,
    hint: `Give this stack another name: \`localgpt --project NAME up\`; or remove the ${kind}: \`docker ${kind === "container" ? "rm -f" : `${kind} rm`} ${name}\``,
  }),
  "networks-exhausted": () => ({
    message: "Docker has no addresses left for another network",
    hint: "Remove the networks that no container uses, `docker network prune`, then: `localgpt up`",
  }),
  "gpu-refused": ({ gpu, detail }) => ({
    message: `Docker could not use the GPU (${gpu}): ${detail}`,
    hint: "Continue without it: `localgpt up --gpu none`",
  }),
  "pull-failed": (facts) => pullReasons[facts.reason](facts),
  "size-unknown": ({ model, reason, near: similar }) => ({
    message: `Cannot tell whether \`${shortModelName(model)}\` fits: its registry did not say how large it is (${registryReasons[reason]})${near(similar)}`,
    hint: "This needs internet, except for the models that you have and the usual ones: llama3.2, qwen3:4b, gemma3:4b, mistral:7b and others",
  }),
  "answer-failed": (facts) => answerReasons[facts.reason](facts),
  "service-not-ready": (facts) => ({ message: tellFailure(facts), hint: afterFailure(facts) }),
  "service-answered": ({ service, path, status, detail }) => ({
    message: `${services[service]} answered ${path} with HTTP ${status}${detail === "" ? "" : `: ${detail}`}`,
    hint: `See its log: \`localgpt logs ${service} --tail 50\``,
  }),
  "service-unreachable": ({ service, detail, waitedMs }) => ({
    message: `${services[service]} does not answer${waitedMs === null ? (detail === "" ? "" : `: ${detail}`) : ` (nothing came for ${format.duration(waitedMs)})`}`,
    hint: `Start it with \`localgpt up\`, or see its log: \`localgpt logs ${service} --tail 50\``,
  }),
  "stack-not-running": ({ project }) => ({
    message: `The page of \`${project}\` is not running`,
    hint: "Start it: `localgpt up`",
  }),
  "stack-not-found": ({ project, service }) => ({
    message:
      service === undefined
        ? `\`${project}\` is not running on this Docker Engine`
        : `${services[service]} of \`${project}\` has no container on this Docker Engine`,
    hint: "Start it: `localgpt up`",
  }),
  ...changeErrors,
  "change-failed": ({ kind, undone, cause }) => {
    const { message } = tellError(cause, { errors });
    return {
      message: `The ${changes[kind]} did not work: ${uncapitalise(message)}`,
      hint: undone
        ? `${tellTail(logTailOf(cause))}Everything is as it was before, image and data`
        : "Going back was not possible either: run `localgpt up`, which ends it",
    };
  },
  "last-backup-failed": ({ cause }) => {
    const { message } = tellError(cause, { errors });
    return {
      message: `The last backup could not be made, so nothing was removed: ${uncapitalise(message)}`,
      hint: "Without a backup: `localgpt uninstall --purge --no-backup`",
    };
  },
  "folder-gone": () => ({
    message: "The folder that you are in no longer exists",
    hint: "Go to another one, `cd`, and run the same command again",
  }),
  "home-unknown": ({ folder }) => ({
    message:
      folder === null
        ? "There is nowhere to keep the settings: this user has no home folder, and `HOME` is not set"
        : `There is nowhere to keep the settings: \`${folder}\` is no absolute path (it follows from \`HOME\` or \`XDG_DATA_HOME\`)`,
    hint: "Choose a folder: `export LOCALGPT_HOME=/srv/localgpt`",
  }),
  "file-failed": ({ path, action, reason }) => ({
    message: `\`${path}\` could not be ${{ read: "read", write: "written", lock: "locked", remove: "removed" }[action]}: ${fileReasons[reason] ?? reason}`,
    hint: fileHint(action === "read" && reason === "EISDIR" ? "EFBIG" : reason, pasteable(path)),
  }),
  "file-exists": ({ path }) => ({
    message: `\`${path}\` already exists`,
    hint: "Choose another name, or overwrite it: add `--force`",
  }),
  "browser-failed": ({ address }) => ({
    message: "No browser could be opened",
    hint: `Open this address yourself: ${address}`,
  }),
  interrupted: ({ work }) => {
    if (work === "answer") return { message: "Interrupted" };
    if (work !== "up") {
      return { message: "Interrupted", hint: "Run the same command again to resume where this one stopped" };
    }
    return {
      message: "Interrupted: what was downloaded and started so far is kept",
      hint: "`localgpt up` goes on from there; `localgpt down` stops what was started",
    };
  },
};

/** What was asked of Docker, to follow "could not". */
export const actions: Record<string, string> = {
  apply: "carry out the plan",
  "ask-service": "pass a request on to a service",
  connect: "accept a connection",
  "create-container": "create a container",
  "attach-container": "attach to a container",
  "copy-models": "copy models from one volume to another",
  "copy-data": "copy data from one volume to another",
  "read-page-state": "read the database of the page",
  "create-network": "create the network",
  "create-volume": "create a volume",
  "follow-logs": "follow the logs",
  "inspect-container": "describe a container",
  "inspect-image": "describe an image",
  "list-containers": "list the containers",
  "list-networks": "list the networks",
  "list-volumes": "list the volumes",
  "measure-folder": "measure what a folder takes",
  "look-into-volume": "look into a volume",
  "open-tunnel": "open a connection into a container",
  "pull-image": "download an image",
  "pull-model": "download a model",
  "read-data": "read the data",
  "read-accounts": "read the accounts of the page",
  "read-free-space": "measure the free disk space",
  "read-info": "describe itself",
  "read-logs": "read the logs",
  "read-manifest": "measure a model",
  "read-stats": "measure what a container uses",
  "read-volume-sizes": "measure the volumes",
  "remove-container": "remove a container",
  "remove-image": "remove an image",
  "remove-volume": "delete a volume",
  "remove-network": "remove the network",
  "restart-container": "restart a container",
  "set-password": "change a password on the page",
  "set-page-default": "change a setting of the page",
  "start-container": "start a container",
  "stop-container": "stop a container",
  "unpause-container": "resume a container",
  "verify-files": "check the files of a model",
  "wait-ready": "wait for a service",
  "write-data": "write the data",
};

const tellAction = (before: string, action: string): string => `${before}${actions[action] ?? action}`;

const attemptReasons: Record<EndpointAttempt["reason"], string> = {
  "not-there": "there is nothing there",
  refused: "nothing is listening there",
  permission: "access denied",
  timeout: "no answer in time",
  "not-docker": "what answers is not Docker",
  tls: "the TLS connection failed",
  "no-such-host": "no such host",
  failed: "failed",
};

const attemptSources: Record<EndpointAttempt["source"], string> = {
  DOCKER_HOST: "from `DOCKER_HOST`",
  context: "from the Docker context",
  default: "the default",
  "known-socket": "a usual location",
};

function tellAttempt({ endpoint, source, reason, detail }: EndpointAttempt): string {
  const more = reason === "failed" || reason === "tls" ? `: ${detail}` : "";
  return `${endpoint} (${attemptSources[source]}): ${attemptReasons[reason]}${more}`;
}

/** Whether an endpoint is one of this machine. */
const isHere = (endpoint: string): boolean => /^(unix|npipe):/.test(endpoint);

function dockerStart(attempts: EndpointAttempt[], platform: NodeJS.Platform): string {
  const asked = attempts.find((attempt) => attempt.source === "DOCKER_HOST" || attempt.source === "context");
  const install = "No Docker yet? https://docs.docker.com/get-started/get-docker/";
  if (attempts.some(({ endpoint, reason }) => reason === "timeout" && isHere(endpoint))) {
    return `${restartDocker}: it is there, but it does not answer`;
  }
  if (asked?.source === "DOCKER_HOST" && isHere(asked.endpoint)) {
    return `Start the Docker that should be there, or use the usual one: \`unset DOCKER_HOST\`. ${install}`;
  }
  if (asked?.source === "DOCKER_HOST") {
    return `Fix the variable, or remove it: \`unset DOCKER_HOST\`. ${install}`;
  }
  if (asked?.source === "context" && !asked.endpoint.startsWith("unix://")) {
    return `Go back to this machine's Docker: \`docker context use default\`. ${install}`;
  }
  if (platform === "darwin") return `Start Docker Desktop: \`open -a Docker\`. ${install}`;
  if (platform === "win32") {
    return `Start Docker Desktop, in PowerShell: \`& "$Env:ProgramFiles\\Docker\\Docker\\Docker Desktop.exe"\`. ${install}`;
  }
  return `Start Docker: \`sudo systemctl start docker\`. ${install}`;
}

function tellOwner(owner: PortOwner): string {
  if (owner.kind === "unknown") return "another program";
  if (owner.kind === "page") return "the page of this same stack";
  if (owner.kind === "process") return `\`${owner.name}\` (process ${owner.pid})`;
  return `the container \`${owner.name}\`${owner.project === null ? "" : ` of the project \`${owner.project}\``}`;
}

function tellFailure(failure: ServiceFailure): string {
  const { service, reason, answer, exitCode, oomKilled, memoryLimitBytes, waitedMs } = failure;
  const name = services[service];
  const limit = memoryLimitBytes === null ? "" : ` (its limit is ${format.memory(memoryLimitBytes)})`;
  const ending = tellEnding(exitCode, oomKilled, memoryLimitBytes);
  if (oomKilled) return `${name} was killed because it ran out of memory${limit}`;
  if (reason === "exited") return `${name} stopped${ending}`;
  if (reason === "restarting") return `${name} keeps stopping and restarting${ending}`;
  if (reason === "removed") return `The ${name} container was removed in the meantime`;
  if (reason === "paused") return `The ${name} container is paused`;
  if (reason === "silent") return `${name} runs, but has not answered anything for ${format.duration(waitedMs)}`;
  if (answer !== null) {
    return `${name} runs, but answers with an error (HTTP ${answer.status}${answer.detail === "" ? "" : `: ${answer.detail}`})`;
  }
  return `${name} is not ready after ${format.duration(waitedMs)}${ending}`;
}

function tellEnding(exitCode: number | null, oomKilled: boolean, memoryLimitBytes: number | null): string {
  return exitCode === null ? "" : `: ${exits[explainExit(exitCode, oomKilled)]({ exitCode, memoryLimitBytes })}`;
}

/** The versions that need it are built for processors since 2012. */
const avxHint =
  "In a virtual machine, let it have the processor of its host (`host-passthrough`); a computer without AVX cannot run this version";

/** The last lines of a log, each on a line of its own; nothing for none. */
function tellTail(logTail: string[]): string {
  return logTail.length === 0 ? "" : `Its last lines:\n${logTail.map((line) => `  ${line}`).join("\n")}\n`;
}

function afterFailure({ service, reason, exitCode, oomKilled, logTail }: ServiceFailure): string {
  const log = tellTail(logTail);
  if (service === "open-webui" && findDatabaseDamage(logTail) !== null) {
    return `${log}The database of the page is damaged. If you have a backup, bring it back: \`localgpt backup list\`, \`localgpt restore FILE\``;
  }
  if (exitCode !== null && explainExit(exitCode, oomKilled) === "bad-instruction") {
    return `${log}${avxHint}`;
  }
  if ((oomKilled || exitCode === 137) && service === "ollama") {
    return `${log}Give it more, \`localgpt up --memory 6g\`, or use a smaller model: \`localgpt up --model llama3.2:1b\``;
  }
  if (oomKilled || exitCode === 137) {
    return `${log}Give it room: close other programs, let Ollama take less, \`localgpt up --memory 4g\`, or add fewer documents at a time on the page`;
  }
  if (reason === "silent" || reason === "failing") {
    return `${log}Restart it: \`localgpt restart ${service}\`; where that does not help, see more of its log: \`localgpt logs ${service} --tail 100\``;
  }
  if (reason === "timeout") return `${log}Give it more time: \`localgpt up --timeout 30m\``;
  if (reason === "paused" || reason === "removed") return `${log}Start it again: \`localgpt up\``;
  return `${log}See more of its log: \`localgpt logs ${service} --tail 100\``;
}
