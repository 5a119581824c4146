#!/bin/sh
# Installs Chromium, and a font with Japanese, by Debian's or Ubuntu's packages, where they are missing.
set -eu
missing=
for name in chromium chromium-browser google-chrome; do
	command -v "$name" >/dev/null && break
done || missing=" chromium"
[ -n "$(fc-list :lang=ja 2>/dev/null)" ] || missing="$missing fonts-noto-cjk"
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || {
	echo "install by hand:$missing; there is no apt-get here" >&2
	exit 1
}
root=
[ "$(id -u)" = 0 ] || root=sudo
$root apt-get update -qq
# shellcheck disable=SC2086 # one word for each package
$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
