#!/usr/bin/env bash
# Synthesizes the shipped environments in two copies of the sources and fails unless the templates are the same, byte for byte.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for copy in one another/deeper; do
	mkdir -p "$work/$copy"
	git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work/$copy"
	(cd "$work/$copy" && CDK_VALIDATION=false npx -y aws-cdk@2.1148.1 synth --quiet >/dev/null 2>"$work/log") || { cat "$work/log"; exit 1; }
done
cd "$work"
count=0
for template in one/cdk.out/*/*.template.json; do
	cmp "$template" "another/deeper/${template#one/}"
	count=$((count + 1))
done
[ "$count" -ge 4 ] || { echo "only $count templates"; exit 1; }
echo "$count templates are the same in two folders"
