package webtier

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/jsii-runtime-go"
)

// minutesToBoot is how much longer CloudFormation waits than a server's script does, so that a server that fails can say so.
const minutesToBoot = 5

// gate makes CloudFormation count a new server only when the server says so, which its user data does once the load
// balancer finds it healthy; and roll back otherwise (docs/adr/0006-gated-rolling-update.md).
func (w *WebTier) gate(props *awsautoscaling.AutoScalingGroupProps) {
	rollout := w.cfg.Rollout
	timeout := awscdk.Duration_Minutes(jsii.Number(rollout.TimeoutMinutes + minutesToBoot))
	props.Signals = awsautoscaling.Signals_WaitForCount(jsii.Number(max(w.cfg.MinCapacity, w.cfg.DesiredCapacity)), &awsautoscaling.SignalsOptions{
		Timeout: timeout,
	})
	props.UpdatePolicy = awsautoscaling.UpdatePolicy_RollingUpdate(&awsautoscaling.RollingUpdateOptions{
		MaxBatchSize:          jsii.Number(rollout.BatchSize),
		MinInstancesInService: jsii.Number(w.cfg.inServiceDuringUpdate()),
		PauseTime:             timeout,
		WaitOnResourceSignals: jsii.Bool(true),
		// While servers are replaced, nothing else may start or stop one.
		SuspendProcesses: &[]awsautoscaling.ScalingProcess{
			awsautoscaling.ScalingProcess_ALARM_NOTIFICATION,
			awsautoscaling.ScalingProcess_AZ_REBALANCE,
			awsautoscaling.ScalingProcess_HEALTH_CHECK,
			awsautoscaling.ScalingProcess_REPLACE_UNHEALTHY,
			awsautoscaling.ScalingProcess_SCHEDULED_ACTIONS,
		},
	})
}

// inServiceDuringUpdate keeps the minimum in service: a new server is started before an old one is stopped. A group that
// cannot grow must stop one first: CloudFormation refuses as many in service as the group can hold.
func (p *Props) inServiceDuringUpdate() int {
	return min(p.MinCapacity, p.MaxCapacity-1)
}
