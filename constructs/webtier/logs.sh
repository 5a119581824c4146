cat >/etc/evenkeel/logs.json <<'END_OF_LOGS'
{{collect}}
END_OF_LOGS
agent=/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl
if ! { { [ -x "$agent" ] || dnf -y -q install amazon-cloudwatch-agent; } &&
	"$agent" -a fetch-config -m ec2 -s -c file:/etc/evenkeel/logs.json; }; then
	echo 'evenkeel: the CloudWatch agent does not run; logs stay on this server'
fi
