#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright the Sluice authors
#
# Starts @NAME@ with the runtime that lies beside it, from any directory and through symbolic links.
self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=${self%/*}/$target ;;
  esac
done
case $self in
  */*) home=${self%/*}/.. ;;
  *) home=.. ;;
esac
home=$(cd "$home" && pwd -P) || exit 1

# Options for another Java are none for this one.
unset @IGNORED@

# The cache only makes the start quicker: one that does not fit is passed over without a word.
exec "$home/runtime/bin/java" @OPTIONS@ \
  "-XX:AOTCache=$home/@CACHE@" -Xlog:disable '-Xlog:all=warning,aot*=off,cds*=off:stderr' \
  "-Djava.library.path=$home/app/lib" "-Darrow.cdata.library.path=$home/app/lib" \
  -jar "$home/app/@JAR@" "$@"
