import type { ObservedContainer } from "../stack/observation.ts";

/** A network with the project's label; not ours if another Compose project of that name made it. */
export type OwnedNetwork = { name: string; isOurs: boolean; users: string[] };

/** A volume; `users` are the containers that have it mounted and are not of the stack. */
export type OwnedVolume = { name: string; isOurs: boolean; sizeBytes: number | null; users: string[] };

/**
 * An image that the stack was made from, by its name or, if a newer image took its name, by its id. `otherNames` were
 * given by others; its size counts layers shared with other images.
 */
export type OwnedImage = { name: string; id: string; sizeBytes: number; otherNames: string[]; users: string[] };

/** A file by its path in the stack's folder. */
export type OwnedFile = { name: string; sizeBytes: number };

/** What lies in a stack's folder. */
export type FolderContents = {
  /** What localgpt made, in order of removal: the file that names the project is last. */
  own: OwnedFile[];
  backups: OwnedFile[];
  /** What others put there, by name. */
  foreign: string[];
};

/**
 * Everything that belongs to a project, on the Engine and in its folder, and what others have that prevents its
 * removal.
 */
export type Belongings = {
  project: string;
  folder: string;
  containers: ObservedContainer[];
  /** One-off containers that a killed run of localgpt left behind. */
  leftovers: { id: string; name: string }[];
  /** Names of containers that somebody added to the project: not services of localgpt. */
  strangers: string[];
  networks: OwnedNetwork[];
  volumes: OwnedVolume[];
  images: OwnedImage[];
  files: FolderContents;
};
