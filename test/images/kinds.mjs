// The two kinds of image: what is in their layers, and their configuration as the real images have it.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { baseLayers } from "./base.mjs";
import { noiseLayer, packLayer } from "./layers.mjs";
import { pythonLayer } from "./python.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The architecture of this machine in Docker's words. */
export const ARCHITECTURE = { x64: "amd64", arm64: "arm64" }[process.arch] ?? process.arch;

const VERSIONS = {
  ollama: { 1: "0.35.1", 2: "0.35.2" },
  "open-webui": { 0: "0.11.3", 1: "0.11.4", 2: "0.11.5" },
};

/**
 * For each kind: its repository, the tags of its good images, those that fail as variants of one of them, and its
 * configuration.
 */
export const KINDS = {
  ollama: {
    repository: "localgpt-test/ollama",
    tags: Object.keys(VERSIONS.ollama),
    faults: { 1: ["crash", "illegal", "oom", "slow", "never", "hang", "loop"] },
    configure: (tag, environment = []) => ({
      Env: [
        PATH,
        "LD_LIBRARY_PATH=/usr/local/nvidia/lib:/usr/local/nvidia/lib64",
        "NVIDIA_DRIVER_CAPABILITIES=compute,utility",
        "NVIDIA_VISIBLE_DEVICES=all",
        "OLLAMA_HOST=0.0.0.0:11434",
        `STANDIN_VERSION=${VERSIONS.ollama[tag]}`,
        ...environment,
      ],
      Entrypoint: ["/bin/ollama"],
      Cmd: ["serve"],
      ExposedPorts: { "11434/tcp": {} },
      WorkingDir: "/",
      Labels: { "localgpt.test.image": "ollama" },
    }),
  },
  "open-webui": {
    repository: "localgpt-test/open-webui",
    tags: Object.keys(VERSIONS["open-webui"]),
    faults: { 1: ["crash", "slow", "never", "migration"], 2: ["2-crash", "2-never", "2-migration", "2-loses"] },
    configure: (_tag, environment = []) => ({
      Env: [
        PATH,
        "PORT=8080",
        "OLLAMA_BASE_URL=/ollama",
        "WEBUI_SECRET_KEY=",
        "SCARF_NO_ANALYTICS=true",
        "DO_NOT_TRACK=true",
        "ANONYMIZED_TELEMETRY=false",
        ...environment,
      ],
      Cmd: ["bash", "start.sh"],
      ExposedPorts: { "8080/tcp": {} },
      WorkingDir: "/app/backend",
      Healthcheck: {
        Test: [
          "CMD-SHELL",
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the container's shell fills it in
          "curl --silent --fail http://localhost:${PORT:-8080}/health | jq -ne 'input.status == true' || exit 1",
        ],
      },
      Labels: { "localgpt.test.image": "open-webui" },
    }),
  },
};

/** The packed layers of one kind; those of the tags differ, so that changing between them downloads something. */
export async function layersOf(kind, tag) {
  const specs = [...baseLayers(), ...(kind === "ollama" ? ollamaLayers(tag) : openWebuiLayers(tag))];
  const layers = [];
  for (const spec of specs) layers.push(await packLayer(spec));
  return layers;
}

/** A layer whose `ollama` is a program for another processor, which the kernel refuses to run. */
export function foreignProgramLayer() {
  // The head of an ELF file: 64 bits, big-endian, machine 22 (s390x).
  const head = Buffer.alloc(64);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 2, 1]);
  head.writeUInt16BE(2, 16);
  head.writeUInt16BE(22, 18);
  return packLayer({
    name: "foreign",
    key: head.toString("hex"),
    fill: (folder) => {
      mkdirSync(join(folder, "usr/bin"), { recursive: true });
      writeFileSync(join(folder, "usr/bin/ollama"), head, { mode: 0o755 });
    },
  });
}

function ollamaLayers(tag) {
  return [
    noiseLayer(`ollama-libraries-${tag}`, "usr/lib/ollama/libggml.so", `ollama ${tag}`, 6_000_000),
    noiseLayer(`ollama-runner-${tag}`, "usr/lib/ollama/llama-server", `runner ${tag}`, 3_000_000),
    programLayer("ollama", ["ollama"], { "usr/bin/ollama": "ollama/ollama" }),
  ];
}

function openWebuiLayers(tag) {
  const programs = {
    "usr/bin/curl": "open-webui/curl",
    "usr/bin/jq": "open-webui/jq",
    "app/backend/start.sh": "open-webui/start.sh",
  };
  return [
    pythonLayer(),
    noiseLayer(`open-webui-packages-${tag}`, "usr/lib/open-webui/packages.bin", `packages ${tag}`, 6_000_000),
    noiseLayer("open-webui-cache", "app/backend/data/cache/embedding/model.bin", "embedding", 500_000),
    programLayer("open-webui", ["ollama", "open-webui"], programs),
    versionLayer(VERSIONS["open-webui"][tag]),
  ];
}

/**
 * The file that Open WebUI reads its own version from, and those of its database's revisions (database.py has what they
 * do).
 */
function versionLayer(version) {
  const text = `${JSON.stringify({ name: "open-webui", version })}\n`;
  const revisions = ["d4c1a8e37b62", ...(version === "0.11.5" ? ["b8e20f7c5a19"] : [])];
  const migrations = "app/backend/open_webui/migrations/versions";
  return {
    name: `open-webui-version-${version}`,
    key: text + revisions.join(" "),
    fill: (folder) => {
      mkdirSync(join(folder, migrations), { recursive: true });
      writeFileSync(join(folder, "app/package.json"), text);
      for (const [index, revision] of revisions.entries()) {
        const before = index === 0 ? "None" : `'${revisions[index - 1]}'`;
        const lines = [`revision = '${revision}'`, `down_revision = ${before}`, "", "", "def upgrade():", "    pass"];
        writeFileSync(join(folder, migrations, `${revision}_step.py`), `${lines.join("\n")}\n`);
      }
    },
  };
}

/** The stand-in's own files under /opt/standin, and its commands where the real image has them. */
function programLayer(kind, folders, commands) {
  const files = [...folders.flatMap((folder) => readdirSync(join(HERE, folder)).map((name) => `${folder}/${name}`))];
  return {
    name: `${kind}-program`,
    key: JSON.stringify(commands) + files.map((file) => file + readFileSync(join(HERE, file), "utf8")).join("\0"),
    fill: (folder) => {
      for (const name of folders) cpSync(join(HERE, name), join(folder, "opt/standin", name), { recursive: true });
      for (const [place, source] of Object.entries(commands)) {
        cpSync(join(HERE, source), join(folder, place));
        chmodSync(join(folder, place), 0o755);
      }
    },
  };
}
