#!/bin/sh
# How long a warm `pawl token` takes beside a hello-world JVM with the same flags and a class-data archive
# of its own: interleaved runs, so that whatever else this machine does hits both.
#
#   benchmarks/startup.sh [RUNS]       50 if not given; RUNS COMMAND... measures another verb than token
#
# Prints medians, their ratio with a bootstrap 95 % interval, and where and what was measured. Needs perl
# (the clock of sh has no milliseconds). Exit code 1 if the ratio is above 2.
set -eu

runs=${1:-50}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- token training

root=$(CDPATH='' cd -P -- "$(dirname -- "$0")/.." && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH PAWL_JAVA_OPTS
"$root/pawl" build 2>/dev/null

# The very flags of the launcher, so that the two cannot drift apart.
flags=$(sed -n "/^short_flags='/,/'\$/p" "$root/pawl" | sed "s/^short_flags='//; s/'\$//" | tr '\n' ' ')

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

cat >"$work/Hello.java" <<'JAVA'
public class Hello {
  public static void main(String[] args) {
    System.out.println("hello");
  }
}
JAVA
(cd "$work" && "${java}c" -d . Hello.java && "${java%java}jar" cf hello.jar Hello.class)
# shellcheck disable=SC2086 # flags are words
"$java" $flags "-XX:ArchiveClassesAtExit=$work/hello.jsa" -cp "$work/hello.jar" Hello >/dev/null 2>&1

PAWL_HOME=$work/state
XDG_CONFIG_HOME=$work/config
export PAWL_HOME XDG_CONFIG_HOME
manager=$root/target/pawl/$(cat "$root/target/pawl/current")/pawl-manager.jar
"$java" -cp "$manager" dev.pawl.cli.Main --train >/dev/null
"$root/pawl" "$@" >/dev/null # fails here rather than in the middle of the figures

code=0
# shellcheck disable=SC2086 # flags are words
perl - "$runs" "$root/pawl" "$#" "$@" "$java" $flags "-XX:SharedArchiveFile=$work/hello.jsa" \
  -cp "$work/hello.jar" Hello <<'PERL' || code=$?
use strict; use warnings; use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);
my ($runs, $pawl, $words) = splice(@ARGV, 0, 3);
my @pawl = ($pawl, splice(@ARGV, 0, $words));
my @hello = @ARGV;
open(my $null, '>', '/dev/null') or die;
sub once {
  my $begun = clock_gettime(CLOCK_MONOTONIC);
  my $child = fork() // die "fork: $!";
  if (!$child) { open(STDOUT, '>&', $null); exec @_ or die "exec: $!"; }
  waitpid($child, 0);
  die "@_ failed\n" if $?;
  return (clock_gettime(CLOCK_MONOTONIC) - $begun) * 1000;
}
sub median { my @s = sort { $a <=> $b } @_; return ($s[$#s / 2] + $s[@s / 2]) / 2; }
once(@hello), once(@pawl) for 1 .. 3;
my (@h, @p);
for (1 .. $runs) { push @h, once(@hello); push @p, once(@pawl); }
srand(1);
my @ratios = sort { $a <=> $b } map {
  my @pick = map { int rand $runs } 1 .. $runs;
  median(@p[@pick]) / median(@h[@pick])
} 1 .. 2000;
my $ratio = median(@p) / median(@h);
printf "hello-world JVM   median %6.1f ms\n", median(@h);
printf "pawl %-12s median %6.1f ms\n", $pawl[1], median(@p);
printf "ratio             %.2f, 95 %% interval %.2f to %.2f, %d interleaved runs each\n",
    $ratio, @ratios[50, 1949], $runs;
END { $? = 1 if defined $ratio && $ratio > 2; }
PERL

commit=$(git -C "$root" describe --always --dirty 2>/dev/null || echo unknown)
model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
printf 'machine           %s cores, %s, load %s\n' "$(getconf _NPROCESSORS_ONLN)" "${model:-$(uname -m)}" \
  "$(cut -d ' ' -f 1-3 /proc/loadavg 2>/dev/null || echo unknown)"
printf 'JDK               %s\n' "$("$java" -version 2>&1 | sed -n 2p)"
printf 'commit            %s\n' "$commit"
exit "$code"
