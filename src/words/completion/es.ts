import type * as en from "./en.ts";

export const completionHelp: typeof en.completionHelp = {
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

export const completion: typeof en.completion = { installed: "instalado" };
