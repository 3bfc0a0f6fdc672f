import { FILES } from './suggest.ts';

/** The supported shells. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** The scripts call the program for the candidates. */
const SUGGEST = 'tvguide completion --suggest --';

const SCRIPTS: Readonly<Record<Exclude<Shell, 'fish'>, string>> = {
  // The bash of macOS has no mapfile and no compopt. Names of states have blanks.
  bash: `_tvguide() {
  local line word cur=\${COMP_WORDS[COMP_CWORD]}
  local -a words=()
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    word=\${word//\\\\/}
    words+=("\${word#[\\"\\']}")
  done
  while IFS= read -r line; do
    if [[ $line == '${FILES}' ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
    elif [[ $cur == [\\"\\']* ]]; then
      COMPREPLY+=("$line")
    else
      COMPREPLY+=("\${line// /\\\\ }")
    fi
  done < <(${SUGGEST} "\${words[@]}" 2>/dev/null)
}
complete -F _tvguide tvguide
`,
  zsh: `#compdef tvguide
_tvguide() {
  local -a suggestions
  suggestions=(\${(f)"$(${SUGGEST} "\${(@Q)words[2,CURRENT]}" 2>/dev/null)"})
  if [[ $suggestions[1] == '${FILES}' ]]; then _files; elif (( $#suggestions )); then compadd -a suggestions; fi
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
  const candidates = `${SUGGEST} (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null`;
  return [
    `complete -c tvguide -f -a '(${candidates} | string match -v ${FILES})'`,
    ...fileOptions.map((name) => `complete -c tvguide -l ${name} -r -F`),
    '',
  ].join('\n');
}
