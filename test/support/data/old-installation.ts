import { setTimeout as sleep } from "node:timers/promises";
import { docker, freePort } from "../engines/docker.ts";
import { images, type OpenWebuiTag } from "../services/images.ts";

/** An Open WebUI that somebody started by hand with a volume of its own, and its port on this machine. */
export type OldPage = { container: string; volume: string; port: number };

/** Starts an Open WebUI by hand, as its own instructions say, and waits until it is ready. */
export async function startOldPage(name: string, volume: string, tag: OpenWebuiTag = "0"): Promise<OldPage> {
  const port = await freePort();
  const place = ["--publish", `127.0.0.1:${port}:8080`, "--volume", `${volume}:/app/backend/data`];
  const elsewhere = ["--env", "OLLAMA_BASE_URL=http://host.docker.internal:11434"];
  await docker("run", "--detach", "--name", name, ...place, ...elsewhere, images.openWebui(tag));
  const isReady = async () => {
    const [headers, signal] = [{ connection: "close" }, AbortSignal.timeout(1000)];
    const answer = await fetch(`http://127.0.0.1:${port}/ready`, { headers, signal }).catch(() => null);
    await answer?.text();
    return answer?.ok === true;
  };
  for (let attempt = 0; !(await isReady()); attempt += 1) {
    if (attempt > 200) throw new Error(`${name} never got ready: ${await docker("logs", name)}`);
    await sleep(50);
  }
  return { container: name, volume, port };
}

/** Starts an Ollama by hand, and pulls models into its volume. */
export async function startOldOllama(name: string, volume: string, models: readonly string[]): Promise<void> {
  await docker("run", "--detach", "--name", name, "--volume", `${volume}:/root/.ollama`, images.ollama("1"));
  for (const model of models) {
    const body = JSON.stringify({ name: model, stream: false });
    const request = `POST /api/pull HTTP/1.1\r\nHost: ollama\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const script =
      'until exec 3<>/dev/tcp/127.0.0.1/11434; do sleep 0.1; done 2>/dev/null; printf %s "$1" >&3; cat <&3';
    const answer = await docker("exec", name, "bash", "-c", script, "bash", request);
    if (!answer.includes('"success"')) throw new Error(`${model} was not pulled: ${answer}`);
  }
}

const fingerprintScript = `import hashlib, os
for folder, _, names in sorted(os.walk("/v")):
    for name in sorted(names):
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            print(path, os.stat(path).st_mtime_ns, hashlib.sha256(file.read()).hexdigest())`;

/** A text that is another one when any file of a volume, its name or its time is. */
export async function fingerprint(volume: string): Promise<string> {
  const place = ["--rm", "--volume", `${volume}:/v:ro`, "--entrypoint", "python3"];
  return docker("run", ...place, images.openWebui("1"), "-c", fingerprintScript);
}
