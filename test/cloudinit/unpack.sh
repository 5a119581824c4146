#!/bin/sh
# Unpacks Debian's or Ubuntu's package of cloud-init into a folder, for its code alone: installed, it would set up this
# machine at its next start. The version is a series, as those of the failover drill are; it is close to the 22.2 of
# Amazon Linux 2023. A system whose packages have another one takes that.
set -eu
folder=$1 version=$2
command -v apt-get >/dev/null || {
	echo "there is no apt-get here, which cloud-init comes from" >&2
	exit 1
}
cd "$folder"
apt-cache show cloud-init >/dev/null 2>&1 || {
	root=
	[ "$(id -u)" = 0 ] || root=sudo
	$root apt-get update -qq
}
apt-get download -qq "cloud-init=$version" || apt-get download -qq cloud-init
for package in cloud-init_*.deb; do
	dpkg-deb --extract "$package" .
done
rm -f cloud-init_*.deb
