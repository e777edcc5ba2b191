import type { ServiceName } from "../services/services.ts";

const prefix = "com.docker.compose";

/** Compose's labels (facts of Compose v2: names are part of its interface with every other tool). */
export const label = {
  project: `${prefix}.project`,
  service: `${prefix}.service`,
  configHash: `${prefix}.config-hash`,
  containerNumber: `${prefix}.container-number`,
  oneoff: `${prefix}.oneoff`,
  dependsOn: `${prefix}.depends_on`,
  image: `${prefix}.image`,
  version: `${prefix}.version`,
  workingDir: `${prefix}.project.working_dir`,
  configFiles: `${prefix}.project.config_files`,
  network: `${prefix}.network`,
  volume: `${prefix}.volume`,
  /** localgpt's own label, not Compose's: a one-off container that it made, not `docker compose run`. */
  ownOneOff: "localgpt.one-off",
} as const;

/** The Compose version whose names, labels and payloads these are. */
const composeVersion = "2.40.3";

/** Labels of a container that Compose considers its own. */
export function containerLabels(facts: {
  project: string;
  service: ServiceName;
  configHash: string;
  imageId: string;
  dependsOn: string;
  composeFile: string;
  workingDir: string;
}): Record<string, string> {
  return {
    [label.project]: facts.project,
    [label.service]: facts.service,
    [label.configHash]: facts.configHash,
    [label.containerNumber]: "1",
    [label.oneoff]: "False",
    [label.dependsOn]: facts.dependsOn,
    [label.image]: facts.imageId,
    [label.workingDir]: facts.workingDir,
    [label.configFiles]: facts.composeFile,
    [label.version]: composeVersion,
  };
}

/** Labels of the network; without Compose's network key, Compose refuses a network of that name. */
export function networkLabels(project: string, key: string): Record<string, string> {
  return { [label.project]: project, [label.network]: key, [label.version]: composeVersion };
}

/**
 * Whether a volume is one of localgpt's, of any project: Compose of the same version leaves its hash on those it
 * makes.
 */
export function isMadeByLocalgpt(labels: Record<string, string>): boolean {
  return labels[label.version] === composeVersion && labels[label.configHash] === undefined;
}

/**
 * Labels of a volume, deliberately without a config hash: a different one would let `docker compose up -y` delete the
 * data.
 */
export function volumeLabels(project: string, key: string): Record<string, string> {
  return { [label.project]: project, [label.volume]: key, [label.version]: composeVersion };
}
