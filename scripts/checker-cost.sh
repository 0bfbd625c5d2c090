#!/usr/bin/env bash
# scripts/checker-cost.sh [PAIRS]: what the checker costs. Compiles the sources of core in turn with and without it,
# each time in a javac of its own: first as our build does (Error Prone, NullAway, all of javac's warnings), then as
# plain javac, which does nothing else. Prints each pair, and the medians of the pairs' ratios; 7 pairs unless told.
set -eu

root=$(cd -P -- "$(dirname -- "$0")/.." && pwd)
. "$root/scripts/house.sh"
find_jdk
find_mvn
pairs=${1:-7}
case "$pairs" in '' | *[!0-9]* | 0) echo "usage: scripts/checker-cost.sh [PAIRS]" >&2 && exit 2 ;; esac

work=$root/.build/checker-cost
rm -rf "$work"
mkdir -p "$work"

# The options are the build's own: Maven tells them when it compiles.
touch "$root/core/src/main/java/module-info.java"
if ! (cd "$root" && mvn -X -B -ntp -pl checker,core compile >"$work/maven.log" 2>&1); then
  echo "checker-cost: core does not compile: see $work/maven.log" >&2
  exit 1
fi
options=$(grep -A1 'Command line options:' "$work/maven.log" | tail -1)
option() { printf '%s\n' "$options" | sed -n "s/.* $1 \([^ ]*\).*/\1/p"; }
find "$root/core/src/main/java" -name '*.java' >"$work/sources"
{
  echo "-d $work/classes"
  echo "-p $(option --module-path | sed "s|$root/core/target/classes:||")"
  echo "-processorpath $(option -processorpath)"
  echo "--release 25 -g -parameters -XDcompilePolicy=simple --should-stop=ifError=FLOW"
} >"$work/plain"
{
  printf '%s\n' "$options" | grep -o ' -Xlint:[^ ]*' | head -1
  echo "-Werror"
  echo "\"$(printf '%s\n' "$options" | grep -o -- '-Xplugin:ErrorProne\( -Xep[^ ]*\)*')\""
} >"$work/own"
checker=$(printf '%s\n' "$options" | grep -o -- '-Xplugin:Keyhold\( R[0-9]=[a-z]*\)*')
runtime=$(sed 's/^--add-\([a-z]*\) /--add-\1=/; s/^/-J/' "$root/.mvn/jvm.config")

# compile ARGUMENT...: one compilation; sets seconds to the time of the processors, and wall to what the clock says.
compile() {
  local TIMEFORMAT='%R %U %S' measured
  rm -rf "$work/classes"
  if ! measured=$({ time "$JAVA_HOME/bin/javac" $runtime "@$work/plain" "$@" "@$work/sources" >"$work/javac.log" 2>&1; } 2>&1); then
    cat "$work/javac.log" >&2
    exit 1
  fi
  read -r wall user system <<<"$measured"
  seconds=$(awk "BEGIN { print $user + $system }")
}

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# measure NAME ARGUMENT...
measure() {
  local name=$1 pair with without
  shift
  : >"$work/cpu" && : >"$work/wall"
  compile "$@"
  echo "$name"
  for ((pair = 1; pair <= pairs; pair++)); do
    # Whoever comes second in a pair is not always the same one.
    if ((pair % 2)); then
      compile "$checker" "$@" && with="$seconds $wall" && compile "$@" && without="$seconds $wall"
    else
      compile "$@" && without="$seconds $wall" && compile "$checker" "$@" && with="$seconds $wall"
    fi
    awk -v pair=$pair -v with="$with" -v without="$without" -v cpu="$work/cpu" -v wall="$work/wall" 'BEGIN {
      split(with, a, " "); split(without, b, " ")
      printf "  pair %d: with %.2f s CPU, %.2f s wall; without %.2f s, %.2f s; ratio %.3f, %.3f\n", pair, a[1], a[2], b[1], b[2], a[1] / b[1], a[2] / b[2]
      print a[1] / b[1] >> cpu; print a[2] / b[2] >> wall }'
  done
  printf '  median of ratios: CPU %.3f, wall %.3f\n' "$(median <"$work/cpu")" "$(median <"$work/wall")"
}

measure "core, as our build compiles it" "@$work/own"
measure "core, plain javac" -proc:none -nowarn -Xlint:none
