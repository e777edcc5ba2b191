import type { ObservedContainer } from "../stack/observation.ts";

/** A network with the project's label; not ours where another Compose project of that name made it. */
export type OwnedNetwork = { name: string; isOurs: boolean; users: string[] };

/** A volume; `users` are the containers that have it mounted and are not of the stack. */
export type OwnedVolume = { name: string; isOurs: boolean; sizeBytes: number | null; users: string[] };

/**
 * An image that the stack was made from, by a name of it or, where it lost its name to a newer one, by its id.
 * `otherNames` are those that others gave it; its size counts layers that other images share.
 */
export type OwnedImage = { name: string; id: string; sizeBytes: number; otherNames: string[]; users: string[] };

/** A file by its path in the stack's folder. */
export type OwnedFile = { name: string; sizeBytes: number };

/** What lies in a stack's folder. */
export type FolderContents = {
  /** What localgpt made, in the order in which it may go: what names the project is the last. */
  own: OwnedFile[];
  backups: OwnedFile[];
  /** What others put there, by name. */
  foreign: string[];
};

/**
 * Everything that belongs to a project, on the Engine and in its folder, and what of others is in the way of removing
 * it.
 */
export type Belongings = {
  project: string;
  folder: string;
  containers: ObservedContainer[];
  /** One-off containers that a killed run of localgpt left behind. */
  leftovers: { id: string; name: string }[];
  /** Names of containers that somebody added to the project: no services of localgpt. */
  strangers: string[];
  networks: OwnedNetwork[];
  volumes: OwnedVolume[];
  images: OwnedImage[];
  files: FolderContents;
};
