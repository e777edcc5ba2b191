// node build.mjs REGISTRY DOCKER_HOST: all tags of both kinds, pushed to the registry and pulled into the Engine.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ARCHITECTURE, foreignProgramLayer, KINDS, layersOf } from "./kinds.mjs";
import { pushImage, pushPlatformList } from "./registry.mjs";

const FOREIGN = "s390x";

const run = promisify(execFile);
const [registry, dockerHost] = process.argv.slice(2);
const pushed = [];
for (const kind of Object.keys(KINDS)) pushed.push(...(await pushKind(kind)));
await pushForeign();
const fetched = await pullMissing(pushed);
process.stdout.write(`${pushed.length} stand-in images in ${registry}, ${fetched} new in the Engine\n`);

async function pushKind(kind) {
  const { repository, tags, faults, configure } = KINDS[kind];
  const images = [];
  const push = async (tag, layers, config) => {
    const image = { repository, tag, layers, config, architecture: ARCHITECTURE };
    images.push({ name: `${registry}/${repository}`, tag, digest: await pushImage(registry, image) });
  };
  for (const tag of tags) {
    const layers = await layersOf(kind, tag);
    await push(tag, layers, configure(tag));
    for (const fault of faults[tag] ?? []) await push(fault, layers, configure(tag, [`STANDIN_FAULT=${fault}`]));
  }
  return images;
}

/** `wrong-arch` is pulled and then cannot run; of `no-arch` the registry has nothing for this machine. */
async function pushForeign() {
  const { repository, configure } = KINDS.ollama;
  const layers = [...(await layersOf("ollama", "1")), await foreignProgramLayer()];
  const image = { repository, tag: "wrong-arch", layers, config: configure("1"), architecture: FOREIGN };
  const digest = await pushImage(registry, image);
  await pushPlatformList(registry, { repository, tag: "no-arch", digest, architecture: FOREIGN });
}

async function pullMissing(images) {
  const known = await listDigests(images.map(({ name, tag }) => `${name}:${tag}`));
  const missing = images.filter(({ name, tag, digest }) => !known.has(`${name}:${tag} ${name}@${digest}`));
  for (const { name, tag } of missing) await docker("pull", "--quiet", `${name}:${tag}`);
  // What these tags named before is left without a name, and only that.
  if (missing.length > 0) await docker("image", "prune", "--force", "--filter", "label=localgpt.test.image");
  return missing.length;
}

/** "reference digest" of each of these references that the Engine has. */
async function listDigests(references) {
  const format = "{{range $tag := .RepoTags}}{{range $.RepoDigests}}{{println $tag .}}{{end}}{{end}}";
  // The command fails when one reference is missing, and prints the others all the same.
  const { stdout } = await docker("image", "inspect", "--format", format, ...references).catch((error) => error);
  return new Set(stdout.split("\n"));
}

function docker(...args) {
  return run("docker", args, { env: { ...process.env, DOCKER_HOST: dockerHost, DOCKER_CONTEXT: undefined } });
}
