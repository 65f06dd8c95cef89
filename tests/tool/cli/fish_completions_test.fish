# Completes command lines in a real fish. Runs in the source folder.
source docs/cli/pool-audit.fish
set -g failures 0
cd (mktemp -d) # empty, so that no folder joins the words

# check LINE EXPECTED...: all completions without their descriptions, in fish's order.
function check
    set -l actual (complete -C $argv[1] | string split -f 1 \t)
    if test "$actual" != "$argv[2..-1]"
        echo "completing '$argv[1]': expected '$argv[2..-1]', actual '$actual'" >&2
        set -g failures 1
    end
end

check 'pool-audit inv' inventory
check 'pool-audit model ' check list show suggest
check 'pool-audit cache ' clear path stats
check 'pool-audit completions ' bash fish zsh
check 'pool-audit build --col' --color
check 'pool-audit build --color ' always auto never
check 'pool-audit inventory --fail-on=u' --fail-on=unpaired
check 'pool-audit cache path --' --cache-dir --help
check 'pool-audit --vers' --version
check 'pool-audit extract -- --' 
rmdir $PWD
exit $failures
