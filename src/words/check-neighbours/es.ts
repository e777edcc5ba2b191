import type { PortOwner } from "../../core/facts/vocabulary.ts";
import { formatBinding, loopbackAddress } from "../../core/values/binding.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { CheckTexts, ErrorTexts } from "../shapes.ts";
import type * as en from "./en.ts";

const format = createFormat("es");

export const neighbourChecks: CheckTexts<keyof typeof en.neighbourChecks> = {
  port: (_status, { port, state, owner, nextFree, setting, address = loopbackAddress, ownAddresses = [] }) => {
    if (state === "free") return { message: `El puerto ${port} está libre` };
    if (state === "ours") return { message: `El puerto ${port} lo usa esta instalación` };
    if (state === "not-here") {
      const [other = "0.0.0.0"] = ownAddresses;
      return {
        message: `${address} no es una dirección de este equipo${ownAddresses.length === 0 ? "" : `; tiene ${format.list(ownAddresses)}`}`,
        hint: `Usa una de las suyas: \`localgpt up --port ${pasteable(formatBinding({ address: other, port }))}\``,
      };
    }
    return portErrors["port-taken"]({ port, owner: owner ?? { kind: "unknown" }, nextFree, setting, address });
  },
  exposure: (status, { address, port, signUp }) => {
    const binding = formatBinding({ address, port });
    const pasted = pasteable(binding);
    const open = `La página ${status === "failure" ? "quedaría" : "está"} abierta a toda la red (${binding})`;
    if (signUp === "closed") {
      return {
        message: `${open}; solo entra quien tiene cuenta, y lo que escribe viaja sin cifrar`,
      };
    }
    const meaning = {
      first: "todavía nadie tiene cuenta: la primera persona que cree una será su administrador",
      open: "cualquiera que esté en ella puede crear una cuenta",
      unknown: "no se ha podido averiguar si cualquiera puede crear una cuenta",
    }[signUp];
    if (status !== "failure") return { message: `${open}, y ${meaning}` };
    const close = {
      first: `Crea antes la cuenta de administrador, que cierra el alta de cuentas: \`localgpt up --port ${port} && localgpt admin create\`, y después \`localgpt up --port ${pasted}\``,
      open: "Cierra antes el alta de cuentas, en la página, en Administración → Ajustes → Authentication (New Sign Ups), y repite la orden",
      unknown: `Arráncala antes solo para este equipo: \`localgpt up --port ${port}\``,
    }[signUp];
    return {
      message: `${open}, y ${meaning}`,
      hint: `${close}. Si es lo que quieres: \`localgpt up --port ${pasted} --let-anyone-sign-up\``,
    };
  },
  "native-ollama": (_status, { port }) => ({
    message: `En este equipo hay otro Ollama en marcha en el puerto ${port}. No molesta: esta instalación tiene el suyo y no usa ese puerto`,
  }),
  "other-volumes": (status, { volumes, adoptable }) => ({
    message:
      status === "warning"
        ? `Docker guarda datos de un Ollama u Open WebUI anterior: ${format.list(volumes)}. Esta instalación empieza sin ellos`
        : `Docker guarda datos de otro Ollama u Open WebUI, que esta instalación no toca: ${format.list(volumes)}`,
    hint:
      adoptable.length === 0
        ? "Para copiar a esta instalación los volúmenes que elijas: `localgpt adopt VOLUME`"
        : `Para copiarlos a esta instalación: \`localgpt adopt ${adoptable.map(pasteable).join(" ")}\``,
  }),
  "foreign-volumes": (_status, { volumes }) => ({
    message: `Esta instalación usa volúmenes que no creó localgpt: ${format.list(volumes)}. Lo que contienen se conserva, y los datos nuevos se guardan también ahí`,
    hint: "Si son de otra persona, dale otro nombre a esta instalación: `localgpt --project NAME up`",
  }),
  "lost-data": (_status, { volumes, gone }) =>
    gone !== null
      ? {
          message: `Ya no existe el volumen ${gone}, con los datos de la página: arrancaría sin cuentas ni conversaciones`,
          hint: "Si este no es el Docker de antes, vuelve al que lo tiene (`docker context ls`); si lo es, deshaz el último cambio (`localgpt rollback`) o mira tus copias de seguridad (`localgpt backup list`)",
        }
      : {
          message: `La página tiene datos en ${format.list(volumes)}, pero ya no consta qué hay instalado: arrancaría sin cuentas ni conversaciones`,
          hint: `Recupera los datos más recientes: \`localgpt adopt ${volumes[0] ?? "VOLUME"}\``,
        },
  "other-folder": (_status, { project, folder }) => ({
    message: `\`${project}\` es de un localgpt con otros ajustes, cuya carpeta es ${folder}; cada uno volvería a crear los contenedores del otro`,
    hint: `Usa aquel (su carpeta se elige con la variable \`LOCALGPT_HOME\`, y \`sudo\` elige otra), o crea una segunda instalación: \`localgpt --project NAME up\``,
  }),
  "network-aliases": (_status, { service }) => ({
    message: `El contenedor de ${service} ha perdido su nombre en la red, así que el otro no lo encuentra`,
    hint: "Vuelve a crearlo: `localgpt up`",
  }),
};

export const portErrors: ErrorTexts<keyof typeof en.portErrors> = {
  "port-taken": ({ port, owner, nextFree, setting = "port", address = loopbackAddress }) => ({
    message: `El puerto ${port} lo ocupa ${tellOwner(owner)}`,
    hint:
      setting === "ollama.port"
        ? `Elige otro para Ollama (\`localgpt config set ollama.port ${nextFree ?? "N"}\`) o ninguno (\`localgpt config unset ollama.port\`)`
        : nextFree === null
          ? "Elige uno libre: `localgpt up --port N`"
          : `Usa uno libre: \`localgpt up --port ${pasteable(formatBinding({ address, port: nextFree }))}\``,
  }),
};

function tellOwner(owner: PortOwner): string {
  if (owner.kind === "unknown") return "otro programa";
  if (owner.kind === "page") return "la página de esta misma instalación";
  if (owner.kind === "process") return `\`${owner.name}\` (proceso ${owner.pid})`;
  return `el contenedor \`${owner.name}\`${owner.project === null ? "" : ` del proyecto \`${owner.project}\``}`;
}
