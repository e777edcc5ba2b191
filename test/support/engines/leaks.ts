import { engineApi, listResources, type Resources } from "./engine-api.ts";

/**
 * Throws when anything of `project` is left on the Engine: containers, networks or volumes, by Compose's label or by
 * name.
 */
export async function leakCheck(project: string): Promise<void> {
  const { containers, networks, volumes } = await findLeaks(project);
  const named = (kind: string, names: string[]) => names.map((name) => `${kind} ${name}`);
  const leaks = [...named("container", containers), ...named("network", networks), ...named("volume", volumes)];
  if (leaks.length > 0) throw new Error(`left over from ${project}: ${leaks.join(", ")}`);
}

/**
 * Removes every container, network and volume of `project`, running or not: for the end of a test, whatever its
 * outcome.
 */
export async function removeProject(project: string): Promise<void> {
  const { containers, networks, volumes } = await findLeaks(project);
  const api = engineApi();
  for (const name of containers) await api.getContainer(name).remove({ force: true });
  for (const name of networks) await api.getNetwork(name).remove();
  for (const name of volumes) await api.getVolume(name).remove({ force: true });
}

/** Every resource of `project`. */
async function findLeaks(project: string): Promise<Resources> {
  const [byLabel, byName] = await Promise.all([
    listResources({ label: [`com.docker.compose.project=${project}`] }),
    listResources({ name: [project] }),
  ]);
  const both = (kind: keyof Resources) => [...new Set([...byLabel[kind], ...byName[kind]])];
  return { containers: both("containers"), networks: both("networks"), volumes: both("volumes") };
}
