cat >/etc/evenkeel/lifecycle <<'END_OF_LIFECYCLE'
#!/bin/bash
# purpose: what Auto Scaling wants this server for. proceed: lets it go on, with CONTINUE or ABANDON. watch: puts this server
# into service when it leaves the warm pool.
set -uo pipefail

ask() {
	local token
	token=$(curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token) &&
		curl -sf -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}

own() {
	aws autoscaling describe-auto-scaling-instances --region '{{region}}' --instance-ids "$instance" \
		--query "AutoScalingInstances[0].$1" --output text
}

proceed() {
	local group
	if ! { group=$(own AutoScalingGroupName) &&
		aws autoscaling complete-lifecycle-action --region '{{region}}' --auto-scaling-group-name "$group" \
			--lifecycle-hook-name {{hook}} --instance-id "$instance" --lifecycle-action-result "$1"; }; then
		echo 'evenkeel: Auto Scaling is not waiting for this server'
	fi
}

# Whether a server that starts now would be like this one.
current() {
	local group version now
	group=$(own AutoScalingGroupName) && version=$(own LaunchTemplate.Version) &&
		now=$(aws autoscaling describe-auto-scaling-groups --region '{{region}}' --auto-scaling-group-names "$group" \
			--query 'AutoScalingGroups[0].LaunchTemplate.Version' --output text) && [ "$version" = "$now" ]
}

serve() {
	if ! current; then
		echo 'evenkeel: this server is from before the last deployment'
		proceed ABANDON
		return
	fi
	proceed CONTINUE
	local deadline=$((SECONDS + {{timeout}}))
	until [ "$({{state}} --output text)" = {{healthy}} ]; do
		[ "$SECONDS" -lt "$deadline" ] || return 0
		sleep 5
	done
	aws cloudformation signal-resource --region '{{region}}' --stack-name '{{stack}}' \
		--logical-resource-id '{{autoScalingGroup}}' --unique-id "$instance" --status SUCCESS ||
		echo 'evenkeel: no deployment is waiting for this server'
}

until instance=$(ask instance-id); do
	sleep 5
done
case $1 in
purpose)
	until ask autoscaling/target-lifecycle-state; do
		sleep 5
	done
	;;
proceed) proceed "$2" ;;
watch)
	while sleep 5; do
		case $(ask autoscaling/target-lifecycle-state) in
		InService)
			if [ ! -e /run/evenkeel-in-service ]; then
				touch /run/evenkeel-in-service # which a stop forgets
				serve
			fi
			;;
		Warmed:*) rm -f /run/evenkeel-in-service ;;
		esac
	done
	;;
esac
END_OF_LIFECYCLE
chmod 755 /etc/evenkeel/lifecycle

# Auto Scaling waits for this server too. No deployment waits for one that goes into the warm pool.
purpose=$(/etc/evenkeel/lifecycle purpose)
tell() {
	[ "$status" = SUCCESS ] || /etc/evenkeel/lifecycle proceed ABANDON
	[[ $purpose = Warmed:* ]] || signal
}
trap tell EXIT
