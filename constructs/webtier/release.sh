#!/bin/bash
# Unpacks a release of the application.
set -euo pipefail

id -u application >/dev/null 2>&1 ||
	useradd --system --home-dir /opt/application --no-create-home --shell /sbin/nologin application
{{own}}

key='{{key}}'
work=$(mktemp -d /opt/release.XXXXXX)
trap 'rm -rf "$work"' EXIT
aws s3 cp --only-show-errors "s3://{{bucket}}/$key" "$work/archive"
{{checksum}}
install -d "$work/files"
case "$key" in
*.zip)
	command -v unzip >/dev/null || dnf -y -q install unzip
	unzip -q "$work/archive" -d "$work/files"
	;;
*) tar --extract --no-same-owner --file "$work/archive" --directory "$work/files" ;;
esac
chmod -R u+rwX,a+rX,go-w "$work/files"
rm -rf /opt/application
mv "$work/files" /opt/application

cat >/etc/evenkeel/start <<'END_OF_START'
#!/bin/bash
# Line by line: systemd would take quotes and backslashes out of the values.
while IFS= read -r variable; do
	export "$variable"
done </etc/evenkeel/environment
cd /opt/application || exit
exec {{command}}
END_OF_START
