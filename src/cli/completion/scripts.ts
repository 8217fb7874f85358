/** A shell with a completion script. */
export type Shell = "bash" | "zsh" | "fish";

/**
 * The completion scripts. Each passes the words up to the cursor to `tyk-oauth complete --`, and never evaluates them: a word such as
 * `$(reboot)` would otherwise run when somebody presses the tab key.
 */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of tyk-oauth for bash.
_tyk_oauth() {
  local line kind=none
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :*) kind="\${line#:}" ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(tyk-oauth complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  # Without a value, readline completes files. The bash of macOS has no compopt, and then always does.
  case "$kind" in
    none) compopt +o default 2>/dev/null ;;
    folders) compopt -o dirnames +o default 2>/dev/null ;;
  esac
  return 0
}
complete -o default -F _tyk_oauth tyk-oauth`,
  zsh: `#compdef tyk-oauth
# Completion of tyk-oauth for zsh.
_tyk_oauth() {
  local line kind=none
  local -a values
  while IFS= read -r line; do
    case $line in
      :*) kind=\${line#:} ;;
      *) values+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <(tyk-oauth complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  [[ $words[CURRENT] == --*=* ]] && compset -P '*='
  case $kind in
    files) _files ;;
    folders) _files -/ ;;
    *) _describe 'tyk-oauth' values ;;
  esac
}
if [[ $funcstack[1] == _tyk_oauth ]]; then
  _tyk_oauth "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _tyk_oauth tyk-oauth
fi`,
  fish: `# Completion of tyk-oauth for fish.
function __tyk_oauth
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l prefix (string match -r -- '^--[^=]+=' "$word")
    set -l rest (string replace -- "$prefix" '' "$word")
    for line in (tyk-oauth complete -- $words[2..-1] "$word" 2>/dev/null)
        switch $line
            case ':files'
                for path in (__fish_complete_path "$rest")
                    printf '%s\\n' "$prefix$path"
                end
            case ':folders'
                for path in (__fish_complete_directories "$rest")
                    printf '%s\\n' "$prefix$path"
                end
            case ':none'
            case '*'
                printf '%s\\n' "$prefix$line"
        end
    end
end
complete -c tyk-oauth -f -a '(__tyk_oauth)'`,
};
