import type { Cause, Operation, OperationKind } from "../run/operations.ts";
import type { Belongings, OwnedNetwork, OwnedVolume } from "./belongings.ts";
import { planDown } from "./plan.ts";

/** What stays when a stack is uninstalled: the person's data, or nothing. */
export type UninstallMode = "keep-data" | "purge";

/** Something that goes or stays, files by their path in the stack's folder; `sizeBytes` null if unknown. */
export type Belonging = {
  kind: "container" | "network" | "volume" | "image" | "file";
  name: string;
  sizeBytes: number | null;
};

/** Why something stays; the words for each are in `words.uninstall.reasons`. */
export type StayReason =
  /** The person keeps their data. */
  | "data"
  /** Other containers (`users`) use it. */
  | "in-use"
  /** Somebody else made it, though it has one of our names or is in our folder. */
  | "foreign"
  /** It identifies the project for the next uninstall. */
  | "needed"
  /** Backups are kept after what they were made from is gone. */
  | "backup";

export type Staying = Belonging & { reason: StayReason; users: string[] };

/** What an uninstall does, as operations and as the things that are removed and kept. */
export type UninstallPlan = { operations: Operation[]; goes: Belonging[]; stays: Staying[] };

/**
 * The file that names a folder's project; it is removed last, so that after a killed run the next one can go on.
 */
export const settingsFile = "settings.yaml";

/**
 * The operations that remove a project: containers first, then network and volumes; images after the volumes, because a
 * backup needs them; files last. Nothing that others made or use is among them.
 */
export function planUninstall(belongings: Belongings, mode: UninstallMode): UninstallPlan {
  const { containers, leftovers, folder } = belongings;
  const operations = planDown(containers, null);
  const add = (id: string, what: OperationKind, after: string[]): string => {
    operations.push({ ...what, id, cause: requested, after });
    return id;
  };
  for (const { id, name } of leftovers) add(`remove:${name}`, { kind: "remove-leftover", container: id, name }, []);
  const alone = operations.filter(({ kind }) => kind !== "stop-container").map(({ id }) => id);
  const networks = belongings.networks.map((network) => ({ ...network, reason: whyNetworkStays(network) }));
  const unjoined = networks.filter(({ reason }) => reason === null);
  for (const { name: network } of unjoined) add(`network:${network}`, { kind: "remove-network", network }, alone);
  const volumes = belongings.volumes.map((volume) => ({ ...volume, reason: whyVolumeStays(volume, mode) }));
  const doomed = volumes.filter(({ reason }) => reason === null);
  const emptied = doomed.map(({ name: volume }) => {
    return add(`volume:${volume}`, { kind: "remove-volume", volume }, alone);
  });
  const unused = belongings.images.filter(isUnused);
  for (const { name: image } of unused) {
    add(`image:${image}`, { kind: "remove-image", image }, [...alone, ...emptied]);
  }
  const isStuck = mode === "purge" && volumes.some(({ reason }) => reason === "in-use");
  const whyFileStays = (name: string): StayReason | null => {
    if (mode === "keep-data") return "data";
    return isStuck && name === settingsFile ? "needed" : null;
  };
  const files = belongings.files.own.map((file) => ({ ...file, reason: whyFileStays(file.name) }));
  const lost = files.filter(({ reason }) => reason === null);
  if (lost.length > 0) {
    const before = operations.map(({ id }) => id);
    add("files", { kind: "remove-files", folder, names: lost.map(({ name }) => name) }, before);
  }
  return {
    operations,
    goes: [
      ...[...containers, ...leftovers].map(({ name }) => describe("container", name)),
      ...unjoined.map(({ name }) => describe("network", name)),
      ...doomed.map(({ name, sizeBytes }) => describe("volume", name, sizeBytes)),
      // Under another name it stays on the disk.
      ...unused.map(({ name, sizeBytes, otherNames }) => {
        return describe("image", name, otherNames.length === 0 ? sizeBytes : 0);
      }),
      ...lost.map(({ name, sizeBytes }) => describe("file", name, sizeBytes)),
    ],
    stays: [
      ...belongings.strangers.map((name) => keep(describe("container", name), "foreign")),
      ...networks.flatMap(({ name, reason, users }) => {
        return reason === null ? [] : [keep(describe("network", name), reason, users)];
      }),
      ...volumes.flatMap(({ name, sizeBytes, reason, users }) => {
        return reason === null ? [] : [keep(describe("volume", name, sizeBytes), reason, users)];
      }),
      ...belongings.images.filter(isUsed).map(({ name, sizeBytes, users }) => {
        return keep(describe("image", name, sizeBytes), "in-use", users);
      }),
      ...files.flatMap(({ name, sizeBytes, reason }) => {
        return reason === null ? [] : [keep(describe("file", name, sizeBytes), reason)];
      }),
      ...belongings.files.backups.map(({ name, sizeBytes }) => keep(describe("file", name, sizeBytes), "backup")),
      ...belongings.files.foreign.map((name) => keep(describe("file", name), "foreign")),
    ],
  };
}

const requested: Cause = { id: "requested" };

function whyNetworkStays({ isOurs, users }: OwnedNetwork): StayReason | null {
  if (!isOurs) return "foreign";
  return users.length > 0 ? "in-use" : null;
}

/** Only a purge removes volumes, and only those that localgpt made for this project and nothing else uses. */
function whyVolumeStays({ isOurs, users }: OwnedVolume, mode: UninstallMode): StayReason | null {
  if (!isOurs) return "foreign";
  if (mode === "keep-data") return "data";
  return users.length > 0 ? "in-use" : null;
}

type Shared = { users: string[] };
const isUsed = ({ users }: Shared): boolean => users.length > 0;
const isUnused = ({ users }: Shared): boolean => users.length === 0;

function describe(kind: Belonging["kind"], name: string, sizeBytes: number | null = null): Belonging {
  return { kind, name, sizeBytes };
}

function keep(belonging: Belonging, reason: StayReason, users: string[] = []): Staying {
  return { ...belonging, reason, users: reason === "in-use" ? users : [] };
}
