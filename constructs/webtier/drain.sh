cat >/etc/evenkeel/drain <<'END_OF_DRAIN'
#!/bin/bash
# Holds this server, once Auto Scaling takes it out of service, until the application has ended its work.
set -uo pipefail

ask() {
	local token
	token=$(curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token) &&
		curl -sf -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}

until [ "$(ask autoscaling/target-lifecycle-state)" = Terminated ] && instance=$(ask instance-id); do
	sleep 5
done

# First the load balancer, whose requests are still under way.
deadline=$((SECONDS + {{deregistration}}))
until [ "$SECONDS" -ge "$deadline" ]; do
	state=$({{state}} --output text) || state=unknown
	case $state in
	{{healthy}} | draining | unknown) sleep 5 ;;
	*) break ;;
	esac
done

while IFS= read -r variable; do
	export "$variable"
done </etc/evenkeel/environment
timeout --kill-after=5 {{seconds}} bash <<'END_OF_COMMAND'
{{command}}
END_OF_COMMAND
echo "evenkeel: the application has ended its work with status $?"

proceed() {
	local group
	group=$(aws autoscaling describe-auto-scaling-instances --region '{{region}}' --instance-ids "$instance" \
		--query 'AutoScalingInstances[0].AutoScalingGroupName' --output text) &&
		aws autoscaling complete-lifecycle-action --region '{{region}}' --auto-scaling-group-name "$group" \
			--lifecycle-hook-name {{hook}} --instance-id "$instance" --lifecycle-action-result CONTINUE
}
until proceed; do
	sleep 5
done
END_OF_DRAIN
chmod 755 /etc/evenkeel/drain
cat >/etc/systemd/system/evenkeel-drain.service <<'END_OF_UNIT'
[Unit]
Description=Holds the server until the application has ended its work
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/etc/evenkeel/drain
Restart=on-failure
RestartSec=5

[Install]
WantedBy=multi-user.target
END_OF_UNIT
systemctl daemon-reload
systemctl enable evenkeel-drain.service
systemctl restart evenkeel-drain.service
