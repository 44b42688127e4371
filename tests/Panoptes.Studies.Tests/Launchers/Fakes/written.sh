#!/bin/bash
# A program that a test has written: it is linked to by the program's name, and the rest stands beside it.
printf '%s ' "$@" >>"$0.calls"
echo >>"$0.calls"
. "$0.body"
