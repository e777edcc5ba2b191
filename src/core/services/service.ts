/**
 * What sets one service of the stack apart from the others. The rest of the program asks this description instead of
 * asking which service it is; how to talk to a service is beside its client in `services/clients`.
 */
export type ServiceDescription = {
  /** Its key in the Compose file and its name in the network, as people type it too. */
  name: string;
  /** What people call it, in every language. */
  title: string;
  /**
   * The image that this release was tested with. `downloadBytes` is the compressed size of its layers as its registry
   * has it for amd64; `localgpt update` brings an installed stack to it.
   */
  image: { reference: string; downloadBytes: number };
  /** The port on which it listens inside its container. */
  port: number;
  /** Where it keeps its data inside its container; its volume is mounted there. */
  dataFolder: string;
  /** Whether it itself downloads from the internet, and so gets the proxy that Docker has for containers. */
  usesProxy: boolean;
  /** Whether `--memory` limits it: out of memory, it can be given more. */
  takesMemory: boolean;
  /** The colour of its name on a terminal. */
  colour: "cyan" | "magenta";
  /** Lines of its log that do not explain a failure. */
  logNoise: readonly RegExp[];
};
