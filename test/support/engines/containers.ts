import { get, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { type ServiceName, services } from "../../../src/core/services/services.ts";
import { waitUntil } from "../program/progress.ts";
import { docker } from "./docker.ts";
import { engineApi } from "./engine-api.ts";

/** What `docker inspect` says of a container, as far as tests look at it. */
export type ContainerFacts = {
  Id: string;
  Image: string;
  State: { Status: string; ExitCode: number };
  Config: { Image: string; Env: string[]; Labels: Record<string, string> };
  HostConfig: {
    Memory: number;
    NanoCpus: number;
    RestartPolicy: { Name: string };
    DeviceRequests: unknown[] | null;
    Devices: unknown[] | null;
  };
  NetworkSettings: {
    Ports: Record<string, { HostIp: string; HostPort: string }[] | null>;
    Networks: Record<string, { Aliases: string[] | null }>;
  };
  Mounts: { Type: string; Name: string; Destination: string }[];
};

/** The container of a service, by Compose's name for it. */
export function containerOf({ project }: { project: string }, service: ServiceName): string {
  return `${project}-${service}-1`;
}

/** What `docker inspect` says about the container of a service; throws if it does not exist. */
export async function inspectService(workspace: { project: string }, service: ServiceName): Promise<ContainerFacts> {
  const [facts] = JSON.parse(await docker("container", "inspect", containerOf(workspace, service))) as ContainerFacts[];
  if (facts === undefined) throw new Error(`no container of ${service}`);
  return facts;
}

/** The value of a variable in a container's environment. */
export function variable(facts: ContainerFacts, name: string): string | undefined {
  return facts.Config.Env.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
}

/**
 * Waits until Docker has just begun to rest before it starts a crashing container again, which it does longer each time
 * (1.6 s after four starts): a signal that is sent then finds no process that is only starting, and the container keeps
 * how it ended last.
 */
export async function waitForLongRest(container: string): Promise<void> {
  const look = () => engineApi().getContainer(container).inspect();
  const { RestartCount: before } = await look();
  await waitUntil(`Docker rests once more before it starts ${container}`, async () => {
    const { State: state, RestartCount: restarts } = await look();
    return state.Restarting && restarts >= 4 && restarts > before;
  });
}

/**
 * The names of the models that Ollama of this stack has on its disk, asked over its bridge by a connection that is
 * closed again.
 */
export async function modelsOf(workspace: { project: string }): Promise<string[]> {
  const facts = await engineApi().getContainer(containerOf(workspace, "ollama")).inspect();
  const [network] = Object.values(facts.NetworkSettings.Networks);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: network?.IPAddress, port: services.ollama.port, path: "/api/tags", agent: false }, resolve).once(
      "error",
      reject,
    );
  });
  const { models } = (await json(answer)) as { models: { name: string }[] };
  return models.map(({ name }) => name);
}

/** Has Ollama of this stack load a model into memory, as a chat would. */
export async function loadModel(workspace: { project: string }, model: string): Promise<void> {
  const body = JSON.stringify({ model, prompt: "", stream: false });
  const request = `POST /api/generate HTTP/1.1\r\nHost: ollama\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const script = 'exec 3<>/dev/tcp/127.0.0.1/11434; printf %s "$1" >&3; cat <&3';
  await docker("exec", containerOf(workspace, "ollama"), "bash", "-c", script, "bash", request);
}
