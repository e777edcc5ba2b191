import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { execa } from "execa";

/** The Engine under test as a `DOCKER_HOST` address; throws when the environment names none. */
export function dockerHost(): string {
  return requiredVariable("LOCALGPT_TEST_DOCKER_HOST");
}

/** The test registry as `host:port`, the prefix of every image a test pulls; throws when the environment names none. */
export function registry(): string {
  return requiredVariable("LOCALGPT_TEST_REGISTRY");
}

function requiredVariable(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run ./scripts/lab.sh start, then eval "$(./scripts/lab.sh env)"`);
  }
  return value;
}

/** Runs the `docker` CLI against the Engine under test and returns its stdout; throws an ExecaError when it fails. */
export async function docker(...args: string[]): Promise<string> {
  // A context of the user's would compete with DOCKER_HOST.
  const { stdout } = await execa("docker", args, {
    env: { DOCKER_HOST: dockerHost(), DOCKER_CONTEXT: undefined },
    stdin: "ignore",
  });
  return stdout;
}

/** Runs `docker compose` (the oracle) against the Engine under test and returns its stdout; throws an ExecaError when it fails. */
export async function compose(...args: string[]): Promise<string> {
  return docker("compose", ...args);
}

/** A project name no other test uses, with `name` readable in it; the run's own id lets `scripts/test.sh` sweep what an interrupted run left. */
export function uniqueProject(name: string): string {
  const run = process.env.LOCALGPT_TEST_RUN ?? "manual";
  return `localgpt-test-${run}-${name}-${randomBytes(4).toString("hex")}`;
}

/** Throws when anything of `project` is left on the Engine: containers, networks or volumes, by Compose's label or by name. */
export async function leakCheck(project: string): Promise<void> {
  const leaks = await findLeaks(project);
  if (leaks.length > 0) {
    throw new Error(`left over from ${project}: ${leaks.join(", ")}`);
  }
}

/** Removes every container, network and volume of `project`, running or not: for the end of a test, whatever its outcome. */
export async function removeProject(project: string): Promise<void> {
  for (const leak of await findLeaks(project)) {
    const [kind = "", name = ""] = leak.split(" ");
    await docker(kind, "rm", ...(kind === "network" ? [] : ["--force"]), name);
  }
}

/** Every resource of `project` as `kind name`, containers first so that they can be removed in this order. */
async function findLeaks(project: string): Promise<string[]> {
  const lists = [
    { kind: "container", args: ["ps", "--all", "--format", "{{.Names}}"] },
    { kind: "network", args: ["network", "ls", "--format", "{{.Name}}"] },
    { kind: "volume", args: ["volume", "ls", "--format", "{{.Name}}"] },
  ];
  const leaks = await Promise.all(
    lists.map(async ({ kind, args }) => {
      const byLabel = await docker(...args, "--filter", `label=com.docker.compose.project=${project}`);
      const byName = await docker(...args, "--filter", `name=${project}`);
      return [...new Set(`${byLabel}\n${byName}`.split("\n"))].filter(Boolean).map((name) => `${kind} ${name}`);
    }),
  );
  return leaks.flat();
}

/** The tunnels still open into a running container: the command lines of its processes that hold a `/dev/tcp` connection. */
export async function openTunnels(container: string): Promise<string[]> {
  const processes = await docker("top", container, "-eo", "pid,args");
  return processes.split("\n").filter((line) => line.includes("/dev/tcp/"));
}

/** The connections from this machine into a running container: tunnels, and what has come over its bridge and is established. */
export async function openConnections(container: string): Promise<string[]> {
  const network = "{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}";
  const gateway = await docker("container", "inspect", "--format", network, container);
  // The kernel writes addresses backwards in hexadecimal, those of IPv4 also as a part of IPv6's.
  const bytes = gateway.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0"));
  const pattern = new RegExp(`^ *\\d+: \\S+ (?:0{16}FFFF0000)?${bytes.reverse().join("")}:\\S+ 01 `, "i");
  const sockets = await docker("exec", container, "cat", "/proc/net/tcp", "/proc/net/tcp6");
  return [...(await openTunnels(container)), ...sockets.split("\n").filter((line) => pattern.test(line))];
}

/** A TCP port of the loopback address that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}
