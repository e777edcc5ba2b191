import { engineApi, listResources } from "../engines/engine-api.ts";
import { waitUntil } from "../program/progress.ts";
import { asRoot } from "../program/root.ts";

/**
 * The tunnels still open into a running container: the command lines of its processes that hold a `/dev/tcp`
 * connection.
 */
export async function openTunnels(container: string): Promise<string[]> {
  const { Processes: processes } = await engineApi().getContainer(container).top({ ps_args: "-eo pid,args" });
  return (processes as string[][]).map((cells) => cells.join(" ")).filter((line) => line.includes("/dev/tcp/"));
}

/**
 * The connections from this machine into a running container: tunnels, and what has come over its bridge and is
 * established.
 */
export async function openConnections(container: string): Promise<string[]> {
  const { NetworkSettings: network, State: state } = await engineApi().getContainer(container).inspect();
  const gateway = Object.values(network.Networks)[0]?.Gateway ?? "";
  // The kernel writes addresses backwards in hexadecimal, those of IPv4 also as a part of IPv6's.
  const bytes = gateway.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0"));
  const pattern = new RegExp(`^ *\\d+: \\S+ (?:0{16}FFFF0000)?${bytes.reverse().join("")}:\\S+ 01 `, "i");
  const { stdout: sockets } = await asRoot("cat", `/proc/${state.Pid}/net/tcp`, `/proc/${state.Pid}/net/tcp6`);
  return [
    ...(await openTunnels(container)),
    ...String(sockets)
      .split("\n")
      .filter((line) => pattern.test(line)),
  ];
}

/**
 * Waits until nothing from this machine is connected to a container any more, even because the container has ended
 * since.
 */
export async function waitForSilence(container: string): Promise<void> {
  await waitUntil(`${container} has no connection left`, async () => {
    try {
      return (await openConnections(container)).length === 0;
    } catch (error) {
      if ((await listResources({ name: [container] })).states[container] === "running") throw error;
      return true;
    }
  });
}
