#!/usr/bin/env bash
# Builds the nodes and runs them while their sockets and processes are broken: chaos.sh [options];
# chaos.sh --help lists them. With --no-build first, it runs what was built the last time.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd -- "$here/../.." && pwd -P)
class_path=$here/target/class-path
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if [[ ${1:-} == --no-build ]]; then
  shift
  [[ -s $class_path ]] || {
    echo "chaos.sh: nothing was built yet: run it without --no-build first" >&2
    exit 2
  }
else
  mvn -B -q -f "$root/pom.xml" -pl it-tests/chaos -am -DskipTests -Djacoco.skip=true package >&2
fi

exec "$java" -Xmx1g -Dchaos.directory="$here/target/chaos" \
  -cp "$here/target/classes:$(cat "$class_path")" io.teleport.chaos.Chaos "$@"
