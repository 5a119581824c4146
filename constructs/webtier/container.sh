#!/bin/bash
# Pulls the application's image.
set -euo pipefail

command -v docker >/dev/null || dnf -y -q install docker
systemctl enable --now docker.service

image='{{image}}'
DOCKER_CONFIG=$(mktemp -d) # the password goes with it
export DOCKER_CONFIG
trap 'rm -rf "$DOCKER_CONFIG"' EXIT
{{login}}
docker pull --quiet "$image"

cat >/etc/evenkeel/start <<'END_OF_START'
#!/bin/bash
# What the container writes goes to the unit.
exec docker run --rm --init --name application --pull never --log-driver none \
	--security-opt no-new-privileges --env-file /etc/evenkeel/environment \
	{{options}} \
	{{run}}
END_OF_START
