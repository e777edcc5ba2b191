import { adminHelp } from "../admin/es.ts";
import { adoptHelp } from "../adopt/es.ts";
import { modelsHelp } from "../models/es.ts";
import { selfUpdateHelp } from "../self-update/es.ts";
import { uninstallHelp } from "../uninstall/es.ts";
import type { Words } from "../words.ts";

export const help: Words["help"] = {
  program: {
    description: "Tu propio ChatGPT privado en este equipo: Ollama y Open WebUI en Docker, con una sola orden.",
    examples: [
      { command: "localgpt up", what: "arranca todo y te dice dónde está la página" },
      { command: "localgpt pull qwen3:4b", what: "descarga otro modelo" },
      { command: "localgpt down", what: "para todo; los modelos y las conversaciones se conservan" },
    ],
  },
  headings: {
    usage: "Uso",
    arguments: "Argumentos",
    options: "Opciones",
    global: "Opciones generales",
    commands: "Órdenes",
    examples: "Ejemplos",
  },
  usage: { options: "opciones", command: "orden" },
  defaultValue: (value) => `(valor predeterminado: ${value})`,
  more: "Más sobre una orden: `localgpt ORDEN --help`",
  global: {
    json: "muestra el resultado en JSON (y el progreso por stderr, un objeto JSON por línea)",
    quiet: "muestra solo el resultado y los errores",
    verbose: "muestra más detalles y el origen de los errores inesperados",
    lang: "idioma: es o en (si no se indica, el de tu sistema)",
    project: "usa otra instalación, con sus propios ajustes",
    version: "muestra la versión",
    help: "muestra esta ayuda",
  },
  up: {
    summary: "Arranca todo y te dice dónde está la página",
    description:
      "Comprueba el equipo, descarga lo que falta, arranca Ollama y Open WebUI y espera a que los dos respondan. Recuerda para la próxima vez el puerto, el modelo, los límites y la GPU. Si ya está en marcha, cambia solo lo necesario.",
    options: {
      port: "puerto de la página en este equipo, o DIRECCIÓN:PUERTO para que lleguen otros",
      "let-anyone-sign-up": "dejar que lleguen otros aunque cualquiera pueda crearse una cuenta",
      model: "modelo que quieres usar; si falta, se descarga",
      "no-model": "no descarga ningún modelo",
      cpus: "límite de CPU para Ollama, por ejemplo 2 o 1.5",
      memory: "límite de memoria para Ollama, por ejemplo 6g",
      context: "tokens de la conversación que ve el modelo",
      gpu: "auto, none (ninguna), nvidia, amd o vulkan",
      open: "abre la página en el navegador cuando esté lista",
      timeout: "cuánto esperar a los servicios, por ejemplo 90s o 10m",
      force: "sigue aunque falle una comprobación",
      "dry-run": "muestra qué haría y por qué, sin hacerlo",
    },
    arguments: {},
    examples: [
      { command: "localgpt up", what: "arranca con lo que recuerda" },
      { command: "localgpt up --model llama3.2:1b --port 8080", what: "un modelo más pequeño, otro puerto" },
      { command: "localgpt up --memory 6g --dry-run", what: "muestra qué cambiaría un límite" },
    ],
  },
  down: {
    summary: "Para todo; los modelos y las conversaciones se conservan",
    description:
      "Para y elimina los contenedores y su red. Los volúmenes con los modelos y las conversaciones se conservan.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt down", what: "para; con `localgpt up` vuelve todo" }],
  },
  restart: {
    summary: "Reinicia los servicios y espera a que respondan",
    description:
      "Reinicia los dos servicios, o los que indiques, y espera a que estén listos. Si alguno no vuelve, muestra por qué.",
    options: { timeout: "cuánto esperar a los servicios, por ejemplo 90s o 10m" },
    arguments: { service: "ollama u open-webui; si no lo indicas, los dos" },
    examples: [
      { command: "localgpt restart", what: "reinicia los dos" },
      { command: "localgpt restart ollama", what: "solo el motor; la página sigue" },
    ],
  },
  update: {
    summary: "Pasa a versiones más nuevas, con vuelta atrás",
    description:
      "Pasa Ollama y Open WebUI a las versiones con las que se probó esta versión de localgpt, o a las que indiques. Antes se copian los datos de la página; si la versión nueva no funciona o falta algo, la imagen y los datos vuelven solos a como estaban.",
    options: {
      to: "otras versiones, como SERVICIO:ETIQUETA o una imagen completa; se recuerdan para la próxima vez",
      "dry-run": "muestra qué se haría, sin hacerlo",
    },
    arguments: {},
    examples: [
      { command: "localgpt update --dry-run", what: "mira qué hay para actualizar" },
      { command: "localgpt update", what: "las versiones de esta entrega" },
      { command: "localgpt update --to open-webui:v0.12.0", what: "una versión elegida por ti" },
    ],
  },
  rollback: {
    summary: "Vuelve a lo de antes de la última actualización o restauración",
    description:
      "Vuelve a las imágenes y a los datos de la página tal como estaban antes de la última actualización, restauración o adopción. Lo escrito desde entonces se conserva en su volumen, y un segundo rollback regresa a ello.",
    options: { yes: "sigue sin preguntar", "dry-run": "muestra qué se haría, sin hacerlo" },
    arguments: {},
    examples: [{ command: "localgpt rollback", what: "la versión y las conversaciones de antes" }],
  },
  status: {
    summary: "Muestra qué está en marcha, desde cuándo y cuánto consume",
    description:
      "Muestra los servicios, la dirección de la página, los modelos en disco y en memoria, y la CPU y la memoria que usa cada contenedor.",
    options: { watch: "se actualiza cada dos segundos hasta que pulses Ctrl-C" },
    arguments: {},
    examples: [
      { command: "localgpt status", what: "el estado actual" },
      { command: "localgpt status --watch", what: "lo mantiene en pantalla" },
      { command: "localgpt status --json", what: "para un programa" },
    ],
  },
  logs: {
    summary: "Muestra los registros de los servicios",
    description: "Muestra los registros de los dos servicios, o de los que indiques, por orden de hora.",
    options: {
      follow: "sigue mostrando líneas nuevas hasta que pulses Ctrl-C",
      tail: "solo las últimas N líneas de cada servicio",
      since: "solo lo más reciente que esto, por ejemplo 10m o 2026-01-31T09:30",
    },
    arguments: { service: "ollama u open-webui; si no lo indicas, los dos" },
    examples: [
      { command: "localgpt logs --tail 50", what: "las últimas líneas de los dos" },
      { command: "localgpt logs ollama -f", what: "sigue el de Ollama" },
      { command: "localgpt logs --since 10m", what: "los últimos diez minutos" },
    ],
  },
  open: {
    summary: "Abre la página en el navegador",
    description: "Abre la página en el navegador de este equipo y muestra su dirección.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt open", what: "abre la página" }],
  },
  ask: {
    summary: "Haz una pregunta a un modelo",
    description:
      "Hace una pregunta a un modelo y muestra la respuesta según llega. El texto que llega por una tubería va delante de la pregunta, con una línea vacía en medio, o es la pregunta si no hay otra (también se escribe `-`); los archivos van entre los dos, cada uno debajo de su nombre.",
    options: {
      file: "texto o imagen sobre el que preguntas; se puede repetir; `-` espera lo que llegue por la entrada estándar",
      system: "qué debe ser el modelo: su papel, su tono o su idioma",
      temperature: "de 0 a 2: baja para datos y código, alta para cuentos",
      "top-p": "mayor que 0 y hasta 1: menos o más palabras improbables",
      "max-tokens": "la respuesta más larga, en tokens",
      context: "tokens que ve el modelo, entre pregunta y respuesta",
      seed: "el mismo número da la misma respuesta",
      format: "la respuesta en JSON: `json` para uno cualquiera, o la ruta de un esquema JSON",
      think: "hace que el modelo razone primero; se ve por stderr, aparte de la respuesta",
      "no-think": "hace que responda sin razonar",
      stats: "dice a qué velocidad ha ido: tokens por segundo, tiempo de carga",
    },
    arguments: {
      model: "el modelo al que preguntar; si no se indica, el de los ajustes o el único instalado",
      question: "la pregunta, entre comillas",
    },
    examples: [
      { command: 'localgpt ask "¿Qué es un proceso?"', what: "pregunta al modelo de los ajustes" },
      { command: 'localgpt ask qwen3:4b "Traduce: good morning"', what: "pregunta a otro" },
      { command: 'cat apuntes.txt | localgpt ask "Resume esto"', what: "pregunta por lo que llega por la tubería" },
      { command: 'localgpt ask gemma3:4b "¿Qué es esto?" --file foto.jpg', what: "pregunta por una imagen" },
      { command: 'localgpt ask "Tres planetas" --format json | jq', what: "una respuesta para un programa" },
    ],
  },
  chat: {
    summary: "Habla con un modelo en la terminal",
    description:
      "Habla con un modelo, mensaje a mensaje; recuerda lo que se ha dicho. Ctrl-C para una respuesta, /help muestra las órdenes del chat y /bye sale. La última conversación siempre se guarda. Si llega por una tubería, cada línea es un mensaje. Si todo está parado, Ollama arranca solo para el chat.",
    options: {
      continue: "sigue con la última conversación",
      system: "le dice al modelo cómo responder",
      temperature: "creatividad, de 0 a 2",
      "top-p": "parte de las palabras más probables entre las que elige, mayor que 0 y hasta 1",
      "max-tokens": "la respuesta más larga, en tokens",
      context: "tokens de la conversación que ve el modelo",
      seed: "el mismo número da las mismas respuestas",
      think: "el modelo piensa antes de responder",
      "no-think": "responde sin pensar antes",
    },
    arguments: { model: "un modelo instalado; si no se indica, el de los ajustes" },
    examples: [
      { command: "localgpt chat", what: "habla con el modelo de siempre" },
      {
        command: "localgpt chat qwen3:4b --system 'Responde en español'",
        what: "con otro, y diciéndole cómo responder",
      },
      { command: "localgpt chat --continue", what: "sigue donde lo dejaste" },
    ],
  },
  pull: {
    summary: "Descarga modelos",
    description:
      "Descarga uno o varios modelos, hasta tres a la vez, o continúa una descarga interrumpida. Antes te dice cuánto ocupan y si caben. Si uno falla, los demás siguen. Si todo está parado, arranca solo Ollama y lo para al terminar.",
    options: { force: "descarga aunque falle una comprobación" },
    arguments: { model: "un nombre de https://ollama.com/library, por ejemplo llama3.2 o qwen3:4b" },
    examples: [
      { command: "localgpt pull llama3.2", what: "un modelo" },
      { command: "localgpt pull llama3.2:1b qwen3:4b", what: "los dos a la vez" },
    ],
  },
  ...modelsHelp,
  ...adminHelp,
  ...adoptHelp,
  check: {
    summary: "Comprueba si el equipo está listo y dice qué arreglar",
    description:
      "Mira Docker, la memoria, el procesador, el disco, el puerto, la GPU y la red, y te dice qué está bien y cómo arreglar lo que no. `up` hace las mismas comprobaciones.",
    options: {},
    arguments: { model: "comprueba este modelo en lugar del de los ajustes" },
    examples: [
      { command: "localgpt check", what: "comprueba todo" },
      { command: "localgpt check llama3.1:8b", what: "¿podría usar aquí este modelo?" },
    ],
  },
  fit: {
    summary: "¿Me cabe un modelo? Con números, antes de descargarlo",
    description:
      "Calcula la memoria que necesita un modelo y el disco que ocupa, y los compara con lo que hay. Vale para los que tienes, para los habituales y, con internet, para cualquiera de la biblioteca. Dice también con cuánto contexto cabe y, si no cabe, cuáles sí.",
    options: { context: "tokens de la conversación que ve el modelo (si no se indica, los de los ajustes)" },
    arguments: { model: "un nombre de https://ollama.com/library, o uno de los tuyos" },
    examples: [
      { command: "localgpt fit llama3.1:8b", what: "¿cabe con los ajustes de ahora?" },
      { command: "localgpt fit qwen3:4b --context 32768", what: "¿y con conversaciones largas?" },
      { command: "localgpt fit mistral:7b && localgpt pull mistral:7b", what: "lo descarga solo si cabe" },
    ],
  },
  compose: {
    summary: "Muestra el archivo de Compose de la instalación",
    description:
      "Muestra el archivo de Compose que usa `up`, con comentarios. También funciona solo con `docker compose`, sin localgpt.",
    options: { output: "lo guarda en este archivo", force: "sobrescribe el archivo si ya existe" },
    arguments: {},
    examples: [
      { command: "localgpt compose", what: "lo muestra" },
      { command: "localgpt compose --output compose.yaml", what: "lo guarda; luego `docker compose up -d`" },
    ],
  },
  backup: {
    summary: "Guarda conversaciones, cuentas y ajustes en un archivo",
    description:
      "Guarda en un solo archivo los datos de Open WebUI, los ajustes y las charlas guardadas, incluso mientras se está chateando. De los modelos guarda los nombres y, con --with-models, también los modelos. Sin ARCHIVO, va a la carpeta de localgpt.",
    options: {
      "with-models": "guarda también los modelos (muchos gigabytes)",
      note: "una nota para reconocerla; las que llevan nota no las borra --keep",
      keep: "después, deja solo ese número de copias de las que nombra localgpt",
    },
    arguments: { file: "archivo en el que guardarla; no debe existir" },
    examples: [
      { command: "localgpt backup", what: "guarda todo menos los modelos" },
      { command: "localgpt backup /media/usb/localgpt.tar --with-models", what: "en un USB y con los modelos" },
      { command: "localgpt backup --keep 7", what: "para una tarea diaria: se quedan las siete últimas" },
    ],
  },
  restore: {
    summary: "Recupera una copia de seguridad",
    description:
      "Comprueba la copia byte a byte, guarda otra de lo que hay ahora y después pone en su lugar las cuentas, los chats y los archivos guardados. Si la página no funciona con ellos, todo vuelve atrás por sí solo. Los modelos y las charlas guardadas se añaden si faltan.",
    options: {
      check: "solo comprueba el archivo y dice qué contiene; no necesita Docker",
      "with-settings": "usa también los ajustes de la copia, menos el nombre",
      yes: "no pregunta",
    },
    arguments: { file: "archivo escrito por `localgpt backup`" },
    examples: [
      { command: "localgpt restore --check /media/usb/localgpt.tar", what: "¿está entera? ¿qué contiene?" },
      { command: "localgpt restore /media/usb/localgpt.tar", what: "la recupera, también en otro equipo" },
    ],
  },
  "backup list": {
    summary: "Muestra las copias de la carpeta de localgpt",
    description: "Muestra las copias de seguridad que no tienen un sitio propio: cuándo se hicieron y qué contienen.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt backup list", what: "primero la más reciente" }],
  },
  config: {
    summary: "Muestra y cambia los ajustes",
    description: "Los ajustes son lo que `up` recuerda, en un solo archivo fácil de leer.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt config list", what: "todos los ajustes y de dónde sale cada uno" },
      { command: "localgpt config set model qwen3:4b", what: "elige otro modelo" },
    ],
  },
  "config list": {
    summary: "Muestra todos los ajustes",
    description: "Muestra cada ajuste con su valor, y si viene del archivo o es el predeterminado.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt config list", what: "todos los ajustes" }],
  },
  "config get": {
    summary: "Muestra un ajuste",
    description: "Muestra el valor de un ajuste y nada más.",
    options: {},
    arguments: { key: "nombre del ajuste, por ejemplo model u ollama.port" },
    examples: [{ command: "localgpt config get port", what: "el puerto de la página" }],
  },
  "config set": {
    summary: "Cambia un ajuste",
    description: "Comprueba un ajuste y lo escribe en el archivo. Se aplica con el próximo `localgpt up`.",
    options: {},
    arguments: { key: "nombre del ajuste, por ejemplo model u ollama.port", value: "su nuevo valor" },
    examples: [
      { command: "localgpt config set context 8192", what: "conversaciones más largas" },
      { command: "localgpt config set ollama.port 11434", what: "permite que los editores del equipo usen Ollama" },
    ],
  },
  "config unset": {
    summary: "Devuelve un ajuste a su valor predeterminado",
    description: "Quita un ajuste del archivo. Se aplica con el próximo `localgpt up`.",
    options: {},
    arguments: { key: "nombre del ajuste, por ejemplo model u ollama.port" },
    examples: [{ command: "localgpt config unset memory", what: "el límite adecuado para este equipo" }],
  },
  "config path": {
    summary: "Muestra dónde está el archivo de ajustes",
    description: "Muestra la ruta del archivo de ajustes, exista o no.",
    options: {},
    arguments: {},
    examples: [{ command: 'nano "$(localgpt config path)"', what: "editarlo a mano" }],
  },
  ...selfUpdateHelp,
  ...uninstallHelp,
  completion: {
    summary: "Muestra un script para completar con el tabulador",
    description:
      "Muestra un script para tu consola. Con él, el tabulador completa órdenes, opciones, servicios y modelos.",
    options: {},
    arguments: { shell: "bash, zsh, fish o powershell" },
    examples: [
      { command: 'eval "$(localgpt completion bash)"', what: "bash: ponlo en ~/.bashrc" },
      { command: 'eval "$(localgpt completion zsh)"', what: "zsh: ponlo en ~/.zshrc, después de compinit" },
      { command: "localgpt completion fish | source", what: "fish: ponlo en ~/.config/fish/config.fish" },
      {
        command: "localgpt completion powershell | Out-String | Invoke-Expression",
        what: "PowerShell: ponlo en $PROFILE",
      },
    ],
  },
};
