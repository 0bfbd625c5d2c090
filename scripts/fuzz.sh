# Sourced by ./verify, which has set `root` and JAVA_HOME: runs the fuzzing targets, each in a process of its own.

FUZZ_TARGETS="parse path regexp edit patch"

# Of the short run, so that it is the same each time.
FUZZ_SEED=9535

# fuzz_class TARGET: the class behind a target.
fuzz_class() {
  local first=${1:0:1}
  echo "dev.keyhold.fuzz.${first^^}${1:1}Fuzz"
}

# fuzz TARGET FOUND CORPUS OPTION...: runs Jazzer with libFuzzer's OPTIONs; beginning with the inputs that are
# kept, putting new ones into CORPUS, and one that breaks a rule into FOUND. Prints what it says only if one did.
fuzz() {
  local target=$1 found=$2 corpus=$3 kept=("$root/fuzz/src/corpus/$1") log=$root/.build/fuzz/$1.log
  shift 3
  mkdir -p "$found" "$corpus"
  if [ "$target" = parse ] && [ -d "$root/../shared/data/json-parsing/test_parsing" ]; then
    kept+=("$root/../shared/data/json-parsing/test_parsing")
  fi
  # Long inputs are limits' business, and slow. Ten seconds for one of them is a hang.
  if ! (cd "$found" && "$JAVA_HOME/bin/java" -Xmx1g -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$root/fuzz/target/*:$root/fuzz/target/lib/*" \
    com.code_intelligence.jazzer.Jazzer "--target_class=$(fuzz_class "$target")" \
    '--instrumentation_includes=dev.keyhold.**' '--custom_hook_includes=dev.keyhold.**' \
    "--reproducer_path=$found" "-artifact_prefix=$found/" -timeout=10 -print_final_stats=1 "$@" "$corpus" "${kept[@]}") >"$log" 2>&1; then
    sed -n '/^== /,$p' "$log" | grep -v 'Uses: ' | head -n 60
    echo "verify: FAILED: the target $target found an input that breaks a rule, in $found; all that was said is in $log" >&2
    echo "verify: mend the fault and keep the input in fuzz/src/corpus/$target" >&2
    return 1
  fi
  echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, all rules held"
}

# fuzz_short: a fixed number of inputs from a fixed seed, remembering nothing.
fuzz_short() {
  local target corpus
  for target in $FUZZ_TARGETS; do
    corpus=$(mktemp -d)
    fuzz "$target" "$root/.build/fuzz/$target-found" "$corpus" -runs="$1" -seed="$2" || { rm -rf "$corpus" && return 1; }
    rm -rf "$corpus"
  done
}
