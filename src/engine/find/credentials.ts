import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { field, fieldsOf, parseJson, textOf } from "../../core/text/json-text.ts";
import { namedRegistry } from "../../core/values/image-reference.ts";
import { configFolder } from "./docker-config.ts";

/** The credentials for a pull, in the fields of the Engine's `X-Registry-Auth`. */
export type Credentials =
  | { username: string; password: string; serveraddress: string }
  | { identitytoken: string; serveraddress: string };

const hubAddress = "https://index.docker.io/v1/";
const helperTimeoutMs = 10_000;

/**
 * The credentials for an image's registry as the docker CLI finds them: DOCKER_AUTH_CONFIG, then `credHelpers`,
 * `credsStore` and `auths` of config.json; null for none, and if they cannot be read: public images do not need them.
 */
export async function findCredentials(
  reference: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Credentials | null> {
  const address = registryAddress(reference);
  const given = readAuths(parseJson(environment.DOCKER_AUTH_CONFIG ?? ""), address);
  if (given !== null) return given;
  const text = await readFile(join(configFolder(environment), "config.json"), "utf8").catch(() => "");
  const config = parseJson(text);
  const { credHelpers, credsStore } = fieldsOf(config);
  const helper = textOf(field(credHelpers, address)) ?? textOf(credsStore);
  if (helper !== null) return askHelper(helper, address, environment, signal);
  return readAuths(config, address);
}

/** The key under which the docker CLI keeps a registry's credentials: its host, for Docker Hub a historical address. */
export function registryAddress(reference: string): string {
  return namedRegistry(reference) ?? hubAddress;
}

/** Keys may be hosts or whole URLs; only their hosts count. */
function readAuths(config: unknown, address: string): Credentials | null {
  const { auths } = fieldsOf(config);
  const host = (text: string) => text.replace(/^https?:\/\//, "").split("/")[0];
  const entry = field(auths, address) ?? Object.entries(auths ?? {}).find(([key]) => host(key) === host(address))?.[1];
  const { identitytoken: token, auth: encoded, ...plain } = fieldsOf(entry);
  const identitytoken = textOf(token);
  if (identitytoken !== null) return { identitytoken, serveraddress: address };
  const auth = textOf(encoded);
  const [username = "", ...password] = auth
    ? Buffer.from(auth, "base64").toString().split(":")
    : [textOf(plain.username) ?? "", textOf(plain.password) ?? ""];
  // `docker login` leaves an empty entry beside a store.
  return username === ""
    ? null
    : { username, password: password.join(":").replace(/\0+$/, ""), serveraddress: address };
}

/** Asks `docker-credential-NAME`, whose protocol is JSON on stdout, any failure meaning "none". */
async function askHelper(
  name: string,
  address: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Credentials | null> {
  const { execa } = await import("execa");
  const { stdout, failed } = await execa(`docker-credential-${name}`, ["get"], {
    input: address,
    env: environment,
    extendEnv: false,
    timeout: helperTimeoutMs,
    cancelSignal: signal,
    reject: false,
  });
  if (failed) return null;
  const { Username, Secret } = fieldsOf(parseJson(stdout));
  const [username, secret] = [textOf(Username), textOf(Secret)];
  if (username === null || secret === null) return null;
  if (username === "<token>") return { identitytoken: secret, serveraddress: address };
  return { username, password: secret, serveraddress: address };
}
