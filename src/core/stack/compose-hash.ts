import { createHash } from "node:crypto";
import type { ServiceName } from "../services/services.ts";
import { parseDurationMs } from "../values/parse-values.ts";
import type { ComposeDeviceRequest, ComposeService, Stack } from "./stack.ts";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Compose's config hash of a service: SHA-256 (hex) of Go's JSON of the normalised definition, without `depends_on`
 * (pkg/compose/hash.go of Compose v2.29.3 and later). Fields stand in the order of compose-go's struct, maps are sorted
 * by key; a container whose label differs from it is recreated.
 */
export function hashService(stack: Stack, service: ServiceName): string {
  return createHash("sha256")
    .update(goJson(normaliseService(stack.services[service])))
    .digest("hex");
}

function normaliseService(service: ComposeService): Json {
  return present({
    cap_add: service.cap_add,
    cap_drop: service.cap_drop,
    cpus: service.cpus,
    command: service.command ?? null,
    deploy: service.deploy && normaliseDeploy(service.deploy),
    devices: service.devices?.map(normaliseDevice),
    entrypoint: null,
    environment: sortKeys(service.environment),
    group_add: service.group_add,
    healthcheck: {
      test: service.healthcheck.test,
      timeout: goDuration(service.healthcheck.timeout),
      interval: goDuration(service.healthcheck.interval),
      retries: service.healthcheck.retries,
      start_period: goDuration(service.healthcheck.start_period),
    },
    image: service.image,
    init: service.init,
    logging: service.logging && { driver: service.logging.driver, options: sortKeys(service.logging.options) },
    mem_limit: service.mem_limit === undefined ? undefined : String(service.mem_limit),
    networks: Object.fromEntries([...service.networks].sort().map((key) => [key, null])),
    pids_limit: service.pids_limit,
    ports: service.ports?.map((port) => ({
      mode: "ingress",
      host_ip: port.host_ip,
      target: port.target,
      published: port.published,
      protocol: "tcp",
    })),
    restart: service.restart,
    security_opt: service.security_opt,
    stop_grace_period: service.stop_grace_period && goDuration(service.stop_grace_period),
    volumes: service.volumes.map(normaliseVolume),
  });
}

function normaliseDeploy(deploy: NonNullable<ComposeService["deploy"]>): Json {
  const devices = deploy.resources.reservations.devices.map((request: ComposeDeviceRequest) => ({
    capabilities: request.capabilities,
    driver: request.driver,
    count: request.count === "all" ? -1 : request.count,
  }));
  return { resources: { reservations: { devices } }, placement: {} };
}

function normaliseDevice(text: string): Json {
  const [source = "", target = source, permissions = "rwm"] = text.split(":");
  return { source, target, permissions };
}

function normaliseVolume(text: string): Json {
  const [source = "", target = ""] = text.split(":");
  return { type: "volume", source, target, volume: {} };
}

/** A duration as Go prints it: `1m30s`, `5m0s`, `500ms`. */
function goDuration(text: string): string {
  const totalMs = parseDurationMs(text, { name: "duration" });
  if (totalMs < 1000) return `${totalMs}ms`;
  const hours = Math.floor(totalMs / 3_600_000);
  const minutes = Math.floor(totalMs / 60_000) % 60;
  const seconds = (totalMs % 60_000) / 1000;
  return `${hours > 0 ? `${hours}h` : ""}${hours > 0 || minutes > 0 ? `${minutes}m` : ""}${seconds}s`;
}

function sortKeys(map: Record<string, string>): Record<string, string> {
  const byBytes = ([a]: [string, string], [b]: [string, string]) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Object.fromEntries(Object.entries(map).sort(byBytes));
}

/** Drops what Go's `omitempty` drops: unset fields and empty lists. */
function present(fields: Record<string, Json | undefined>): Json {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as Json;
}

/** JSON as Go's encoder writes it: `<`, `>`, `&` and the two line separators escaped. */
function goJson(value: Json): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
