import { spawn } from "node:child_process";
import { Agent } from "node:http";
import type { Duplex } from "node:stream";
import { ByteStream } from "./byte-stream.ts";
import type { Endpoint } from "./engine.ts";

type SshEndpoint = Extract<Endpoint, { kind: "ssh" }>;

/** A connection that ssh could not make or lost, in ssh's own words. */
class SshError extends Error {
  readonly code = "ESSH";
}

/**
 * An http.Agent whose connections are `ssh … docker system dial-stdio`, as the docker CLI does it: the person's own ssh
 * configuration, keys and known hosts count. It never asks for anything: keys with a passphrase need an agent.
 */
export function createSshAgent(endpoint: SshEndpoint, environment: NodeJS.ProcessEnv): Agent {
  return new SshAgent(endpoint, environment);
}

/** The arguments of `ssh` for one connection. */
export function sshArguments({ user, host, port, socket }: SshEndpoint): string[] {
  return [
    ...(user === null ? [] : ["-l", user]),
    ...(port === null ? [] : ["-p", String(port)]),
    ...["-o", "ConnectTimeout=10", "-o", "BatchMode=yes", "-T", "--", host],
    ...["docker", ...(socket === null ? [] : ["--host", `unix://${socket}`]), "system", "dial-stdio"],
  ];
}

class SshAgent extends Agent {
  readonly #endpoint: SshEndpoint;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(endpoint: SshEndpoint, environment: NodeJS.ProcessEnv) {
    super({ keepAlive: true });
    this.#endpoint = endpoint;
    this.#environment = environment;
  }

  override createConnection(): Duplex {
    return openSsh(this.#endpoint, this.#environment);
  }

  override keepSocketAlive(stream: Duplex): boolean {
    (stream as ByteStream).unref();
    return true;
  }
}

function openSsh(endpoint: SshEndpoint, environment: NodeJS.ProcessEnv): Duplex {
  const child = spawn("ssh", sshArguments(endpoint), { env: environment, windowsHide: true });
  const pipes = [child.stdin, child.stdout, child.stderr] as unknown as { ref(): void; unref(): void }[];
  const stream = new ByteStream({
    resume: () => child.stdout.resume(),
    send: (bytes, done) => child.stdin.write(bytes, () => done()),
    finish: () => child.stdin.end(),
    release: () => child.kill(),
    hold: (alive) => {
      for (const part of [child, ...pipes]) alive ? part.ref() : part.unref();
    },
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  child.stdout.on("data", (bytes: Buffer) => stream.receive(bytes) || child.stdout.pause());
  // How ssh ends explains a broken pipe.
  child.stdin.on("error", () => {});
  child.on("error", (error) => stream.destroy(new SshError(error.message, { cause: error })));
  child.on("close", (exitCode) => {
    if (exitCode === 0 || stream.destroyed) stream.receiveEnd();
    else stream.destroy(new SshError(complaint.trim() || `ssh ended with ${exitCode}`));
  });
  return stream;
}
