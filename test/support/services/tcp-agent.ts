import { Agent, type AgentOptions } from "node:http";

/** An agent whose every connection goes to a loopback port, as a tunnel's goes to the port in its container. */
export function createTcpAgent(port: number): Agent {
  const options: AgentOptions & { port: number; host: string } = { keepAlive: true, port, host: "127.0.0.1" };
  return new Agent(options);
}
