#!/usr/bin/env bash
# Checks the model of the guard table, core/src/test/models/guards.pml, exhaustively for small cases.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
model=$root/core/src/test/models/guards.pml

usage() {
  cat <<'TEXT'
Usage: scripts/check-guard-model.sh [--brief | --damaged | --case "-DNT=2 -DOPS=1 …"]

Goes through every course that a few tasks can take through the model of the guard table, and fails
if one breaks an assertion or ends with somebody waiting. Needs spin, a C compiler and awk.

  --brief     the small cases only: about a minute
  --damaged   checks instead that each deliberate damage of the model is found
  --case      one case: NT tasks, OPS operations each; COLLIDE, TRY, MIXED, NO_SINGLE, NO_SHARED,
              NO_PLAIN, NO_MULTI, NO_RANGE, NO_CANCEL, SETS, and the damages MUT_…

Exit status: 0 it holds, 1 it does not, 2 wrong use or a tool is missing.
TEXT
}

for tool in spin cc cpp awk; do
  if ! command -v "$tool" >/dev/null; then
    echo "check-guard-model: $tool is missing. Get it with: apt-get install spin gcc gawk (Debian, Ubuntu)," \
      "brew install spin (macOS), or from https://spinroot.com" >&2
    exit 2
  fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Inline blocks become macros, so that spin sees one atomic step where it would see several.
macros() {
  awk '
    { text = text $0 "\n" }
    END {
      while (match(text, /inline [a-z0-9]+\([^)]*\) *\{/)) {
        printf "%s", substr(text, 1, RSTART - 1)
        head = substr(text, RSTART + 7, RLENGTH - 8)
        text = substr(text, RSTART + RLENGTH)
        depth = 1
        for (at = 1; depth > 0; at++) {
          c = substr(text, at, 1)
          depth += (c == "{") - (c == "}")
        }
        body = substr(text, 1, at - 2)
        gsub(/\n/, " ", body)
        sub(/[ ;]+$/, "", body)
        printf "#define %s %s\n", head, body
        text = substr(text, at)
      }
      printf "%s", text
    }'
}

# Prints a line for the case; 0: no error.
run() {
  local dir=$work/run
  rm -rf "$dir" && mkdir "$dir" && cd "$dir"
  # shellcheck disable=SC2086
  cpp -P -w $1 <"$model" | macros >macros.pml
  cpp -P -w macros.pml >model.pml
  spin -a model.pml >/dev/null
  # With sets the program is so large that a compiler takes minutes to make it faster by seconds.
  local level=-O2
  case $1 in *SETS*) level=-O0 ;; esac
  cc $level -w -DSAFETY -DCOLLAPSE -DMEMLIM="${GUARD_MODEL_MEGABYTES:-6000}" -DVECTORSZ=2048 -DNOFAIR -o pan pan.c
  ./pan -m500000 -w24 >out || true
  local states errors
  states=$(awk '/states, stored/ { print $1 }' out)
  errors=$(awk '/errors:/ { print $NF }' out)
  if grep -q "out of memory\|max search depth too small" out; then
    echo "$1: not finished: more than ${GUARD_MODEL_MEGABYTES:-6000} MB or too deep"
    return 1
  fi
  echo "$1: ${errors:-?} errors in ${states:-?} states" \
    "$(grep -m1 -o "assertion violated\|invalid end state (.*" out || true)"
  [ "${errors:-1}" = 0 ]
}

brief=(
  "-DNT=2 -DOPS=1 -DTRY -DMIXED"
  "-DNT=2 -DOPS=1 -DTRY -DMIXED -DCOLLIDE"
  "-DNT=2 -DOPS=1 -DTRY -DMIXED -DSETS"
  "-DNT=2 -DOPS=1 -DTRY -DMIXED -DSETS -DCOLLIDE"
  "-DNT=3 -DOPS=1 -DNO_SHARED -DNO_PLAIN -DNO_CANCEL"
  "-DNT=3 -DOPS=1 -DNO_SHARED -DNO_MULTI -DCOLLIDE -DNO_CANCEL"
)
full=(
  "-DNT=2 -DOPS=2 -DTRY -DMIXED"
  "-DNT=2 -DOPS=2 -DTRY -DCOLLIDE"
  "-DNT=3 -DOPS=1 -DMIXED"
  "-DNT=3 -DOPS=1 -DMIXED -DCOLLIDE"
)
damages=(
  "-DMUT_NOGATE"
  "-DMUT_LATEPUBLISH"
  "-DMUT_HOLDERFIRST"
  "-DMUT_NOSTUBS"
  "-DMUT_NOADVANCE"
  "-DMUT_CANCELSTALE"
  "-DSETS -DMUT_UPGRADEALONE"
)

status=0
case ${1:-} in
  -h | --help) usage ;;
  --brief) for each in "${brief[@]}"; do run "$each" || status=1; done ;;
  --damaged)
    for damage in "${damages[@]}"; do
      if run "-DNT=3 -DOPS=1 $damage"; then
        echo "check-guard-model: $damage was not found" >&2
        status=1
      fi
    done
    ;;
  --case) run "${2:?a case}" || status=1 ;;
  "") for each in "${brief[@]}" "${full[@]}"; do run "$each" || status=1; done ;;
  *)
    usage >&2
    exit 2
    ;;
esac
exit $status
