import type { ErrorFacts } from "../../core/errors/errors.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import { loginCommand, pasteable } from "../phrases.ts";
import type { Message } from "../shapes.ts";
import { near } from "../vocabulary/es.ts";
import type * as en from "./en.ts";

const format = createFormat("es");

export const pull: typeof en.pull = {
  done: (model, sizeBytes) => `${model} está listo${sizeBytes === null ? "" : ` (${format.bytes(sizeBytes)})`}`,
  next: (address) =>
    address === null ? "Para conversar: `localgpt up`" : `Para conversar, elige el modelo en la página: ${address}`,
};

type Facts = ErrorFacts["pull-failed"];

const thing = (kind: Facts["kind"]): string => (kind === "model" ? "el modelo" : "la imagen");

const what = ({ kind, name }: Facts): string => `No se ha podido descargar ${thing(kind)} \`${name}\``;

const again = (facts: Facts): string =>
  facts.kind === "model"
    ? `\`localgpt pull ${pasteable(facts.name)}\``
    : facts.isUpdate
      ? "`localgpt update`"
      : "`localgpt up`";

/** Ollama downloads in its container, which has only the proxy that it was given. */
const behindProxy = ({ kind }: Facts): string =>
  kind === "model"
    ? " y, si lo tiene por un proxy, que Docker se lo da a los contenedores (https://docs.docker.com/engine/cli/proxy/)"
    : "";

const missing = ({ remainingBytes }: Facts): string =>
  remainingBytes ? `; faltan ${format.bytes(remainingBytes)} por descargar` : "";

const testedImages =
  "Vuelve a las imágenes probadas: `localgpt config unset ollama.image`, `localgpt config unset open-webui.image`";

export const pullReasons: Record<PullReason, (facts: Facts) => Message> = {
  "not-found": (facts) =>
    facts.kind === "model"
      ? {
          message: `No existe el modelo \`${facts.name}\`${near(facts.near)}`,
          hint: "Mira los que hay: https://ollama.com/library",
        }
      : { message: `No existe la imagen \`${facts.name}\``, hint: testedImages },
  unauthorized: (facts) => ({
    message: `${what(facts)}: no existe, o el servidor pide iniciar sesión`,
    hint:
      facts.kind === "model"
        ? "Comprueba el nombre: https://ollama.com/library"
        : `Inicia sesión: \`${loginCommand(facts.name)}\``,
  }),
  "rate-limited": (facts) => ({
    message: `${what(facts)}: el servidor no permite por ahora más descargas desde esta red`,
    hint: `Espera una hora y repite la orden${facts.kind === "image" ? `, o inicia sesión para tener un límite mayor: \`${loginCommand(facts.name)}\`` : ""}`,
  }),
  "no-such-host": (facts) => ({
    message: `${what(facts)}: no se ha podido resolver el nombre del servidor (${facts.detail})`,
    hint: `Comprueba que este equipo tiene internet y un DNS que funciona${behindProxy(facts)}; después: ${again(facts)}`,
  }),
  unreachable: (facts) => ({
    message: `${what(facts)}: no se llega al servidor (${facts.detail})`,
    hint: `Comprueba que este equipo tiene internet${behindProxy(facts)}; después: ${again(facts)}`,
  }),
  proxy: (facts) => ({
    message: `${what(facts)}: el proxy no responde o no lo deja pasar (${facts.detail})`,
    hint:
      facts.kind === "model"
        ? `Corrige el proxy que Docker da a los contenedores (https://docs.docker.com/engine/cli/proxy/); después, \`localgpt down\` y ${again(facts)}`
        : "Configura el proxy de Docker como dice https://docs.docker.com/engine/daemon/proxy/",
  }),
  tls: (facts) => ({
    message: `${what(facts)}: el certificado del servidor no es de confianza (${facts.detail})`,
    hint:
      facts.kind === "model"
        ? "Comprueba que la fecha del equipo es correcta; si tu centro o empresa inspecciona el tráfico, crea una imagen de Ollama con su certificado (https://docs.ollama.com/faq) y úsala: `localgpt config set ollama.image IMAGE`, y luego `localgpt up`"
        : "Comprueba que la fecha del equipo es correcta; si tu centro o empresa inspecciona el tráfico, Docker necesita su certificado: https://docs.docker.com/engine/security/certificates/",
  }),
  "no-space": (facts) => ({
    message: `${what(facts)}: no queda espacio donde Docker guarda sus datos${missing(facts)}`,
    hint:
      facts.kind === "model"
        ? `Borra modelos que no uses (\`localgpt models\`, \`localgpt models rm MODEL\`) o las imágenes que no usa ningún contenedor (\`docker image prune -a\`). Lo descargado se conserva; después: ${again(facts)}`
        : `Mira qué lo ocupa con \`docker system df\` y borra las imágenes que no usa ningún contenedor con \`docker image prune -a\`. Lo descargado se conserva; después: ${again(facts)}`,
  }),
  "wrong-platform": (facts) => ({
    message: `${facts.kind === "model" ? "El modelo" : "La imagen"} \`${facts.name}\` no existe para el procesador de este Docker Engine`,
    hint: testedImages,
  }),
  corrupt: (facts) => ({
    message: `${what(facts)}: lo descargado está dañado (${facts.detail})`,
    hint: `Inténtalo otra vez: ${again(facts)}`,
  }),
  "needs-newer-ollama": (facts) => ({
    message: `El modelo \`${facts.name}\` necesita un Ollama más nuevo que ${facts.ollamaVersion ? `el que tienes, el ${facts.ollamaVersion}` : "el que tienes"}`,
    hint: `Elige una versión más nueva en https://hub.docker.com/r/ollama/ollama/tags, ponla con \`localgpt config set ollama.image ollama/ollama:VERSION\` y después: \`localgpt up\`, ${again(facts)}`,
  }),
  "needs-mlx": (facts) => ({
    message: `El modelo \`${facts.name}\` está hecho para MLX, de Apple, y no funciona en un contenedor`,
    hint: "Elige uno en formato GGUF: https://ollama.com/library",
  }),
  stalled: (facts) => ({
    message: `${what(facts)}: dejaron de llegar datos, aunque se ha intentado varias veces`,
    hint: `Lo descargado se conserva. Continúa: ${again(facts)}`,
  }),
  cut: (facts) => ({
    message: `${what(facts)}: la conexión se corta una y otra vez${facts.detail === "" ? "" : ` (${facts.detail})`}`,
    hint: `Lo descargado se conserva. Continúa: ${again(facts)}`,
  }),
  other: (facts) => ({ message: `${what(facts)}: ${facts.detail}`, hint: `Inténtalo otra vez: ${again(facts)}` }),
};

export const pullHelp: typeof en.pullHelp = {
  pull: {
    summary: "Descarga modelos",
    description:
      "Descarga uno o varios modelos, hasta tres a la vez, o continúa una descarga interrumpida. Antes muestra cuánto ocupan y si caben. Si uno falla, los demás siguen. Si todo está parado, arranca solo Ollama y lo para al terminar.",
    options: { force: "descarga aunque falle una comprobación" },
    arguments: { model: "un nombre de https://ollama.com/library, por ejemplo llama3.2 o qwen3:4b" },
    examples: [
      { command: "localgpt pull llama3.2", what: "un modelo" },
      { command: "localgpt pull llama3.2:1b qwen3:4b", what: "los dos a la vez" },
    ],
  },
};
