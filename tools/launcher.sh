# SPDX-License-Identifier: Apache-2.0
# Copyright the Sluice authors
# shellcheck shell=bash
#
# What ./sluice and ./influxctl share: finding a JDK and Maven, building, running, counting tests.
# Expects HOME_DIR, the checkout. Sets JAVA_HOME.

JDK_VERSION_MIN=25
# The programs of the checkout, by module.
PROGRAMS=(server cli local)
BUILT="$HOME_DIR/.sluice/cache/built"
BUILD_LOCK="$BUILT.lock"
# shellcheck disable=SC2034 # read by both commands: Arrow reaches into direct buffers and native memory
ARROW_OPTIONS=(
  --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow
  --add-opens=java.base/java.nio=ALL-UNNAMED
)
# shellcheck disable=SC2034 # read by both commands: a proxy may want user and password for a tunnel, too
PROXY_OPTIONS=(-Djdk.http.auth.tunneling.disabledSchemes=)
# shellcheck disable=SC2034 # read by one command: the heap is small at first, and ten seconds after a collection there is one
SERVER_OPTIONS=("${ARROW_OPTIONS[@]}" "${PROXY_OPTIONS[@]}" -XX:InitialRAMPercentage=0.25 -XX:G1PeriodicGCInterval=10000)
# shellcheck disable=SC2034 # read by both commands: what lives for a moment is not worth compiling well
SHORT_LIVED_OPTIONS=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC)

# shellcheck disable=SC2034 # read by one command: benches take turns by themselves, and need no lock of JMH's
BENCH_OPTIONS=(-Djmh.ignoreLock=true)

fail() {
  echo "sluice: $*" >&2
  exit 1
}

# --- the JDK ----------------------------------------------------------------------------------------

# Prints the major version of the JDK in a directory, or fails. Starts no Java, which would take longer.
jdk_version() {
  local version
  [[ -x $1/bin/javac && -r $1/release ]] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [[ -n $version ]] && echo "$version"
}

is_new_enough() {
  local version
  version=$(jdk_version "$1") && ((version >= JDK_VERSION_MIN))
}

# Follows links by hand, since macOS has no readlink -f.
real_path() {
  local path=$1 target
  while target=$(readlink "$path"); do
    case $target in
      /*) path=$target ;;
      *) path=$(dirname "$path")/$target ;;
    esac
  done
  echo "$path"
}

jdk_places() {
  local javac
  echo "${JAVA_HOME:-}"
  if javac=$(command -v javac); then dirname "$(dirname "$(real_path "$javac")")"; fi
  printf '%s\n' /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /opt/java/* /opt/jdk*
  if [[ -x /usr/libexec/java_home ]]; then /usr/libexec/java_home -v "$JDK_VERSION_MIN+" 2> /dev/null || true; fi
}

# Exports JAVA_HOME as the first JDK that is new enough.
find_jdk() {
  local place
  while IFS= read -r place; do
    if [[ -n $place ]] && is_new_enough "$place"; then
      export JAVA_HOME=$place
      return
    fi
  done < <(jdk_places)
  fail "found no JDK $JDK_VERSION_MIN or later; get one from https://adoptium.net or with" \
    "\"sdk install java $JDK_VERSION_MIN-tem\", and set JAVA_HOME if it is in an unusual place"
}

# --- building ---------------------------------------------------------------------------------------

find_maven() {
  command -v mvn > /dev/null \
    || fail "found no Maven (mvn) to build with; get it from https://maven.apache.org or install the package maven"
}

# From here on the benches are a program too, which nobody else waits for.
with_bench() {
  PROGRAMS+=(bench)
  BUILT="$HOME_DIR/.sluice/cache/built-with-bench"
}

is_built() {
  local program
  [[ -e $BUILT ]] || return 1
  for program in "${PROGRAMS[@]}"; do
    [[ -d $HOME_DIR/$program/target/lib ]] || return 1
  done
  [[ -z $(find "$HOME_DIR/pom.xml" "$HOME_DIR"/*/pom.xml "$HOME_DIR"/*/src/main -newer "$BUILT" -print -quit) ]]
}

# Shows seconds on a terminal while a process runs; in a pipe one line has to do.
show_wait() { # PID WORDS
  if [[ ! -t 2 ]]; then
    echo "$2" >&2
    return
  fi
  local since=$SECONDS
  while kill -0 "$1" 2> /dev/null; do
    printf '\r\033[K%s (%d s)' "$2" $((SECONDS - since)) >&2
    sleep 0.5
  done
  printf '\r\033[K%s (%d s)\n' "$2" $((SECONDS - since)) >&2
}

# Builds the programs unless they are newer than their sources.
build_if_needed() {
  if [[ -n ${SLUICE_NO_BUILD:-} ]] || is_built; then return; fi
  find_maven
  mkdir -p "$(dirname "$BUILT")"
  if command -v flock > /dev/null; then
    exec 9> "$BUILD_LOCK"
    flock 9
    if is_built; then
      exec 9>&-
      return
    fi
  fi
  local log="$BUILT.log" began="$BUILT.began" program modules pid
  touch "$began"
  modules=$(IFS=,; echo "${PROGRAMS[*]}")
  # Libraries of an earlier build would stay on the class path beside their successors, and a program that
  # runs keeps what it has open only when files are replaced, not rewritten.
  for program in "${PROGRAMS[@]}"; do rm -rf "$HOME_DIR/$program"/target/{lib,*.jar}; done
  (cd "$HOME_DIR" && exec mvn --batch-mode --quiet -Dquick -Dmaven.test.skip=true -Dspotless.check.skip=true \
    --projects "$modules" --also-make package) < /dev/null > "$log" 2>&1 9>&- &
  pid=$!
  show_wait "$pid" "building Sluice"
  if ! wait "$pid"; then
    grep -m 20 ERROR "$log" >&2 || cat "$log" >&2
    fail "the build failed; its log is $log"
  fi
  mv "$began" "$BUILT"
  if command -v flock > /dev/null; then exec 9>&-; fi
}

# --- running ----------------------------------------------------------------------------------------

# Becomes a program of the build: the same process id, and its exit status is ours.
run_java() { # MODULE CLASS JVM_OPTIONS... -- ARGUMENTS...
  local target="$HOME_DIR/$1/target" class=$2 options=()
  shift 2
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  shift
  [[ -d $target/lib ]] || fail "not built yet; run $HOME_DIR/sluice build"
  local more=()
  read -r -a more <<< "${SLUICE_JVM_OPTIONS:-}" # tests say how
  unset SLUICE_NO_BUILD SLUICE_JVM_OPTIONS # the server takes SLUICE_ variables for settings
  exec "$JAVA_HOME/bin/java" "${options[@]}" ${more[@]+"${more[@]}"} -cp "$target/*:$target/lib/*" "$class" "$@"
}

# --- packages ---------------------------------------------------------------------------------------

# Builds what makes the packages. It has no libraries of its own: it reads the definitions of both programs.
build_dist() {
  local log="$HOME_DIR/.sluice/cache/dist.log"
  if [[ -n ${SLUICE_NO_BUILD:-} ]]; then return; fi
  find_maven
  (cd "$HOME_DIR" && exec mvn --batch-mode --quiet -Dquick -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Dmdep.skip=true --projects dist --also-make package) < /dev/null > "$log" 2>&1 \
    || fail "the build failed; its log is $log"
}

# Builds what makes the images, without whatever else is there to be built.
build_images() {
  local log="$HOME_DIR/.sluice/cache/images.log" pid
  if [[ -n ${SLUICE_NO_BUILD:-} ]]; then return; fi
  find_maven
  (cd "$HOME_DIR" && exec mvn --batch-mode --quiet -Dquick -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Dmdep.skip=true --projects images --also-make package) < /dev/null > "$log" 2>&1 &
  pid=$!
  if [[ -t 2 ]]; then show_wait "$pid" "building what makes images"; fi
  wait "$pid" || fail "the build failed; its log is $log"
}

# Which sources: the commit, with a mark where files were changed since. Nothing outside of git.
revision() {
  git -C "$HOME_DIR" describe --always --abbrev=40 --dirty --exclude '*' 2> /dev/null || true
}

run_images() {
  local target="$HOME_DIR/images/target" argument output=(--output "$HOME_DIR/images/target/images") terminal=false
  if [[ -t 2 ]]; then terminal=true; fi
  for argument in "$@"; do
    case $argument in --output | --output=*) output=() ;; esac
  done
  exec "$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow "-Dsluice.home=$HOME_DIR" \
    "-Dsluice.epoch=$(commit_time)" "-Dsluice.revision=$(revision)" \
    "-Dsluice.terminal=$terminal" -cp "$target/*:$target/lib/*" dev.sluice.images.Main ${output[@]+"${output[@]}"} "$@"
}

# The time of the commit, which all files of a package get: the same commit gives the same bytes.
commit_time() {
  if [[ -n ${SOURCE_DATE_EPOCH:-} ]]; then
    echo "$SOURCE_DATE_EPOCH"
  else
    git -C "$HOME_DIR" log -1 --format=%ct 2> /dev/null || echo 1767225600
  fi
}

# Sets ARCHIVE to what is measured: influxctl as it is handed out.
package_to_measure() {
  local output="$HOME_DIR/.sluice/cache/bench"
  build_dist
  rm -rf "$output"
  (run_dist --program influxctl --output "$output") > /dev/null || exit
  ARCHIVE=$(echo "$output"/influxctl-*.tar.gz)
}

run_dist() {
  local path="$HOME_DIR/dist/target/*" program argument output=(--output "$HOME_DIR/dist/target/dist")
  for program in server cli; do path+=":$HOME_DIR/$program/target/*:$HOME_DIR/$program/target/lib/*"; done
  for argument in "$@"; do
    case $argument in --output | --output=*) output=() ;; esac
  done
  exec "$JAVA_HOME/bin/java" -Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider -Dslf4j.internal.verbosity=WARN \
    "-Dsluice.home=$HOME_DIR" "-Dsluice.epoch=$(commit_time)" \
    -cp "$path" dev.sluice.dist.Main ${output[@]+"${output[@]}"} "$@"
}

# --- testing ----------------------------------------------------------------------------------------

# Adds up what the test reports of all modules say.
count_tests() {
  find "$HOME_DIR" -maxdepth 4 -path "$HOME_DIR/*/target/surefire-reports/TEST-*.xml" -exec sed -n '/<testsuite /{p;q;}' {} \; | awk '
    function number(name) {
      return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0
    }
    { tests += number("tests"); failed += number("failures") + number("errors"); skipped += number("skipped") }
    END { printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped }'
}

# Some tests use other people's programs: a browser, Node.js and npm, Python, curl, systemd's checker of units, PostgreSQL, what
# an engine of containers sets up its networks by; some fetch packages of Debian's. Installs them where that takes no question: on Debian as root, and by sudo only in continuous
# integration. Elsewhere those tests say what is missing.
install_for_tests() {
  local as_root=() packages=()
  command -v apt-get > /dev/null || return 0
  command -v chromedriver > /dev/null || packages+=(chromium chromium-driver)
  command -v node > /dev/null || packages+=(nodejs)
  command -v npm > /dev/null || packages+=(npm)
  [[ -x /usr/bin/python3 ]] || packages+=(python3)
  command -v curl > /dev/null || packages+=(curl)
  command -v systemd-analyze > /dev/null || packages+=(systemd)
  [[ -x /usr/sbin/ip || -x /usr/bin/ip || -x /bin/ip ]] || packages+=(iproute2)
  [[ -x /usr/sbin/iptables || -x /sbin/iptables ]] || packages+=(iptables)
  compgen -G '/usr/lib/postgresql/*/bin/postgres' > /dev/null || packages+=(postgresql)
  if ((${#packages[@]} == 0)) && apt-cache show influxdb-client > /dev/null 2>&1; then return; fi
  if ((EUID != 0)); then
    if [[ -z ${CI:-} ]] || ! sudo -n true 2> /dev/null; then return; fi
    as_root=(sudo -n)
  fi
  echo "installing what tests need: ${packages[*]:-the list of packages}" >&2
  if ! { "${as_root[@]}" apt-get update -qq \
    && { ((${#packages[@]} == 0)) \
      || "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${packages[@]}"; }; } > /dev/null; then
    echo "not everything could be installed; the tests that use it will fail" >&2
  fi
}

run_tests() {
  local status=0
  install_for_tests
  rm -rf "$HOME_DIR"/*/target/surefire-reports
  # Two modules at once: much of what tests do is wait for programs that they started.
  (cd "$HOME_DIR" && mvn --batch-mode --no-transfer-progress --threads 3 --fail-at-end verify "$@") < /dev/null || status=$?
  if ((status != 0)); then echo "the build ended with status $status; what broke is named above"; fi
  count_tests
  exit "$status"
}
