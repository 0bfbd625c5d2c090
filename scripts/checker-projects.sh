#!/usr/bin/env bash
# scripts/checker-projects.sh [PROJECT...]: runs the checker over the published sources of other people's
# projects, and prints each finding and a table of counts; docs/checker.md says what was found. Which projects and
# versions there are stands in CheckerProjects.java. What Maven fetches is kept in .build/projects.
set -eu

root=$(cd -P -- "$(dirname -- "$0")/.." && pwd)
. "$root/scripts/house.sh"
find_jdk
find_mvn

mvn -q -B -f "$root/pom.xml" -pl checker compile
mkdir -p "$root/.build/projects"
exec "$JAVA_HOME/bin/java" "$root/scripts/CheckerProjects.java" \
  "$root/checker/target/classes" "$root/.build/projects" "$@"
