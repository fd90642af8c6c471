#!/usr/bin/env bash
# Builds the benchmarks and runs one: bench.sh WORKLOAD [options]; bench.sh --help lists them.
# With --no-build first, it runs what was built the last time.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd -- "$here/../.." && pwd -P)
class_path=$here/target/class-path
commit=$here/target/commit
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if [[ ${1:-} == --no-build ]]; then
  shift
  [[ -s $class_path ]] || {
    echo "bench.sh: nothing was built yet: run it without --no-build first" >&2
    exit 1
  }
else
  mvn -B -q -f "$root/pom.xml" -pl it-tests/bench -am -DskipTests -Djacoco.skip=true package >&2
  # Results say what they were measured with; without Git or its repository they do not.
  git -C "$root" describe --always --dirty >"$commit" 2>/dev/null || true
fi

exec "$java" -Xmx256m -Djmh.ignoreLock=true -Djava.awt.headless=true \
  -Dbench.target="$here/target" -Dserver.target="$here/../server/target" ${BENCH_JVM:+-Dbench.jvm="$BENCH_JVM"} \
  -Dbench.commit="$(cat "$commit" 2>/dev/null || true)" \
  -cp "$here/target/classes:$(cat "$class_path")" io.teleport.bench.Bench "$@"
