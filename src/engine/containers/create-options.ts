import type Dockerode from "dockerode";
import { isServiceName, type ServiceName } from "../../core/services/services.ts";
import { hashService } from "../../core/stack/compose-hash.ts";
import { containerLabels, networkLabels, volumeLabels } from "../../core/stack/labels.ts";
import type { ComposeHealthcheck, ComposePort, ComposeService, Stack } from "../../core/stack/stack.ts";
import { containerName, networkKey, networkName, volumeName } from "../../core/stack/stack.ts";
import { parseDurationMs } from "../../core/values/parse-values.ts";

/** The origin of the stack, for the labels by which Compose finds its file again. */
export type StackOrigin = { composeFile: string; workingDir: string };

/**
 * The request that `docker compose up` would post for a service's container; a container made from it is up to date for
 * Compose.
 */
export function containerOptions(
  stack: Stack,
  service: ServiceName,
  { imageId, composeFile, workingDir }: StackOrigin & { imageId: string },
): Dockerode.ContainerCreateOptions {
  const definition = stack.services[service];
  const { ports = [], command, stop_grace_period: grace } = definition;
  const network = networkName(stack);
  return {
    AttachStdout: true,
    AttachStderr: true,
    Image: definition.image,
    Env: Object.entries(definition.environment).map(([name, value]) => `${name}=${value}`),
    ...(command && { Cmd: command }),
    ...(ports.length > 0 && { ExposedPorts: Object.fromEntries(ports.map((port) => [portKey(port), {}])) }),
    ...(grace && { StopTimeout: Math.floor(parseDurationMs(grace, { name: "stop_grace_period" }) / 1000) }),
    Healthcheck: healthcheckOptions(definition.healthcheck),
    Labels: containerLabels({
      project: stack.name,
      service,
      configHash: hashService(stack, service),
      imageId,
      dependsOn: dependsOnLabel(definition),
      composeFile,
      workingDir,
    }),
    HostConfig: { ...hostOptions(stack, definition), NetworkMode: network },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [containerName(stack, service), service] } } },
  };
}

/**
 * The request that creates the stack's network; `CheckDuplicate` because Engine 20.10 would create a second one of the
 * same name.
 */
export function networkOptions(stack: Pick<Stack, "name">): Dockerode.NetworkCreateOptions {
  const labels = networkLabels(stack.name, networkKey);
  return { Name: networkName(stack), Driver: "bridge", CheckDuplicate: true, Labels: labels };
}

/** The request that creates a service's volume. */
export function volumeOptions(stack: Stack, service: ServiceName): Dockerode.VolumeCreateOptions {
  return { Name: volumeName(stack, service), Labels: volumeLabels(stack.name, service) };
}

function hostOptions(stack: Stack, definition: ComposeService): Dockerode.HostConfig {
  const { ports = [], devices = [], deploy, logging, cpus } = definition;
  const requests = deviceRequests(devices, deploy);
  const files = devices.filter((device) => !isCdiDevice(device));
  return {
    Binds: definition.volumes.map((volume) => bind(stack, volume)),
    PortBindings: Object.fromEntries(
      ports.map((port) => [portKey(port), [{ HostIp: port.host_ip, HostPort: port.published }]]),
    ),
    RestartPolicy: { Name: definition.restart, MaximumRetryCount: 0 },
    ...(logging && { LogConfig: { Type: logging.driver, Config: logging.options } }),
    ...(cpus !== undefined && { NanoCpus: Math.round(cpus * 1e9) }),
    ...(definition.mem_limit !== undefined && { Memory: definition.mem_limit }),
    ...(definition.pids_limit !== undefined && { PidsLimit: definition.pids_limit }),
    ...(definition.init !== undefined && { Init: definition.init }),
    ...(definition.group_add && { GroupAdd: definition.group_add }),
    ...(definition.security_opt && { SecurityOpt: definition.security_opt }),
    ...(definition.cap_add && { CapAdd: definition.cap_add }),
    ...(definition.cap_drop && { CapDrop: definition.cap_drop }),
    ...(files.length > 0 && { Devices: files.map(deviceOptions) }),
    ...(requests.length > 0 && { DeviceRequests: requests }),
  };
}

function portKey({ target }: ComposePort): string {
  return `${target}/tcp`;
}

function bind(stack: Stack, volume: string): string {
  const [key = "", target = "", mode = "rw"] = volume.split(":");
  const name = isServiceName(key) ? volumeName(stack, key) : `${stack.name}_${key}`;
  return `${name}:${target}:${mode}`;
}

function healthcheckOptions(healthcheck: ComposeHealthcheck): Dockerode.HealthConfig {
  const nanoseconds = (field: "interval" | "timeout" | "start_period") =>
    parseDurationMs(healthcheck[field], { name: `healthcheck.${field}` }) * 1e6;
  return {
    Test: healthcheck.test,
    Interval: nanoseconds("interval"),
    Timeout: nanoseconds("timeout"),
    StartPeriod: nanoseconds("start_period"),
    Retries: healthcheck.retries,
  };
}

/** Compose's form `service:condition:restart`, which gives it the order without its file. */
function dependsOnLabel({ depends_on: dependencies = {} }: ComposeService): string {
  return Object.entries(dependencies)
    .map(([service, { condition }]) => `${service}:${condition}:false`)
    .join(",");
}

/** A device by its CDI name `vendor/class=name` rather than by its file. */
function isCdiDevice(device: string): boolean {
  return /^[A-Za-z][\w.-]*\/[\w.-]+=/.test(device);
}

function deviceOptions(device: string) {
  const [source = "", target = source, permissions = "rwm"] = device.split(":");
  return { PathOnHost: source, PathInContainer: target, CgroupPermissions: permissions };
}

function deviceRequests(devices: string[], deploy: ComposeService["deploy"]): Dockerode.DeviceRequest[] {
  const cdi = devices.filter(isCdiDevice);
  const reserved = deploy?.resources.reservations.devices ?? [];
  return [
    ...(cdi.length > 0 ? [{ Driver: "cdi", Count: 0, DeviceIDs: cdi }] : []),
    ...reserved.map(({ driver, count, capabilities }) => ({
      Driver: driver,
      Count: count === "all" ? -1 : count,
      Capabilities: [capabilities],
    })),
  ];
}
