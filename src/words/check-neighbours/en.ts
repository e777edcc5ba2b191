import type { PortOwner } from "../../core/facts/vocabulary.ts";
import { formatBinding, loopbackAddress } from "../../core/values/binding.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { CheckTexts, ErrorTexts } from "../shapes.ts";

const format = createFormat("en");

export const neighbourChecks = {
  port: (_status, { port, state, owner, nextFree, setting, address = loopbackAddress, ownAddresses = [] }) => {
    if (state === "free") return { message: `Port ${port} is free` };
    if (state === "ours") return { message: `Port ${port} is in use by this stack` };
    if (state === "not-here") {
      const [other = "0.0.0.0"] = ownAddresses;
      return {
        message: `${address} is not an address of this computer${ownAddresses.length === 0 ? "" : `; it has ${format.list(ownAddresses)}`}`,
        hint: `Use one of its own: \`localgpt up --port ${pasteable(formatBinding({ address: other, port }))}\``,
      };
    }
    return portErrors["port-taken"]({ port, owner: owner ?? { kind: "unknown" }, nextFree, setting, address });
  },
  exposure: (status, { address, port, signUp }) => {
    const binding = formatBinding({ address, port });
    const pasted = pasteable(binding);
    const open = `The page ${status === "failure" ? "would be" : "is"} open to everyone in the network (${binding})`;
    if (signUp === "closed") {
      return {
        message: `${open}; only those with an account get in, and what they write is not encrypted on the way`,
      };
    }
    const meaning = {
      first: "nobody has an account yet: the first person to sign up becomes its administrator",
      open: "anyone there can make an account",
      unknown: "whether anyone there can make an account could not be checked",
    }[signUp];
    if (status !== "failure") return { message: `${open}, and ${meaning}` };
    const close = {
      first: `Create the administrator first, which closes the sign-up: \`localgpt up --port ${port} && localgpt admin create\`, then \`localgpt up --port ${pasted}\``,
      open: "Close the sign-up first, on the page in Admin Panel → Settings → Authentication (New Sign Ups), then run the command again",
      unknown: `Start it for this computer alone first: \`localgpt up --port ${port}\``,
    }[signUp];
    return {
      message: `${open}, and ${meaning}`,
      hint: `${close}. If that is what you want: \`localgpt up --port ${pasted} --let-anyone-sign-up\``,
    };
  },
  "native-ollama": (_status, { port }) => ({
    message: `Another Ollama is running on this machine, on port ${port}. That is fine: this stack has its own and does not use that port`,
  }),
  "other-volumes": (status, { volumes, adoptable }) => ({
    message:
      status === "warning"
        ? `Docker has data of an earlier Ollama or Open WebUI: ${format.list(volumes)}. This stack begins without it`
        : `Docker has data of another Ollama or Open WebUI, which this stack leaves alone: ${format.list(volumes)}`,
    hint:
      adoptable.length === 0
        ? "Copy the volumes that you choose into this stack: `localgpt adopt VOLUME`"
        : `Copy it into this stack: \`localgpt adopt ${adoptable.map(pasteable).join(" ")}\``,
  }),
  "foreign-volumes": (_status, { volumes }) => ({
    message: `This stack uses volumes that localgpt did not create: ${format.list(volumes)}. Their contents are kept, and new data is written to them`,
    hint: "If they are somebody else's, give this stack another name: `localgpt --project NAME up`",
  }),
  "lost-data": (_status, { volumes, gone }) =>
    gone !== null
      ? {
          message: `The volume ${gone} with the data of the page is gone: it would start without accounts and conversations`,
          hint: "If this is not the same Docker as before, switch back to that one (`docker context ls`); otherwise undo the last change (`localgpt rollback`) or list your backups (`localgpt backup list`)",
        }
      : {
          message: `The page has data in ${format.list(volumes)}, but the record of what is installed is lost: it would start without accounts and conversations`,
          hint: `Bring back the latest data: \`localgpt adopt ${volumes[0] ?? "VOLUME"}\``,
        },
  "other-folder": (_status, { project, folder }) => ({
    message: `\`${project}\` belongs to a localgpt with other settings, whose folder is ${folder}; each would keep recreating the containers of the other`,
    hint: `Use that one (its folder is chosen by the variable \`LOCALGPT_HOME\`, and \`sudo\` chooses another), or start a second stack: \`localgpt --project NAME up\``,
  }),
  "network-aliases": (_status, { service }) => ({
    message: `The ${service} container has lost its name on the network, so the other one cannot find it`,
    hint: "Recreate it: `localgpt up`",
  }),
} satisfies Partial<CheckTexts>;

export const portErrors = {
  "port-taken": ({ port, owner, nextFree, setting = "port", address = loopbackAddress }) => ({
    message: `Port ${port} is in use by ${tellOwner(owner)}`,
    hint:
      setting === "ollama.port"
        ? `Choose another one for Ollama (\`localgpt config set ollama.port ${nextFree ?? "N"}\`) or none (\`localgpt config unset ollama.port\`)`
        : nextFree === null
          ? "Choose a free one: `localgpt up --port N`"
          : `Use a free one: \`localgpt up --port ${pasteable(formatBinding({ address, port: nextFree }))}\``,
  }),
} satisfies Partial<ErrorTexts>;

function tellOwner(owner: PortOwner): string {
  if (owner.kind === "unknown") return "another program";
  if (owner.kind === "page") return "the page of this same stack";
  if (owner.kind === "process") return `\`${owner.name}\` (process ${owner.pid})`;
  return `the container \`${owner.name}\`${owner.project === null ? "" : ` of the project \`${owner.project}\``}`;
}
