import type { HelpTexts } from "../shapes.ts";

export const completionHelp = {
  completion: {
    summary: "Print a script for completion with Tab",
    description:
      "Prints a script for your shell, which then completes commands, options, services and models with Tab.",
    options: {},
    arguments: { shell: "bash, zsh, fish or powershell" },
    examples: [
      { command: 'eval "$(localgpt completion bash)"', what: "bash: put it in ~/.bashrc" },
      { command: 'eval "$(localgpt completion zsh)"', what: "zsh: put it in ~/.zshrc, after compinit" },
      { command: "localgpt completion fish | source", what: "fish: put it in ~/.config/fish/config.fish" },
      {
        command: "localgpt completion powershell | Out-String | Invoke-Expression",
        what: "PowerShell: put it in $PROFILE",
      },
    ],
  },
} satisfies HelpTexts;

export const completion = {
  /** After the name of a model that is on disk. */
  installed: "installed",
};
