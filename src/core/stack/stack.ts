import type { ServiceName } from "../services/services.ts";

/** A service of the Compose document, in Compose's own words; only the fields that localgpt renders. */
export type ComposeService = {
  image: string;
  command?: string[];
  environment: Record<string, string>;
  ports?: ComposePort[];
  volumes: string[];
  networks: string[];
  depends_on?: Record<string, { condition: "service_healthy" | "service_started" }>;
  devices?: string[];
  group_add?: string[];
  security_opt?: string[];
  cap_drop?: string[];
  cap_add?: string[];
  init?: boolean;
  pids_limit?: number;
  cpus?: number;
  mem_limit?: number;
  restart: "unless-stopped";
  stop_grace_period?: string;
  healthcheck: ComposeHealthcheck;
  logging?: { driver: string; options: Record<string, string> };
  deploy?: { resources: { reservations: { devices: ComposeDeviceRequest[] } } };
};

/** A published port in Compose's long form, so that no reader has to guess the order. */
export type ComposePort = { host_ip: string; published: string; target: number };

export type ComposeHealthcheck = {
  test: string[];
  interval: string;
  timeout: string;
  retries: number;
  start_period: string;
};

export type ComposeDeviceRequest = { driver: string; count: "all" | number; capabilities: string[] };

/** The typed Compose document: one bridge network, one named volume for each service. */
export type Stack = {
  name: string;
  services: Record<ServiceName, ComposeService>;
  networks: Record<string, { driver: "bridge" }>;
  volumes: Record<string, { name: string } | null>;
};

/** The key of the one network in the document. */
export const networkKey = "localgpt";

/** The Engine's name of the stack's network. */
export function networkName(stack: Pick<Stack, "name">): string {
  return `${stack.name}_${networkKey}`;
}

/**
 * The Engine's name of a service's volume: the document's, else Compose's, with the service's name as the key.
 */
export function volumeName(stack: Pick<Stack, "name"> & Partial<Stack>, service: ServiceName): string {
  return stack.volumes?.[service]?.name ?? `${stack.name}_${service}`;
}

/** The Engine's name of a service's container. */
export function containerName(stack: Pick<Stack, "name">, service: ServiceName): string {
  return `${stack.name}-${service}-1`;
}
