#!/usr/bin/env bash
# Runs single Teleport nodes by hand, from what `mvn package` made: see usage() below.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
target=$here/target
server_target=$here/../server/target
nodes=$target/nodes
host=127.0.0.1
# A node of one of these names has ports of its own by default, and knows all the others.
known=(alpha beta gamma delta epsilon zeta)
first_port=7421
first_http_port=9081

usage() {
  cat <<'TEXT'
usage: node.sh start NAME [options]    start the node NAME@127.0.0.1 and wait until it is ready
       node.sh stop NAME               stop it and wait until it has ended
       node.sh status                  list the nodes and whether they run

options of start:
  --port N        port of the node             (alpha 7421, beta 7422, gamma, delta, epsilon, zeta)
  --http-port N   port of the demo application (alpha 9081, beta 9082, …)
  --cookie C      the secret of all nodes      (made once for all nodes: target/nodes/cookie)
  --erlang        be a hidden node of an Erlang cluster, with the same cookie; EPMD has to run, as it
                  does where an Erlang node was started: epmd -daemon
  --peers LIST    where other nodes listen: name@host=address:port, separated by commas
                  (all nodes named above)

JVM_ARGS in the environment goes to the node's JVM: JVM_ARGS=-Xmx256m node.sh start beta
TEXT
}

fail() {
  echo "node.sh: $*" >&2
  exit 1
}

index_of() {
  local i
  for i in "${!known[@]}"; do
    if [[ ${known[$i]} == "$1" ]]; then
      echo "$i"
      return
    fi
  done
}

check_name() {
  [[ $1 =~ ^[A-Za-z][A-Za-z0-9_-]{0,63}$ ]] ||
    fail "'$1' is not a name here: expected up to 64 letters, digits, - and _, a letter first"
}

check_port() {
  [[ $2 =~ ^[0-9]{1,5}$ ]] && ((10#$2 >= 1 && 10#$2 <= 65535)) ||
    fail "$1 $2: expected a port from 1 to 65535"
}

check_free() {
  if (exec 3<>"/dev/tcp/$host/$2") 2>/dev/null; then
    fail "$1 $2: something listens there already; choose another with $1"
  fi
}

default_peers() {
  local i list=
  for i in "${!known[@]}"; do
    if [[ ${known[$i]} != "$1" ]]; then
      list+="${list:+,}${known[$i]}@$host=$host:$((first_port + i))"
    fi
  done
  echo "$list"
}

shared_cookie() {
  local file=$nodes/cookie
  if [[ ! -s $file ]]; then
    (umask 077 && od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$file")
  fi
  cat "$file"
}

# The value of a setting that a node was started with.
setting() {
  sed -n "s/^$2=//p" "$nodes/servers/$1/variables/node.properties" 2>/dev/null || true
}

pid_of() {
  local pid
  pid=$(cat "$nodes/servers/.pid/$1.pid" 2>/dev/null) || return 0
  if [[ -n $pid ]] && kill -0 "$pid" 2>/dev/null; then
    echo "$pid"
  fi
}

liberty() {
  WLP_USER_DIR=$nodes WLP_OUTPUT_DIR=$nodes/servers "$server_target/wlp/bin/server" "$@"
}

make_server() {
  local dir=$nodes/servers/$1
  mkdir -p "$dir/dropins" "$dir/variables"
  # The server caches what is inside of the adapter by time stamps, which every build sets alike.
  cmp -s "$server_target/server/teleport.rar" "$dir/teleport.rar" || rm -rf "$dir/workarea"
  cp -R "$server_target/server/." "$dir/"
  cp "$target/teleport-demo.war" "$dir/dropins/"
  (umask 077 && printf '%s' "$cookie" >"$dir/variables/teleport.cookie")
  cat >"$dir/variables/node.properties" <<TEXT
teleport.nodeName=$1@$host
teleport.port=$port
teleport.peers=$peers
teleport.erlang=$erlang
http.port=$http_port
TEXT
}

# What the server says about an adapter or an application that it cannot start, the cause first.
errors() {
  grep -hE ' E (J2CA|CWWKZ|CWWKE|CNTR)[0-9]{4}E:' "$nodes/servers/$1/logs/messages.log" \
    2>/dev/null || true
}

# Waits until the demo application answers with the node's name.
await_ready() {
  local i
  for ((i = 0; i < 240; i++)); do
    [[ -n $(pid_of "$1") ]] || return 1
    [[ -z $(errors "$1") ]] || return 1
    if http_get "$http_port" /teleport-demo/node | grep -q "^node=$1@$host"; then
      return 0
    fi
    sleep 0.25
  done
  return 1
}

http_get() {
  (
    exec 3<>"/dev/tcp/$host/$1" &&
      printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$2" "$host" >&3 &&
      cat <&3
  ) 2>/dev/null || true
}

start() {
  local name=${1:-}
  [[ -n $name ]] || { usage >&2; exit 2; }
  shift
  check_name "$name"
  local erlang=false
  local port= http_port= cookie= cookie_given= peers= peers_given= index
  while (($# > 0)); do
    if [[ $1 == --erlang ]]; then
      erlang=true
      shift
      continue
    fi
    [[ $# -ge 2 || $1 == --help ]] || fail "$1 needs a value"
    case $1 in
      --port) port=$2 ;;
      --http-port) http_port=$2 ;;
      --cookie) cookie=$2 cookie_given=yes ;;
      --peers) peers=$2 peers_given=yes ;;
      *) usage >&2; exit 2 ;;
    esac
    shift 2
  done
  index=$(index_of "$name")
  if [[ -z $index && ( -z $port || -z $http_port ) ]]; then
    fail "'$name' has no default ports: give --port and --http-port"
  fi
  port=${port:-$((first_port + index))}
  http_port=${http_port:-$((first_http_port + index))}
  check_port --port "$port"
  check_port --http-port "$http_port"
  for made in "$server_target"/{wlp/bin/server,server/server.xml,server/teleport.rar} \
    "$target/teleport-demo.war"; do
    [[ -e $made ]] ||
      fail "$made is missing: run 'mvn -DskipTests package' in the project's root first"
  done
  [[ -z $(pid_of "$name") ]] || fail "$name runs already, as process $(pid_of "$name")"
  check_free --port "$port"
  check_free --http-port "$http_port"
  mkdir -p "$nodes"
  [[ -n $cookie_given ]] || cookie=$(shared_cookie)
  [[ -n $peers_given ]] || peers=$(default_peers "$name")

  make_server "$name"
  local logs=$nodes/servers/$name/logs
  echo "starting $name: node $name@$host, port $port, HTTP port $http_port"
  if ! liberty start "$name" >"$nodes/$name.start.log" 2>&1; then
    cat "$nodes/$name.start.log" >&2
    fail "$name did not start; see $logs/messages.log"
  fi
  if ! await_ready "$name"; then
    errors "$name" | sed -n 1,3p | cut -c1-600 >&2
    liberty stop "$name" >/dev/null 2>&1 || true
    fail "$name started, but its application does not answer; stopped again; see $logs/messages.log"
  fi
  if [[ $erlang == true ]]; then
    echo "Erlang: erl -name me@$host -setcookie $cookie"
  fi
  echo "ready: process $(pid_of "$name"), logs in $logs"
  echo "try:   curl 'http://$host:$http_port/teleport-demo/node'"
}

stop() {
  local name=${1:-}
  [[ -n $name ]] || { usage >&2; exit 2; }
  check_name "$name"
  local pid
  pid=$(pid_of "$name")
  if [[ -z $pid ]]; then
    echo "$name does not run"
    return
  fi
  echo "stopping $name, process $pid"
  if ! liberty stop "$name" --timeout=60s >"$nodes/$name.stop.log" 2>&1; then
    cat "$nodes/$name.stop.log" >&2
    fail "$name did not stop; see $nodes/servers/$name/logs/messages.log"
  fi
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.1
  done
  echo "stopped $name"
}

status() {
  local dir name pid state any=
  for dir in "$nodes"/servers/*/; do
    name=$(basename "$dir")
    [[ -e $dir/server.xml ]] || continue
    any=yes
    pid=$(pid_of "$name")
    state=stopped
    [[ -z $pid ]] || state="process $pid"
    printf '%-12s %-16s port %-6s HTTP port %-6s %s\n' "$name" "$state" \
      "$(setting "$name" teleport.port)" "$(setting "$name" http.port)" "$dir"logs
  done
  [[ -n $any ]] || echo "no node was started yet"
}

case ${1:-} in
  start) start "${@:2}" ;;
  stop) stop "${@:2}" ;;
  status) status ;;
  -h | --help | help) usage ;;
  *) usage >&2; exit 2 ;;
esac
