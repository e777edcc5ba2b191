import { type Answer, runBehindProxy, type Treat, type Treatment } from "../support/engines/engine-proxy.ts";
import { type Fault, faults } from "../support/program/fault.ts";

/**
 * A row in which the Engine treats a call, by its method and path (each call, where none is named), in a way of its
 * own.
 */
function badly(
  name: string,
  {
    call,
    treatment,
    args = ["up"],
    ...row
  }: { call?: string; treatment: Treatment; args?: string[] } & Omit<Fault, "name" | "provoke">,
): Fault {
  const treat: Treat = (method, path) => ([undefined, `${method} ${path}`].includes(call) ? treatment : null);
  return {
    name,
    provoke: ({ run }) => runBehindProxy(run, args, treat),
    ...row,
  };
}

const failing: Answer = { status: 500, body: JSON.stringify({ message: "the database is locked" }) };
const page: Answer = { status: 502, contentType: "text/html", body: "<html>Bad Gateway</html>" };
const garbage: Answer = { status: 200, contentType: "text/html", body: "<html>Welcome to our network</html>" };
const made: Answer = { ...garbage, status: 201 };
/** What an Engine under the signal to end has been seen to answer. */
const closed: Answer = {
  status: 500,
  body: JSON.stringify({ message: "failed to populate volume: database not open" }),
  isLast: true,
};
const cancelled: Answer = {
  status: 200,
  body: JSON.stringify({ error: "error creating lease: Canceled: grpc: the client connection is closing" }),
  isLast: true,
};
const missing: Answer = { status: 404, body: JSON.stringify({ message: "No such image" }) };
const list = "GET /containers/json";
const create = "POST /containers/create";

const slow = {
  says: { en: /Docker is slow: no answer for 4 s/, es: /Docker va lento: lleva 4 s sin responder/ },
  next: null,
};
const restart = { en: /run the same command again/, es: /repite la orden/ };
const check = /localgpt check/;
const lost = { en: /connection to Docker was lost/, es: /Se ha perdido la conexión con Docker/ };
const garbled = { en: /did not look like Docker's/, es: /no parece de Docker/ };

faults("The Engine's answers", [
  badly("The Engine takes 5 s for each answer, in `status`", {
    ...{ treatment: { delayMs: 5000 }, args: ["status"] },
    ...{ exit: 0, ...slow },
  }),
  badly("The Engine takes 5 s for an answer, in `up`", {
    ...{ call: "GET /info", treatment: { delayMs: 5000 } },
    ...{ exit: 0, ...slow },
  }),
  badly("The Engine fails at reading (HTTP 500)", {
    ...{ call: list, treatment: failing },
    exit: 1,
    says: {
      en: /Docker could not list the containers \(HTTP 500\): the database is locked/,
      es: /Docker no ha podido listar los contenedores \(HTTP 500\): the database is locked/,
    },
    next: check,
  }),
  badly("The Engine fails at a change (HTTP 500)", {
    ...{ call: create, treatment: failing, before: "down" },
    exit: 1,
    says: {
      en: /Docker could not create a container \(HTTP 500\): the database is locked/,
      es: /Docker no ha podido crear un contenedor \(HTTP 500\): the database is locked/,
    },
    next: check,
  }),
  badly("Something before the Engine answers with a page", {
    ...{ call: list, treatment: page },
    exit: 1,
    says: { en: /list the containers \(HTTP 502\)/, es: /listar los contenedores \(HTTP 502\)/ },
    next: check,
  }),
  badly("The answer to a question is not JSON", {
    ...{ call: list, treatment: garbage },
    ...{ exit: 3, says: garbled, next: restart },
  }),
  badly("The answer to a change is not JSON", {
    ...{ call: create, treatment: made, before: "down" },
    ...{ exit: 3, says: garbled, next: restart },
  }),
  badly("The answer to a question breaks off half-way", {
    ...{ call: list, treatment: "half" },
    ...{ exit: 3, says: lost, next: restart },
  }),
  badly("The answer to a change breaks off half-way", {
    ...{ call: create, treatment: "half", before: "down" },
    ...{ exit: 3, says: lost, next: restart },
  }),
  badly("The Engine is being stopped and fails at a change", {
    ...{ call: create, treatment: closed, before: "down" },
    ...{ exit: 3, says: lost, next: restart },
  }),
  {
    name: "The Engine is being stopped and breaks a download off",
    before: "down",
    provoke: ({ run }) =>
      runBehindProxy(run, ["up"], (method, path) => {
        if (`${method} ${path}` === "POST /images/create") return cancelled;
        // The other files of the suite use the image, so it is only said to be missing.
        return /^\/images\/.*ollama.*\/json$/.test(path) ? missing : null;
      }),
    ...{ exit: 3, says: lost, next: restart },
  },
]);
