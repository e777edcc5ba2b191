import type { EndpointAttempt } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import type { ErrorTexts } from "../shapes.ts";

const format = createFormat("en");

const restartDocker = "Restart Docker (`sudo systemctl restart docker`, or quit and open Docker Desktop again)";

export const dockerErrors = {
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
    message: `The answer did not look like Docker's${tellAction(" when asked to ", action)}`,
    hint: `See with \`docker info\` what answers there. ${restartDocker}, then run the same command again`,
  }),
  "docker-failed": ({ action, status, detail }) => ({
    message: `Docker could not ${actions[action] ?? action}${status === null ? "" : ` (HTTP ${status})`}: ${detail}`,
    hint: "Check Docker and this machine: `localgpt check`",
  }),
  "name-taken": ({ kind, name }) => ({
    message: `A ${kind} \`${name}\` that localgpt did not create already exists`,
    hint: `Give this stack another name: \`localgpt --project NAME up\`; or remove the ${kind}: \`docker ${kind === "container" ? "rm -f" : `${kind} rm`} ${name}\``,
  }),
  "networks-exhausted": () => ({
    message: "Docker has no addresses left for another network",
    hint: "Remove unused networks with `docker network prune`, then run `localgpt up`",
  }),
  "gpu-refused": ({ gpu, detail }) => ({
    message: `Docker could not use the GPU (${gpu}): ${detail}`,
    hint: "Continue without it: `localgpt up --gpu none`",
  }),
} satisfies Partial<ErrorTexts>;

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
  "not-there": "nothing exists there",
  refused: "nothing is listening there",
  permission: "access denied",
  timeout: "no answer in time",
  "not-docker": "something other than Docker answers",
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
    return `${restartDocker}: it is running, but it does not answer`;
  }
  if (asked?.source === "DOCKER_HOST" && isHere(asked.endpoint)) {
    return `Start the Docker that should be running there, or use the usual one: \`unset DOCKER_HOST\`. ${install}`;
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
