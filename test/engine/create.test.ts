import { afterEach, expect, test } from "vitest";
import { defaultSettings } from "../../src/core/settings/settings.ts";
import { renderComposeFile } from "../../src/core/stack/compose-file.ts";
import { hashService } from "../../src/core/stack/compose-hash.ts";
import { label } from "../../src/core/stack/labels.ts";
import { anyMachineResources } from "../../src/core/stack/resources.ts";
import { createContainer } from "../../src/engine/containers/create.ts";
import { connectEngine } from "../../src/engine/find/connect.ts";
import { calm } from "../support/engines/connect.ts";
import { type StubEngine, startStubEngine } from "../support/engines/stub-engine.ts";

let stub: StubEngine | null = null;
afterEach(async () => stub?.close());

test("a container that a killed run left the Engine to remove is not taken for the one to make", async () => {
  const resources = anyMachineResources("none");
  const { stack } = renderComposeFile({ settings: defaultSettings, resources, gpu: "none", renderGroups: [] });
  const labels = { [label.project]: stack.name, [label.configHash]: hashService(stack, "ollama") };
  const asked: string[] = [];
  stub = await startStubEngine({
    answer: (request, response) => {
      const [path = ""] = (request.url ?? "").replace(/^\/v[\d.]+/, "").split("?");
      const send = (status: number, body: unknown) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
        return true;
      };
      if (path.startsWith("/images/")) return send(200, { Id: "sha256:1", Size: 1, Architecture: "amd64" });
      if (path === "/containers/create") {
        asked.push("create");
        if (asked.length > 3) return send(201, { Id: "new" });
        return send(409, { message: 'Conflict. The container name "/localgpt-ollama-1" is already in use by …' });
      }
      if (path !== "/containers/localgpt-ollama-1/json") return false;
      asked.push("inspect");
      return send(200, { State: { Status: "removing", Dead: false }, Config: { Labels: labels } });
    },
  });
  const environment = { DOCKER_HOST: stub.host };
  const engine = await connectEngine({
    environment,
    platform: process.platform,
    userId: 0,
    signal: calm(),
    emit: () => {},
  });
  await createContainer(engine, { stack, composeFile: "/c.yaml", workingDir: "/" }, "ollama", calm());
  expect(asked).toEqual(["create", "inspect", "create", "inspect", "create"]);
});
