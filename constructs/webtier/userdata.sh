#!/bin/bash
# Starts the application, waits until the load balancer finds this server healthy, and tells CloudFormation.
# What this prints is in /var/log/cloud-init-output.log.
set -euo pipefail
deadline=$((SECONDS + {{timeout}}))
status=FAILURE # until the last line: whatever ends this script earlier, the end of the server included, is no success

token=$(curl -sSf --retry 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' http://169.254.169.254/latest/api/token)
instance=$(curl -sSf --retry 5 -H "X-aws-ec2-metadata-token: $token" http://169.254.169.254/latest/meta-data/instance-id)

# CloudFormation listens while it creates or updates the group. At any other time the signal is refused, and that is fine.
signal() {
	aws cloudformation signal-resource --region '{{region}}' --stack-name '{{stack}}' \
		--logical-resource-id '{{autoScalingGroup}}' --unique-id "$instance" --status "$status" ||
		echo 'evenkeel: no deployment is waiting for this server'
}
trap signal EXIT

install -d /etc/evenkeel
{{warmStart}}
cat >/etc/evenkeel/environment <<'END_OF_ENVIRONMENT'
{{environment}}
END_OF_ENVIRONMENT
{{logs}}
{{volumes}}
{{drain}}
cat >/etc/evenkeel/user-data <<'END_OF_USER_DATA'
{{application}}
END_OF_USER_DATA
chmod 755 /etc/evenkeel/user-data
(
	# Line by line: as shell, values with spaces, quotes or ampersands would not be what they are.
	while IFS= read -r variable; do
		export "$variable"
	done </etc/evenkeel/environment
	exec /etc/evenkeel/user-data
)
{{warmPool}}

until [ "$({{state}} --output text)" = {{healthy}} ]; do
	if [ "$SECONDS" -ge "$deadline" ]; then
		echo 'evenkeel: the load balancer has not found this server healthy in time'
		exit 1
	fi
	sleep 5
done
status=SUCCESS
