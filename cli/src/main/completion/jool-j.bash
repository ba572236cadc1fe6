# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Completion of jool-j, jool, jool_siit and jool_mapt for bash; the program itself tells what may stand at the cursor:
#
#     . jool-j.bash

_jool_j() {
    # shellcheck disable=SC2034 # prev is what the library sets besides
    local cur prev words cword
    if declare -F _get_comp_words_by_ref >/dev/null; then
        # Addresses are words, although bash takes words apart at colons.
        _get_comp_words_by_ref -n : cur prev words cword
    else
        words=("${COMP_WORDS[@]}") cword=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]}
    fi
    # One line of words that start with the one at the cursor.
    read -ra COMPREPLY < <("${words[0]}" autocomplete "$cword" "${words[@]:1}" 2>/dev/null)
    if declare -F __ltrim_colon_completions >/dev/null; then
        __ltrim_colon_completions "$cur"
    fi
}

complete -o default -F _jool_j jool-j jool jool_siit jool_mapt
