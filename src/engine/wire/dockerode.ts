import { type AgentOptions, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { inspect } from "node:util";
import type Dockerode from "dockerode";
import type { Endpoint } from "./engine.ts";
import { createSshAgent } from "./ssh.ts";

/**
 * dockerode bound to this endpoint alone: everything it would take from the environment is overwritten.
 */
export async function createDockerode(endpoint: Endpoint, environment: NodeJS.ProcessEnv): Promise<Dockerode> {
  const { default: Docker } = await import("dockerode");
  const nothing = { socketPath: undefined, host: undefined, port: undefined, timeout: undefined };
  const noFiles = { ca: undefined, cert: undefined, key: undefined };
  const options = { ...nothing, ...noFiles, headers: {}, protocol: "http", ...transport(endpoint, environment) };
  if ("agent" in options) hideFromInspect(options.agent as object);
  const docker = new Docker(options as Dockerode.DockerOptions);
  readWholeAnswers(docker);
  return docker;
}

/** Closes the connections of a dockerode, whatever they are doing. */
export function closeConnections(docker: Dockerode): void {
  (docker.modem as unknown as { agent: HttpAgent }).agent.destroy();
}

/**
 * docker-modem inspects the options of every request to any depth, for a debug line: open sockets cost it milliseconds
 * each time.
 */
function hideFromInspect(agent: object): void {
  Object.defineProperty(agent, inspect.custom, { value: () => "Agent" });
}

// Without a name Node would check whether `localhost` is an address, with a pattern that takes milliseconds to compile.
const onSocket: AgentOptions & { servername: string } = { keepAlive: true, servername: "" };

function transport(endpoint: Endpoint, environment: NodeJS.ProcessEnv): object {
  if (endpoint.kind === "socket") return { socketPath: endpoint.path, agent: new HttpAgent(onSocket) };
  if (endpoint.kind === "ssh") return { host: "docker", port: 80, agent: createSshAgent(endpoint, environment) };
  const { host, port, tls } = endpoint;
  if (tls === null) return { host, port, agent: new HttpAgent({ keepAlive: true }) };
  const files = { ca: tls.ca ?? undefined, cert: tls.cert ?? undefined, key: tls.key ?? undefined };
  const agent = new HttpsAgent({ ...files, rejectUnauthorized: tls.verify, keepAlive: true });
  return { host, port, ...files, agent, protocol: "https" };
}

type DialOptions = { isStream?: boolean; hijack?: boolean; openStdin?: boolean };
type Dial = (options: DialOptions, callback: (error: unknown, answer: unknown) => void) => void;

/**
 * Reads answers in docker-modem's place: 5.0.7 waits for ever for the rest of one that breaks off, and passes on the
 * bytes of one that is not JSON as if they were the result.
 */
function readWholeAnswers(docker: Dockerode): void {
  const modem = docker.modem as unknown as { dial: Dial };
  const dial = modem.dial.bind(modem);
  modem.dial = (options, callback) => {
    if (options.isStream || options.hijack || options.openStdin) return dial(options, callback);
    dial({ ...options, isStream: true }, (error, answer) => {
      if (error) return callback(error, null);
      text(answer as Readable)
        .then((body) => (body.trim() === "" ? null : JSON.parse(body)))
        .then(
          (json) => callback(null, json),
          (failure) => callback(failure, null),
        );
    });
  };
}
