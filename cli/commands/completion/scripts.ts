/** The supported shells. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** The scripts call the program for the candidates. */
const SUGGEST = 'tvguide completion --suggest --';

const SCRIPTS: Readonly<Record<Exclude<Shell, 'fish'>, string>> = {
  // Without candidates, bash completes file names.
  bash: `_tvguide() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(${SUGGEST} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _tvguide tvguide
`,
  zsh: `#compdef tvguide
_tvguide() {
  local -a suggestions
  suggestions=(\${(f)"$(${SUGGEST} "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( $#suggestions )); then compadd -a suggestions; else _files; fi
}
compdef _tvguide tvguide
`,
};

/**
 * Returns the completion script for a shell.
 *
 * @param fileOptions the names, without dashes, of options whose value is a file, which fish needs
 */
export function completionScript(shell: Shell, fileOptions: readonly string[]): string {
  if (shell !== 'fish') return SCRIPTS[shell];
  return [
    `complete -c tvguide -f -a '(${SUGGEST} (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'`,
    ...fileOptions.map((name) => `complete -c tvguide -l ${name} -r -F`),
    '',
  ].join('\n');
}
