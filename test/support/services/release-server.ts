import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A file of a release: its bytes, or how its request is answered. */
export type Served = string | Buffer | ((response: ServerResponse) => void);

/** The files of a release over HTTP on this machine, which a test can change. */
export type ReleaseServer = {
  address: string;
  files: Map<string, Served>;
  /** The names that were asked for, in order. */
  asked: string[];
  close: () => Promise<void>;
};

/** The name under which a release has the executable for the machine that runs the tests. */
export const executableName = `localgpt-${process.platform === "darwin" ? "macos" : "linux"}-${process.arch === "x64" ? "amd64" : "arm64"}`;

/** An executable that prints this version, and nothing else; it has the mark by which install.sh knows its own. */
export function versionProgram(version: string): string {
  return `#!/bin/sh\necho ${version} # NODE_SEA_FUSE\n`;
}

export function sha256(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A whole release of a version: its executable, VERSION and SHA256SUMS. */
export function releaseOf(version: string, executable: string | Buffer = versionProgram(version)): Map<string, Served> {
  const files = [
    [executableName, executable],
    ["VERSION", `${version}\n`],
  ] as const;
  const sums = files.map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join("");
  return new Map<string, Served>([...files, ["SHA256SUMS", sums]]);
}

/** Answers with a length and fewer bytes, then breaks off. */
export function cutOff(response: ServerResponse): void {
  response.writeHead(200, { "content-length": 1000 });
  response.write("#!/bin/sh\n");
  setTimeout(() => response.destroy(), 50);
}

/** Begins to answer and sends nothing more. */
export function hang(response: ServerResponse): void {
  response.writeHead(200, { "content-length": 1000 });
  response.write("#!/bin/sh\n");
}

/** Starts a server below a path, as releases have one. */
export async function startReleaseServer(files: Map<string, Served>): Promise<ReleaseServer> {
  const asked: string[] = [];
  const release = { files };
  const server = createServer((request, response) => {
    const name = request.url?.replace("/releases/", "") ?? "";
    asked.push(name);
    const served = release.files.get(name);
    if (typeof served === "function") return served(response);
    response.statusCode = served === undefined ? 404 : 200;
    response.end(served);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return Object.assign(release, {
    address: `http://127.0.0.1:${port}/releases`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
}
