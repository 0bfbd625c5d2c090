#!/usr/bin/env bash
# Called by ./keyhold: build.sh MODULE MAIN_CLASS builds one program into .build/MODULE:
#   lib/*.jar   the program and its libraries
#   classpath   their paths, in one line
#   app.aot     the JDK's cache of loaded and linked classes (JEP 514), where a training run gave one
#   stamp       as old as the sources that were built; written last
# No tests and no formatting check: that is ./verify. The compiler's flags are the same.
set -eu

app=$1 main=$2
root=$(cd -P -- "$(dirname -- "$0")/.." && pwd)
. "$root/scripts/house.sh"
find_jdk
find_mvn

dir=$root/.build/$app
log=$root/.build/$app.log
mkdir -p "$root/.build"

# One build at a time, where the system has flock; whoever waited finds the work done.
if command -v flock >/dev/null 2>&1; then
  exec 9>"$root/.build/lock"
  if ! flock -n 9; then
    echo "keyhold: waiting for another build" >&2
    flock 9
  fi
  ! fresh "$app" || exit 0
fi

started=$root/.build/$app.started
: >"$started"

# Maven's own lines go to the log; of them, one line a module is shown.
progress() {
  local line fetching="" name
  while IFS= read -r line; do
    printf '%s\n' "$line"
    case "$line" in
      "[INFO] Building Keyhold"*"["*"/"*"]")
        name=${line#*Building }
        echo "keyhold: building ${name%% [0-9]*} (${line##*\[}" | tr ']' ')' >&2
        ;;
      *Downloading\ from*)
        [ -n "$fetching" ] || echo "keyhold: fetching libraries (first build only)" >&2
        fetching=yes
        ;;
    esac
  done >"$log"
}

echo "keyhold: building, once, with $JAVA_HOME" >&2
set +e
(cd "$root" && mvn -B -pl "checker,$app" -am package -Dmaven.test.skip=true 2>&1 9>&-) | progress
status=${PIPESTATUS[0]}
set -e
if [ "$status" -ne 0 ]; then
  grep -E '^\[(ERROR|WARNING)\] .*\.java:|^\[ERROR\] [^-]' "$log" | grep -Ev 'Re-run Maven|For more information|After correcting|-e switch' | head -n 20 >&2 || true
  echo "keyhold: the build failed: see $log" >&2
  exit 1
fi

next=$root/.build/$app.new
rm -rf "$next"
mkdir -p "$next/lib"
cp "$root/$app"/target/lib/*.jar "$next/lib/"
for jar in "$root/$app/target/keyhold-$app"-*.jar; do
  case "$jar" in *-sources.jar | *-javadoc.jar | *-tests.jar) ;; *) cp "$jar" "$next/lib/" ;; esac
done
classpath=""
for jar in "$next"/lib/*.jar; do
  classpath=$classpath${classpath:+:}$dir/lib/${jar##*/}
done
printf '%s\n' "$classpath" >"$next/classpath"
rm -rf "$dir"
mv "$next" "$dir"

# A run that loads what every start loads; the cache names the jars, so it is made where they will stay.
if [ "$app" = cli ]; then
  if (cd "$root" && "$JAVA_HOME/bin/java" -XX:+UseG1GC "-XX:AOTCacheOutput=$dir/training.aot" -cp "$classpath" dev.keyhold.cli.Training 9>&-) >>"$log" 2>&1 \
    && [ -f "$dir/training.aot" ]; then
    mv "$dir/training.aot" "$dir/app.aot"
  fi
fi
mv "$started" "$dir/stamp"
