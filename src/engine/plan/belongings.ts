import type Dockerode from "dockerode";
import type { OwnedImage, OwnedNetwork } from "../../core/plan/belongings.ts";
import { isOwnVolume } from "../../core/plan/own-volumes.ts";
import { isServiceName } from "../../core/services/services.ts";
import { label } from "../../core/stack/labels.ts";
import type { ObservedContainer } from "../../core/stack/observation.ts";
import { networkName } from "../../core/stack/stack.ts";
import { familiarName } from "../../core/values/image-reference.ts";
import { shownName } from "../containers/containers.ts";
import { listProjectContainers, readImage } from "../containers/observe.ts";
import { listVolumes } from "../machine/volumes.ts";
import { callEngine } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";

/**
 * What to look for: the project, names that its volumes may have whatever their labels, volumes `recorded` as its own,
 * images by name, and untagged ones by id.
 */
export type BelongingsRequest = {
  project: string;
  volumes: string[];
  recorded: string[];
  images: string[];
  imageIds: string[];
};

/** Names of containers by what they use. */
type Users = { volumes: Map<string, string[]>; networks: Map<string, string[]>; images: Map<string, string[]> };

/** Everything of a project on the Engine; what others use of it is listed by their containers. */
export type EngineBelongings = {
  containers: ObservedContainer[];
  leftovers: { id: string; name: string }[];
  strangers: string[];
  networks: OwnedNetwork[];
  volumes: { name: string; isOurs: boolean; users: string[] }[];
  images: OwnedImage[];
};

/**
 * Finds everything with the project's label, with the names of its volumes and its images, and who else uses it.
 */
export async function observeBelongings(
  engine: Engine,
  request: BelongingsRequest,
  signal: AbortSignal,
): Promise<EngineBelongings> {
  const { project } = request;
  const filters = JSON.stringify({ label: [`${label.project}=${project}`] });
  const [containers, everyContainer, networks, volumes] = await Promise.all([
    listProjectContainers(engine, project, signal),
    callEngine(engine, { action: "list-containers", signal }, (abortSignal) =>
      engine.docker.listContainers({ all: true, abortSignal }),
    ),
    callEngine(engine, { action: "list-networks", signal }, (abortSignal) =>
      engine.docker.listNetworks({ filters, abortSignal }),
    ),
    listVolumes(engine, signal),
  ]);
  const ofProject = everyContainer.filter(({ Labels }) => Labels?.[label.project] === project);
  const leftovers = ofProject.filter(isLeftover);
  const going = new Set([...containers, ...leftovers.map(({ Id: id }) => ({ id }))].map(({ id }) => id));
  const users = findUsers(everyContainer.filter(({ Id }) => !going.has(Id)));
  const owned = volumes.filter(({ name, labels }) => {
    return labels[label.project] === project || [...request.volumes, ...request.recorded].includes(name);
  });
  return {
    containers: containers.sort((first, second) => first.name.localeCompare(second.name)),
    leftovers: leftovers.map((container) => ({ id: container.Id, name: shownName(container) })),
    strangers: ofProject.filter((container) => isStranger(container)).map(shownName),
    networks: networks.map(({ Name: name }) => {
      return { name, isOurs: name === networkName({ name: project }), users: users.networks.get(name) ?? [] };
    }),
    volumes: owned
      .map((volume) => {
        const { name } = volume;
        return { name, isOurs: isOwnVolume(volume, project, request.recorded), users: users.volumes.get(name) ?? [] };
      })
      .sort((first, second) => first.name.localeCompare(second.name)),
    images: await findImages(engine, request, users, signal),
  };
}

function isLeftover({ Labels: labels }: Dockerode.ContainerInfo): boolean {
  return labels[label.ownOneOff] === "True";
}

/** A container that `docker compose run` made, or of a service that is not ours. */
function isStranger(container: Dockerode.ContainerInfo): boolean {
  const { Labels: labels } = container;
  return !isLeftover(container) && (labels[label.oneoff] === "True" || !isServiceName(labels[label.service] ?? ""));
}

function findUsers(containers: Dockerode.ContainerInfo[]): Users {
  const users: Users = { volumes: new Map(), networks: new Map(), images: new Map() };
  const add = (map: Map<string, string[]>, key: string, name: string) => map.set(key, [...(map.get(key) ?? []), name]);
  for (const container of containers) {
    const name = shownName(container);
    for (const { Type, Name: volume } of container.Mounts ?? []) {
      if (Type === "volume" && volume) add(users.volumes, volume, name);
    }
    for (const network of Object.keys(container.NetworkSettings?.Networks ?? {})) add(users.networks, network, name);
    add(users.images, container.ImageID, name);
  }
  return users;
}

/**
 * The existing ones among the requested images; one by its id only if it has no name, because then nobody else can mean
 * it.
 */
async function findImages(
  engine: Engine,
  { images, imageIds }: BelongingsRequest,
  users: Users,
  signal: AbortSignal,
): Promise<OwnedImage[]> {
  const names = [...new Set(images.map(familiarName))];
  const named = await Promise.all(names.map((name) => readImage(engine, name, signal)));
  const nameless = await Promise.all([...new Set(imageIds)].map((id) => readImage(engine, id, signal)));
  const describe = (name: string, { Id: id, Size: sizeBytes, RepoTags: tags }: Dockerode.ImageInspectInfo) => {
    const otherNames = (tags ?? []).filter((tag) => !names.includes(tag));
    return { name, id, sizeBytes, otherNames, users: users.images.get(id) ?? [] };
  };
  return [
    ...named.flatMap((image, index) => (image === null ? [] : [describe(names[index] ?? image.Id, image)])),
    ...nameless.flatMap((image) => {
      return image === null || (image.RepoTags ?? []).length > 0 ? [] : [describe(image.Id, image)];
    }),
  ];
}
