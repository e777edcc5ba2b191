import type { Agent } from "node:http";
import { isError } from "../../core/errors/errors.ts";
import { fieldsOf, textOf } from "../../core/text/json-text.ts";
import { createHttpClient, requiredText } from "../http/http.ts";
import type { RequestBounds } from "./ollama.ts";

/** The data of a new account. */
export type NewAccount = { name: string; email: string; password: string };

/**
 * Open WebUI's REST calls that need no account; failures are `service-unreachable`, `service-answered` or
 * `interrupted`.
 */
export type OpenWebui = {
  /** Whether it reports that its start is complete and its database answers (`/health` alone reports neither). */
  ready: (bounds: RequestBounds) => Promise<boolean>;
  version: (bounds: RequestBounds) => Promise<string>;
  /** Whether nobody has an account yet: the next one to sign up becomes the administrator. */
  awaitsFirstAccount: (bounds: RequestBounds) => Promise<boolean>;
  /** Whether anybody can create an account. */
  signUpIsOpen: (bounds: RequestBounds) => Promise<boolean>;
  /** Creates an account and returns its role: `admin` for the first one, which closes the sign-up. */
  signUp: (account: NewAccount, bounds: RequestBounds) => Promise<string | null>;
};

/** A client of the Open WebUI reached over this agent. */
export function createOpenWebui(agent: Agent): OpenWebui {
  const http = createHttpClient(agent, "open-webui");
  const readConfig = async (bounds: RequestBounds) =>
    fieldsOf(await http.readJson({ method: "GET", path: "/api/config", ...bounds }));
  return {
    ready: async (bounds) => {
      try {
        return fieldsOf(await http.readJson({ method: "GET", path: "/ready", ...bounds })).status !== false;
      } catch (error) {
        if (isError(error, "service-answered") && error.facts.status === 503) return false;
        throw error;
      }
    },
    version: async (bounds) => {
      const path = "/api/version";
      return requiredText("open-webui", path, await http.readJson({ method: "GET", path, ...bounds }), "version");
    },
    awaitsFirstAccount: async (bounds) => (await readConfig(bounds)).onboarding === true,
    signUpIsOpen: async (bounds) => fieldsOf((await readConfig(bounds)).features).enable_signup === true,
    signUp: async (account, bounds) => {
      const path = "/api/v1/auths/signup";
      return textOf(fieldsOf(await http.readJson({ method: "POST", path, body: account, ...bounds })).role);
    },
  };
}
