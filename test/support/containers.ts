import type { ServiceName } from "../../src/core/names.ts";
import { docker } from "./lab.ts";

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

/** What `docker inspect` says of the container of a service; throws where there is none. */
export async function inspectService(workspace: { project: string }, service: ServiceName): Promise<ContainerFacts> {
  const [facts] = JSON.parse(await docker("container", "inspect", containerOf(workspace, service))) as ContainerFacts[];
  if (facts === undefined) throw new Error(`no container of ${service}`);
  return facts;
}

/** The value of a variable in a container's environment. */
export function variable(facts: ContainerFacts, name: string): string | undefined {
  return facts.Config.Env.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The names of the models that Ollama of this stack has on its disk. */
export async function modelsOf(workspace: { project: string }): Promise<string[]> {
  const table = await docker("exec", containerOf(workspace, "ollama"), "ollama", "list");
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.split(/\s+/)[0] ?? "");
}

/** Has Ollama of this stack load a model into memory, as a chat would. */
export async function loadModel(workspace: { project: string }, model: string): Promise<void> {
  const body = JSON.stringify({ model, prompt: "", stream: false });
  const request = `POST /api/generate HTTP/1.1\r\nHost: ollama\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const script = 'exec 3<>/dev/tcp/127.0.0.1/11434; printf %s "$1" >&3; cat <&3';
  await docker("exec", containerOf(workspace, "ollama"), "bash", "-c", script, "bash", request);
}
