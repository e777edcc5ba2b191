/**
 * The registry that an image comes from, as `host` or `host:port`: what stands before the first slash where it looks like
 * a host, else Docker Hub's, by the rule of Docker's reference grammar.
 */
export function registryHost(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (!isHost || first === "docker.io" || first === "index.docker.io") return "registry-1.docker.io";
  return first;
}
