# Completes command lines in a real zsh: a second shell on a pseudo-terminal, which is what zsh's
# completion needs. Runs in the source folder.
zmodload zsh/zpty || exit 1
folder=$PWD/docs/cli
failures=0
scratch=$(mktemp -d)
cd $scratch || exit 1  # empty, so that no folder joins the words

# Control-X prints the line as it stands and empties it.
zpty shell 'zsh -f -i'
zpty -w shell "PS1=''; TERM=dumb; unset zle_bracketed_paste
  fpath=($folder \$fpath); autoload -Uz compinit; compinit -u -D
  show() { print -r -- \"<<\$BUFFER>>\"; BUFFER=''; zle accept-line }
  zle -N show; bindkey '^I' complete-word '^X' show; print re''ady"
zpty -r -m shell output '*ready*'

# check LINE EXPECTED: the line as it is after the tabulator key.
check() {
  local output=''
  zpty -w -n shell "$1"$'\t\x18'
  zpty -r -m shell output '*<<*>>*'
  local line=${${output##*<<}%%>>*}
  if [[ $line != "$2" ]]; then
    print -r -u2 "completing '$1': expected '$2', actual '$line'"
    failures=1
  fi
}

check 'pool-audit inv' 'pool-audit inventory '
check 'pool-audit build --cand' 'pool-audit build --candidates '
check 'pool-audit model sug' 'pool-audit model suggest '
check 'pool-audit facts ' 'pool-audit facts print '
check 'pool-audit build --fail-on=unp' 'pool-audit build --fail-on=unpaired '
check 'pool-audit cache path --cac' 'pool-audit cache path --cache-dir='
check 'pool-audit completions z' 'pool-audit completions zsh '
zpty -d shell
rmdir $scratch
exit $failures
