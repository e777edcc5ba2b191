// Every script passes the words up to the cursor to `localgpt __complete`, which prints one candidate a line: its text
// and, after a tab, its description. If it prints nothing, the shell completes the names of files as usual.

const bash = `# localgpt: completion for bash. Put into ~/.bashrc:  eval "$(localgpt completion bash)"
_localgpt() {
  # The words as they stand on the line: bash itself would cut model names at their colon.
  local line="\${COMP_LINE:0:COMP_POINT}" current prefix candidate
  local -a typed
  read -r -a typed <<< "$line"
  case "$line" in *[[:space:]]) typed+=("") ;; esac
  current="\${typed[\${#typed[@]}-1]}"
  prefix="\${current%"\${current##*[:=]}"}"
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate _; do
    COMPREPLY+=("\${candidate#"$prefix"}")
  done < <(localgpt __complete "\${typed[@]:1}" 2> /dev/null)
}
complete -o default -F _localgpt localgpt
`;

const zsh = `#compdef localgpt
# localgpt: completion for zsh. Put into ~/.zshrc, after compinit:  eval "$(localgpt completion zsh)"
_localgpt() {
  local -a candidates
  local value what
  while IFS=$'\\t' read -r value what; do
    candidates+=("\${value//:/\\\\:}\${what:+:$what}")
  done < <(localgpt __complete "\${(@Q)words[2,CURRENT]}" 2> /dev/null)
  if (( \${#candidates} )); then
    _describe -V localgpt candidates
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _localgpt ]]; then
  _localgpt "$@"
else
  compdef _localgpt localgpt
fi
`;

const fish = `# localgpt: completion for fish. Put into ~/.config/fish/config.fish:  localgpt completion fish | source
function __localgpt_candidates
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    localgpt __complete $typed[2..-1] "$current" 2>/dev/null
end
complete -c localgpt -e
complete -c localgpt -f -k -a '(__localgpt_candidates)'
complete -c localgpt -n '__fish_seen_subcommand_from compose' -s o -l output -r -F
complete -c localgpt -n '__fish_seen_subcommand_from ask' -s f -l file -r -F
complete -c localgpt -n '__fish_seen_subcommand_from backup restore' -F
complete -c localgpt -n '__fish_seen_subcommand_from ask' -l format -r -F
`;

const powershell = `# localgpt: completion for PowerShell. Put into $PROFILE:  localgpt completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName localgpt -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })
    # An empty word would be lost on its way to a program; two quotes stand for it.
    if ($wordToComplete -eq '') { $typed += '""' }
    localgpt __complete @typed 2>$null | ForEach-Object {
        $value, $what = $_ -split "\`t", 2
        if (-not $what) { $what = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $what)
    }
}
`;

/** The completion script of each shell, as `localgpt completion SHELL` prints it. */
export const shells = { bash, zsh, fish, powershell } as const;
