// node fresh.mjs REGISTRY KIND TAG LAYERS BYTES [NAME=VALUE …]: pushes the good image of that kind under a tag of its
// own, with that many layers of BYTES each that no Engine has yet, and these variables in its environment. For tests of
// pulling.
import { rmSync } from "node:fs";
import { ARCHITECTURE, KINDS, layersOf } from "./kinds.mjs";
import { noiseLayer, packLayer } from "./layers.mjs";
import { pushImage } from "./registry.mjs";

const [registry, kind, tag, count, bytes, ...environment] = process.argv.slice(2);
const { repository, configure } = KINDS[kind];
const own = [];
for (let index = 0; index < Number(count); index++) {
  const name = `fresh-${tag}-${index}`;
  own.push(await packLayer(noiseLayer(name, `opt/fresh/${index}.bin`, name, Number(bytes))));
}
await pushImage(registry, {
  repository,
  tag,
  layers: [...(await layersOf(kind, "1")), ...own],
  config: configure("1", environment),
  architecture: ARCHITECTURE,
});
for (const layer of own) {
  rmSync(layer.path);
  rmSync(layer.path.replace(/\.tar\.gz$/, ".json"));
}
process.stdout.write(`${registry}/${repository}:${tag}\n`);
