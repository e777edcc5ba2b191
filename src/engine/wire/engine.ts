import type Dockerode from "dockerode";
import type { EndpointAttempt } from "../../core/facts/vocabulary.ts";

/** TLS material of a tcp endpoint, each part as in its file, null if there is no file. */
export type Tls = { ca: Buffer | null; cert: Buffer | null; key: Buffer | null; verify: boolean };

/** Where an Engine listens; `address` is how Docker writes it (`unix:///var/run/docker.sock`). */
export type Endpoint = { address: string; source: EndpointAttempt["source"] } & (
  | { kind: "socket"; path: string }
  | { kind: "tcp"; host: string; port: number; tls: Tls | null }
  | { kind: "ssh"; user: string | null; host: string; port: number | null; socket: string | null }
);

/** A connected Docker Engine: dockerode pinned to one API version, and the Engine's place and kind. */
export type Engine = {
  docker: Dockerode;
  endpoint: Endpoint;
  apiVersion: string;
  engineVersion: string;
  /**
   * Whether its containers share this process's kernel and file system: a socket of this machine, without a virtual
   * machine in between.
   */
  isLocal: boolean;
  /** The environment it was found in; registry credentials depend on it. */
  environment: NodeJS.ProcessEnv;
  /** Reports that it makes a call wait. */
  tellWaiting: (action: string, waitedMs: number) => void;
};

/** Whether the Engine speaks at least this API version, such as `1.42`. */
export function hasApi(engine: Pick<Engine, "apiVersion">, version: string): boolean {
  return compareApiVersions(engine.apiVersion, version) >= 0;
}

/** Negative, zero or positive as the first API version is older than, the same as or newer than the second. */
export function compareApiVersions(first: string, second: string): number {
  const [firstMajor = 0, firstMinor = 0] = first.split(".").map(Number);
  const [secondMajor = 0, secondMinor = 0] = second.split(".").map(Number);
  return firstMajor - secondMajor || firstMinor - secondMinor;
}
