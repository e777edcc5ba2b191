import { findDatabaseDamage } from "../../core/english/open-webui-texts.ts";
import type { ServiceFailure } from "../../core/facts/vocabulary.ts";
import { services, serviceTitles } from "../../core/services/services.ts";
import { explainExit } from "../../core/stack/container-exit-codes.ts";
import { createFormat } from "../format.ts";
import type { ErrorTexts } from "../shapes.ts";
import { near } from "../vocabulary/en.ts";
import type { ExitWords } from "./words.ts";

const format = createFormat("en");

export const exits: ExitWords = {
  clean: () => "it ended without errors",
  failed: ({ exitCode }) => `it ended with an error (exit code ${exitCode})`,
  "out-of-memory": ({ exitCode, memoryLimitBytes }) =>
    memoryLimitBytes === null
      ? `it ran out of memory (exit code ${exitCode})`
      : `it needed more than its ${format.memory(memoryLimitBytes)} of memory (exit code ${exitCode})`,
  killed: ({ exitCode }) => `it was killed, usually for lack of memory (exit code ${exitCode})`,
  "bad-instruction": ({ exitCode }) =>
    `this computer's processor lacks an instruction that it needs, usually AVX (exit code ${exitCode})`,
  crashed: ({ exitCode }) => `it crashed (exit code ${exitCode})`,
  stopped: ({ exitCode }) => `it was stopped (exit code ${exitCode})`,
  "not-executable": ({ exitCode }) => `its program cannot be run on this computer (exit code ${exitCode})`,
  "not-found": ({ exitCode }) => `its program is not in the image (exit code ${exitCode})`,
  "engine-failed": ({ exitCode }) => `Docker could not start it (exit code ${exitCode})`,
};

export const serviceErrors = {
  "unknown-service": ({ value, near: similar }) => ({
    message: `There is no service \`${value}\`${near(similar)}`,
    hint: "The services are `ollama` and `open-webui`",
  }),
  "service-not-ready": (facts) => ({ message: tellFailure(facts), hint: afterFailure(facts) }),
  "service-answered": ({ service, path, status, detail }) => ({
    message: `${serviceTitles[service]} answered ${path} with HTTP ${status}${detail === "" ? "" : `: ${detail}`}`,
    hint: `See its log: \`localgpt logs ${service} --tail 50\``,
  }),
  "service-unreachable": ({ service, detail, waitedMs }) => ({
    message: `${serviceTitles[service]} does not answer${waitedMs === null ? (detail === "" ? "" : `: ${detail}`) : ` (nothing came for ${format.duration(waitedMs)})`}`,
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
        : `${serviceTitles[service]} of \`${project}\` has no container on this Docker Engine`,
    hint: "Start it: `localgpt up`",
  }),
} satisfies Partial<ErrorTexts>;

function tellFailure(failure: ServiceFailure): string {
  const { service, reason, answer, exitCode, oomKilled, memoryLimitBytes, waitedMs } = failure;
  const name = serviceTitles[service];
  const limit = memoryLimitBytes === null ? "" : ` (its limit is ${format.memory(memoryLimitBytes)})`;
  const ending = tellEnding(exitCode, oomKilled, memoryLimitBytes);
  if (oomKilled) return `${name} was killed because it ran out of memory${limit}`;
  if (reason === "exited") return `${name} stopped${ending}`;
  if (reason === "restarting") return `${name} keeps stopping and restarting${ending}`;
  if (reason === "removed") return `The ${name} container was removed in the meantime`;
  if (reason === "paused") return `The ${name} container is paused`;
  if (reason === "silent") return `${name} runs, but has not answered for ${format.duration(waitedMs)}`;
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
  "In a virtual machine, pass the host CPU through (`host-passthrough`); a computer without AVX cannot run this version";

/** The last lines of a log, each on a line of its own; nothing for none. */
export function tellTail(logTail: string[]): string {
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
  if ((oomKilled || exitCode === 137) && services[service].takesMemory) {
    return `${log}Give it more memory (\`localgpt up --memory 6g\`) or use a smaller model (\`localgpt up --model llama3.2:1b\`)`;
  }
  if (oomKilled || exitCode === 137) {
    return `${log}Free some memory: close other programs, give Ollama less (\`localgpt up --memory 4g\`) or add fewer documents at a time on the page`;
  }
  if (reason === "silent" || reason === "failing") {
    return `${log}Restart it: \`localgpt restart ${service}\`; if that does not help, see more of its log: \`localgpt logs ${service} --tail 100\``;
  }
  if (reason === "timeout") return `${log}Give it more time: \`localgpt up --timeout 30m\``;
  if (reason === "paused" || reason === "removed") return `${log}Start it again: \`localgpt up\``;
  return `${log}See more of its log: \`localgpt logs ${service} --tail 100\``;
}
