/** How one control of a benchmark stands; `manual` where only a person can judge it. */
export type Verdict = "pass" | "fail" | "manual";

/**
 * What is looked at of a stack: its containers as `docker inspect` and their kernel describe them, and its images by
 * name.
 */
export type StackView = {
  containers: ContainerView[];
  /** How the stack's own file names its images. */
  images: string[];
  swarm: boolean;
};

/** One container: the part of `docker inspect` that counts, `/proc/1/status` of its first process, and its programs. */
export type ContainerView = { inspect: Inspected; status: string; programs: string };

type Inspected = {
  Config: { User: string; Healthcheck?: { Test?: string[] } | null };
  State: { Health?: { Status: string } | null };
  Mounts: { Type: string; Source: string; Propagation: string }[];
  NetworkSettings: { Networks: Record<string, unknown> };
  HostConfig: {
    Privileged: boolean;
    CapAdd: string[] | null;
    SecurityOpt: string[] | null;
    PortBindings: Record<string, { HostIp: string; HostPort: string }[]> | null;
    NetworkMode: string;
    PidMode: string;
    IpcMode: string;
    UTSMode: string;
    UsernsMode: string;
    CgroupParent: string;
    Memory: number;
    NanoCpus: number;
    CpuShares: number;
    ReadonlyRootfs: boolean;
    RestartPolicy: { Name: string; MaximumRetryCount: number };
    Devices: unknown[] | null;
    PidsLimit: number | null;
  };
};

/**
 * A control of sections 4 and 5 of the CIS Docker Benchmark 1.6.0: its number, what it asks for in our words, how it is
 * judged.
 */
export type Control = { id: string; asks: string; judge: (stack: StackView) => Verdict };

const netRawBit = 13n;

const manual = () => "manual" as const;
/** Every container must hold up. */
const each =
  (holds: (container: ContainerView) => boolean): Control["judge"] =>
  ({ containers }) =>
    containers.length > 0 && containers.every(holds) ? "pass" : "fail";
const host = (holds: (config: Inspected["HostConfig"]) => boolean) => each(({ inspect }) => holds(inspect.HostConfig));
const published = ({ PortBindings }: Inspected["HostConfig"]) => Object.values(PortBindings ?? {}).flat();
const lacksOption = (pattern: RegExp) =>
  host(({ SecurityOpt }) => !(SecurityOpt ?? []).some((one) => pattern.test(one)));

/** The capabilities that the first process of a container could ever have, as bits. */
function boundingSet(status: string): bigint {
  return BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "invalid"}`);
}

/** All controls that speak of images and of containers, in the benchmark's order. */
export const controls: readonly Control[] = [
  { id: "4.1", asks: "a user other than root", judge: each(({ inspect }) => inspect.Config.User !== "") },
  { id: "4.2", asks: "base images that can be trusted", judge: manual },
  { id: "4.3", asks: "no packages that nobody needs", judge: manual },
  { id: "4.4", asks: "images scanned and rebuilt for security", judge: manual },
  // Only the program `docker` knows content trust, and neither file or program asks for signatures otherwise.
  { id: "4.5", asks: "signed images alone (content trust)", judge: () => "fail" },
  {
    id: "4.6",
    asks: "a health check for each image",
    judge: each(({ inspect }) => (inspect.Config.Healthcheck?.Test ?? []).length > 0),
  },
  { id: "4.7", asks: "package lists updated along with installing", judge: manual },
  { id: "4.8", asks: "no setuid and setgid bits", judge: manual },
  { id: "4.9", asks: "COPY in place of ADD", judge: manual },
  { id: "4.10", asks: "no secrets in Dockerfiles", judge: manual },
  { id: "4.11", asks: "verified packages alone", judge: manual },
  { id: "4.12", asks: "signatures of artifacts validated", judge: manual },
  { id: "5.1", asks: "no swarm mode", judge: ({ swarm }) => (swarm ? "fail" : "pass") },
  { id: "5.2", asks: "AppArmor, where there is one", judge: lacksOption(/^apparmor[=:]unconfined/) },
  { id: "5.3", asks: "SELinux, where there is one", judge: lacksOption(/^label[=:]disable/) },
  {
    id: "5.4",
    asks: "capabilities restricted, NET_RAW among them",
    judge: each(({ status }) => ((boundingSet(status) >> netRawBit) & 1n) === 0n),
  },
  { id: "5.5", asks: "no privileged containers", judge: host(({ Privileged }) => !Privileged) },
  {
    id: "5.6",
    asks: "no folders of the host",
    judge: each(({ inspect }) => inspect.Mounts.every(({ Type }) => Type === "volume")),
  },
  { id: "5.7", asks: "no sshd", judge: each(({ programs }) => !/\bsshd\b/.test(programs)) },
  {
    id: "5.8",
    asks: "no host ports below 1024",
    judge: host((config) => published(config).every(({ HostPort }) => Number(HostPort) >= 1024)),
  },
  {
    id: "5.9",
    asks: "no ports but those that are needed",
    judge: ({ containers }) =>
      containers.flatMap(({ inspect }) => published(inspect.HostConfig)).length === 1 ? "pass" : "fail",
  },
  { id: "5.10", asks: "a network of its own", judge: host(({ NetworkMode }) => NetworkMode !== "host") },
  { id: "5.11", asks: "a memory limit", judge: host(({ Memory }) => Memory > 0) },
  { id: "5.12", asks: "a CPU priority", judge: host(({ CpuShares, NanoCpus }) => CpuShares > 0 || NanoCpus > 0) },
  { id: "5.13", asks: "a root file system that is only read", judge: host(({ ReadonlyRootfs }) => ReadonlyRootfs) },
  {
    id: "5.14",
    asks: "ports on one address of the host",
    judge: host((config) => published(config).every(({ HostIp }) => !["", "0.0.0.0", "::"].includes(HostIp))),
  },
  {
    id: "5.15",
    asks: "at most 5 restarts after failures",
    judge: host(({ RestartPolicy: { Name, MaximumRetryCount } }) => Name === "on-failure" && MaximumRetryCount <= 5),
  },
  { id: "5.16", asks: "processes of its own", judge: host(({ PidMode }) => PidMode !== "host") },
  { id: "5.17", asks: "shared memory of its own", judge: host(({ IpcMode }) => IpcMode !== "host") },
  { id: "5.18", asks: "no devices of the host", judge: host(({ Devices }) => (Devices ?? []).length === 0) },
  { id: "5.19", asks: "ulimits, where the default does not fit", judge: manual },
  {
    id: "5.20",
    asks: "no shared mount propagation",
    judge: each(({ inspect }) => inspect.Mounts.every(({ Propagation }) => !Propagation.includes("shared"))),
  },
  { id: "5.21", asks: "a host name of its own", judge: host(({ UTSMode }) => UTSMode !== "host") },
  {
    id: "5.22",
    asks: "a seccomp profile",
    judge: each(({ status }) => /^Seccomp:\s*2$/m.test(status)),
  },
  { id: "5.23", asks: "no privileged exec", judge: manual },
  { id: "5.24", asks: "no exec as root", judge: manual },
  { id: "5.25", asks: "Docker's own cgroup", judge: host(({ CgroupParent }) => CgroupParent === "") },
  {
    id: "5.26",
    asks: "no new privileges",
    judge: each(({ status }) => /^NoNewPrivs:\s*1$/m.test(status)),
  },
  { id: "5.27", asks: "health checked while it runs", judge: each(({ inspect }) => Boolean(inspect.State.Health)) },
  {
    id: "5.28",
    asks: "versions pinned",
    judge: ({ images }) => (images.every((image) => /:v?\d+\.\d+\.\d+$/.test(image)) ? "pass" : "fail"),
  },
  { id: "5.29", asks: "a limit of processes", judge: host(({ PidsLimit }) => (PidsLimit ?? 0) > 0) },
  {
    id: "5.30",
    asks: "another network than docker0",
    judge: each(({ inspect }) => !Object.keys(inspect.NetworkSettings.Networks).includes("bridge")),
  },
  { id: "5.31", asks: "no user namespace of the host", judge: host(({ UsernsMode }) => UsernsMode !== "host") },
  {
    id: "5.32",
    asks: "no Docker socket inside",
    judge: each(({ inspect }) => inspect.Mounts.every(({ Source }) => !Source.includes("docker.sock"))),
  },
];
