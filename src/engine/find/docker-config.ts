import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { LocalgptError } from "../../core/errors/errors.ts";
import { type Fields, field, fieldsOf, parseJson, textOf } from "../../core/text/json-text.ts";
import type { Tls } from "../wire/engine.ts";

/** A context of the docker CLI: where its Engine listens and the TLS files that belong to it. */
export type DockerContext = { name: string; host: string; tls: Tls | null };

/** The person's home folder as the environment names it. */
export function homeFolder(environment: NodeJS.ProcessEnv): string {
  try {
    return environment.HOME || environment.USERPROFILE || homedir();
  } catch {
    // A user that is not in the system's files has none, and no configuration in it.
    return "/";
  }
}

/** The folder of the docker CLI's own files. */
export function configFolder(environment: NodeJS.ProcessEnv): string {
  return environment.DOCKER_CONFIG || join(homeFolder(environment), ".docker");
}

/**
 * The name of the context in force, null for the default one: DOCKER_CONTEXT, else the one that `docker context use`
 * chose.
 */
export async function currentContextName(environment: NodeJS.ProcessEnv): Promise<string | null> {
  const named = environment.DOCKER_CONTEXT || (await configuredContext(environment));
  return named === "" || named === "default" ? null : named;
}

/**
 * Reads a context by name; throws `docker-context-missing`, because another Engine in its place would be the wrong one.
 */
export async function readContext(environment: NodeJS.ProcessEnv, name: string): Promise<DockerContext> {
  const folder = createHash("sha256").update(name).digest("hex");
  const contexts = join(configFolder(environment), "contexts");
  const file = join(contexts, "meta", folder, "meta.json");
  const endpoint = fieldsOf(fieldsOf((await readFields(file)).Endpoints).docker);
  const host = textOf(endpoint.Host);
  if (host === null) throw new LocalgptError("docker-context-missing", { context: name, file });
  const verify = endpoint.SkipTLSVerify !== true;
  const tls = await readTls(join(contexts, "tls", folder, "docker"), verify);
  return { name, host, tls };
}

/**
 * The TLS files of a folder, each of them optional; null when no file exists and verification is on.
 */
export async function readTls(folder: string, verify: boolean): Promise<Tls | null> {
  const [ca, cert, key] = await Promise.all(
    ["ca.pem", "cert.pem", "key.pem"].map((name) => readFile(join(folder, name)).catch(() => null)),
  );
  const found = { ca: ca ?? null, cert: cert ?? null, key: key ?? null, verify };
  return found.ca === null && found.cert === null && found.key === null && verify ? null : found;
}

/**
 * The proxy that the docker CLI and Compose give to containers of this Engine (`proxies` in their config.json), as far
 * as https goes; null for none.
 */
export async function readContainerProxy(
  environment: NodeJS.ProcessEnv,
  engineAddress: string,
): Promise<{ httpsProxy: string; noProxy: string } | null> {
  const { proxies } = await readFields(join(configFolder(environment), "config.json"));
  const chosen = fieldsOf(field(proxies, engineAddress) ?? field(proxies, "default"));
  const httpsProxy = textOf(chosen.httpsProxy);
  return httpsProxy === null ? null : { httpsProxy, noProxy: textOf(chosen.noProxy) ?? "" };
}

async function configuredContext(environment: NodeJS.ProcessEnv): Promise<string> {
  return textOf((await readFields(join(configFolder(environment), "config.json"))).currentContext) ?? "";
}

async function readFields(file: string): Promise<Fields> {
  return fieldsOf(parseJson(await readFile(file, "utf8").catch(() => "")));
}
