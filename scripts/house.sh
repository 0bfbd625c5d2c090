# Sourced by ./keyhold, ./verify and build.sh, which set `root`: finds the tools of the build and tells what is stale.
#
# A JDK is judged by the text file `release` in its home, never by starting it: a start costs
# 40 ms, reading the file next to nothing, and `java` on PATH may be an older one that must not stop us.

KEYHOLD_JDK_MIN=25

# jdk_version HOME: sets JDK_MAJOR and JDK_VERSION; 0 and "" where HOME holds no JDK with a compiler.
jdk_version() {
  JDK_MAJOR=0 JDK_VERSION=""
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local line
  while IFS= read -r line; do
    case "$line" in
      JAVA_VERSION=*)
        JDK_VERSION=${line#JAVA_VERSION=}
        JDK_VERSION=${JDK_VERSION//\"/}
        JDK_VERSION=${JDK_VERSION%$'\r'}
        break
        ;;
    esac
  done <"$1/release"
  JDK_MAJOR=${JDK_VERSION%%[!0-9]*}
  JDK_MAJOR=${JDK_MAJOR:-0}
}

# jdk_fits HOME: whether HOME is a JDK that is new enough.
jdk_fits() {
  jdk_version "$1" && [ "$JDK_MAJOR" -ge "$KEYHOLD_JDK_MIN" ]
}

# version_above A B: whether dotted version A is newer than B.
version_above() {
  local IFS=.+-_ i
  local -a a b
  read -r -a a <<<"$1"
  read -r -a b <<<"$2"
  for i in 0 1 2 3; do
    local x=${a[i]:-0} y=${b[i]:-0}
    x=${x%%[!0-9]*} y=${y%%[!0-9]*}
    [ "${x:-0}" -eq "${y:-0}" ] || { [ "${x:-0}" -gt "${y:-0}" ] && return 0 || return 1; }
  done
  return 1
}

# find_jdk: sets JAVA_HOME to the first that fits of KEYHOLD_JAVA_HOME, JAVA_HOME, the one on PATH, and
# the newest in the usual places; or says in one line how to get one, and fails.
find_jdk() {
  local home best="" best_version="" java_on_path
  if [ -n "${KEYHOLD_JAVA_HOME:-}" ]; then
    if ! jdk_fits "$KEYHOLD_JAVA_HOME"; then
      echo "keyhold: KEYHOLD_JAVA_HOME=$KEYHOLD_JAVA_HOME is not a JDK of version $KEYHOLD_JDK_MIN or newer${JDK_VERSION:+ but $JDK_VERSION}: correct it or unset it" >&2
      return 1
    fi
    JAVA_HOME=$KEYHOLD_JAVA_HOME
    export JAVA_HOME
    return 0
  fi
  if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  if java_on_path=$(command -v java) && java_on_path=$(readlink -f "$java_on_path" 2>/dev/null); then
    home=${java_on_path%/bin/java}
    if jdk_fits "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  fi
  for home in \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* "${HOME:-/nonexistent}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if jdk_fits "$home" && { [ -z "$best" ] || version_above "$JDK_VERSION" "$best_version"; }; then
      best=$home best_version=$JDK_VERSION
    fi
  done
  if [ -z "$best" ]; then
    echo "keyhold: no JDK of version $KEYHOLD_JDK_MIN or newer found: install one (for example from https://adoptium.net) or set KEYHOLD_JAVA_HOME to its directory" >&2
    return 1
  fi
  JAVA_HOME=$best
  export JAVA_HOME
}

# find_mvn: says in one line how to get Maven where it is missing, and readies its options.
find_mvn() {
  if ! command -v mvn >/dev/null 2>&1; then
    echo "keyhold: building needs Maven 3.8 or newer, and there is no mvn on PATH: install it (apt-get install maven, brew install maven, or https://maven.apache.org)" >&2
    return 1
  fi
  # Maven 3.8's own libraries call sun.misc.Unsafe, which JDK 24 and newer warn about.
  MAVEN_OPTS="${MAVEN_OPTS:+$MAVEN_OPTS }--sun-misc-unsafe-memory-access=allow"
  export MAVEN_OPTS
}

# fresh MODULE: whether .build/MODULE is a finished build and no source it could contain is newer. Directories
# are looked at as well as files: their time tells of a file that went away.
fresh() {
  [ -f "$root/.build/$1/stamp" ] || return 1
  local module sources=("$root/pom.xml" "$root/.mvn" "$root/scripts/build.sh")
  for module in "$root"/*/pom.xml; do
    module=${module%/pom.xml}
    case "${module##*/}" in
      bench | stress | fuzz) [ "${module##*/}" = "$1" ] || continue ;;
    esac
    sources+=("$module/pom.xml")
    [ ! -d "$module/src/main" ] || sources+=("$module/src/main")
  done
  [ -z "$(find "${sources[@]}" -newer "$root/.build/$1/stamp" 2>/dev/null | head -n 1)" ]
}
