#!/bin/sh
# Tests the launcher with a copy of it in a folder whose name has spaces, and with stand-ins for java and mvn that print
# what they are called with. Argument: the launcher. Builds nothing.
set -u
launcher=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
home="$work/a place/tide wheel"
failures=0

check() { # name, expected part, actual text
  case $3 in
    *"$2"*) ;;
    *)
      failures=$((failures + 1))
      printf 'FAILED: %s\n  expected: %s\n  in: %s\n' "$1" "$2" "$3"
      ;;
  esac
}

check_not() {
  case $3 in
    *"$2"*)
      failures=$((failures + 1))
      printf 'FAILED: %s\n  unexpected: %s\n  in: %s\n' "$1" "$2" "$3"
      ;;
  esac
}

jdk() { # folder, version: a JDK whose java prints each of its arguments in brackets
  mkdir -p "$1/bin"
  printf 'JAVA_VERSION="%s"\n' "$2" > "$1/release"
  cat > "$1/bin/java" << 'JAVA'
#!/bin/sh
for argument in "$@"; do printf '[%s]' "$argument"; done
JAVA
  printf '#!/bin/sh\n' > "$1/bin/javac"
  printf '#!/bin/sh\n: > "$3"\n' > "$1/bin/jar"
  chmod +x "$1/bin/java" "$1/bin/javac" "$1/bin/jar"
}

mkdir -p "$home/.mvn" "$home/model/src/main" "$home/engine/src/main" "$home/cli/src/main" "$work/tools"
for pom in pom.xml model/pom.xml engine/pom.xml cli/pom.xml; do : > "$home/$pom"; done
cp "$launcher" "$home/tidewheel"
jdk "$work/my jdk" 17.0.9
jdk "$work/old jdk" 11.0.2
cat > "$work/tools/mvn" << 'MVN'
#!/bin/sh
echo x >> "$BUILDS"
if [ -n "${BREAK:-}" ]; then
  echo "[ERROR] cannot find symbol"
  exit 1
fi
mkdir -p cli/target/launcher
: > cli/target/tidewheel-cli-1.jar
: > "library one.jar"
: > rocksdbjni-1.jar
: > cli/target/launcher/jvm.options
printf '%s:%s:%s' "$PWD/rocksdbjni-1.jar" "$PWD/library one.jar" "$PWD/cli/target/tidewheel-cli-1.jar" > cli/target/launcher/classpath
MVN
chmod +x "$work/tools/mvn"
PATH="$work/tools:$PATH"
JAVA_HOME="$work/my jdk"
BUILDS="$work/builds"
TIDEWHEEL_NO_ARCHIVE=1
export PATH JAVA_HOME BUILDS TIDEWHEEL_NO_ARCHIVE
unset TIDEWHEEL_OPTS TIDEWHEEL_JIT
builds() { wc -l < "$BUILDS" | tr -d ' '; }

failed=$(BREAK=1 "$home/tidewheel" --help 2>&1)
check "a failed build returns 2" 2 "$?"
check "a failed build shows its errors" "cannot find symbol" "$failed"
check "a failed build names the log" "build.log" "$failed"
check_not "a failed build starts nothing" "dev.tidewheel" "$failed"

: > "$BUILDS"
first=$(cd / && "$home/tidewheel" query "my pipe" 'SELECT "a b" * $x' '' 2>&1)
check "the first start builds" "Building Tidewheel" "$first"
check "arguments arrive as they are" '[dev.tidewheel.cli.Tidewheel][query][my pipe][SELECT "a b" * $x][]' "$first"
check "our jars come last" ":$home/library one.jar:$home/cli/target/tidewheel-cli-1.jar" "$first"
check "a query is compiled quickly" "[-XX:TieredStopAtLevel=1]" "$first"

ln -s "$home/tidewheel" "$work/link"
ln -s link "$work/second link"
second=$(cd "$work" && "./second link" validate . 2>&1)
check "through links" "[dev.tidewheel.cli.Tidewheel][validate][.]" "$second"
check "the second start builds nothing" 1 "$(builds)"

touch "$home/engine/src/main/New.java"
"$home/tidewheel" --help > /dev/null 2>&1
check "a changed source builds" 2 "$(builds)"
rm "$home/library one.jar"
"$home/tidewheel" --help > /dev/null 2>&1
check "a missing library builds" 3 "$(builds)"

mkdir "$work/pipe line"
check "a small update is compiled quickly" "[-XX:TieredStopAtLevel=1]" "$("$home/tidewheel" run "$work/pipe line" 2>&1)"
dd if=/dev/zero of="$work/pipe line/big" bs=1048576 count=33 2> /dev/null
large=$("$home/tidewheel" run "$work/pipe line" --full-refresh-all 2>&1)
check_not "a large update is compiled well" "TieredStopAtLevel" "$large"
check_not "a server is compiled well" "TieredStopAtLevel" "$("$home/tidewheel" connect "$work" 2>&1)"
check "a large update knows where to note it" "[-Dtidewheel.large=$home/.tidewheel/large/" "$large"

mkdir "$work/endless"
check_not "what goes on is compiled well" "TieredStopAtLevel" "$("$home/tidewheel" run "$work/endless" --continuous 2>&1)"
check "what ends is compiled quickly" "[-XX:TieredStopAtLevel=1]" "$("$home/tidewheel" run "$work/endless" 2>&1)"
printf 'name: endless\ncontinuous: true\n' > "$work/endless/pipeline.yml"
check_not "what says that it goes on, too" "TieredStopAtLevel" "$("$home/tidewheel" run "$work/endless" 2>&1)"

case $(uname -s)-$(uname -m) in
  Linux-x86_64 | Linux-aarch64)
    native=$home/.tidewheel/native/rocksdbjni-1
    check "native code is found" ":/usr/lib]" "$("$home/tidewheel" --help 2>&1)"
    check "in a folder of the launcher's" "[-Djava.library.path=" "$(LD_LIBRARY_PATH='' "$home/tidewheel" --help 2>&1)"
    check "which has been filled" librocksdbjni-linux "$(ls "$native")"
    check "beside what the user names" "[-Djava.library.path=/mine:$native:" "$(LD_LIBRARY_PATH=/mine "$home/tidewheel" --help 2>&1)"
    ;;
esac

old=$(JAVA_HOME="$work/old jdk" "$home/tidewheel" --help 2>&1)
check "an old Java returns 2" 2 "$?"
check "an old Java is named" "Java 11 is too old" "$old"
check "a wrong JAVA_HOME is named" "there is no bin/java" "$(JAVA_HOME=/nowhere "$home/tidewheel" --help 2>&1)"
check "options for the JVM" "[-Xmx9g][-Da=b]" "$(TIDEWHEEL_OPTS='-Xmx9g -Da=b' "$home/tidewheel" --help 2>&1)"

[ "$failures" = 0 ] || exit 1
echo "launcher: all checks passed"
