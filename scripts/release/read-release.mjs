import { readFile } from "node:fs/promises";

/** What package.json says of this release: its version, and the address of its files, null while it names no owner. */
export async function readRelease() {
  const { version, repository } = JSON.parse(await readFile("package.json", "utf8"));
  return { version, downloads: findDownloads(repository) };
}

function findDownloads(repository) {
  const written = typeof repository === "string" ? repository : (repository?.url ?? "");
  const address = written.replace(/^git\+/, "").replace(/\.git$/, "");
  const isKnown = /^https:\/\/[^/]+\/[^/]+\/[^/]+$/.test(address) && !address.includes("/OWNER/");
  return isKnown ? `${address}/releases/latest/download` : null;
}
