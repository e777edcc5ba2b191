/** An image's name without its tag or digest. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
}

/**
 * The three numbers of the version that a tag names (`v0.11.4`, `0.35.1-rocm`); null for a moving tag such as
 * `main`.
 */
export function versionOf(image: string): [number, number, number] | null {
  const match = /:v?(\d+)\.(\d+)\.(\d+)(?:-[\w.-]+)?$/.exec(image.replace(/@.*$/, ""));
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Whether an image has a lower version than another; false if one of them is unknown. */
export function isOlder(image: string, than: string): boolean {
  const [one, other] = [versionOf(image), versionOf(than)];
  if (one === null || other === null) return false;
  const at = one.findIndex((number, index) => number !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

/**
 * The registry that an image names, as `host` or `host:port`: the part before the first slash if it looks like a
 * host, by the rule of Docker's reference grammar; null for Docker Hub's.
 */
export function namedRegistry(image: string): string | null {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return !isHost || first === "docker.io" || first === "index.docker.io" ? null : first;
}

/** The registry that an image comes from, as `host` or `host:port`. */
export function registryHost(image: string): string {
  return namedRegistry(image) ?? "registry-1.docker.io";
}

/**
 * An image's name as the Engine lists it: without Docker Hub's host and its `library/`, and with the default tag.
 */
export function familiarName(image: string): string {
  const short = image.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  return /[:@][^/]*$/.test(short) ? short : `${short}:latest`;
}
