package webtier

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

const (
	// drainHook is the name of the hook that holds servers.
	drainHook = "drain"
	// secondsToTell is how much longer Auto Scaling waits than the application may take, so that a server can say so.
	secondsToTell = 60
)

//go:embed drain.sh
var drainScript string

// drains reports whether servers are held until the application has ended its work.
func (p *Props) drains() bool { return p.Drain.Seconds != 0 }

// drainScript starts what watches for the server's end. It is empty when servers are not held.
func (p *Props) drainScript(region string, h health) string {
	if !p.drains() {
		return ""
	}
	command := p.Drain.Command
	if command == "" {
		command = "systemctl stop application.service"
	}
	return strings.NewReplacer(
		"{{region}}", region,
		"{{state}}", h.command,
		"{{healthy}}", h.state,
		"{{deregistration}}", strconv.Itoa(p.DeregistrationDelaySeconds),
		"{{seconds}}", strconv.Itoa(p.Drain.Seconds),
		"{{command}}", command,
		"{{hook}}", drainHook,
	).Replace(drainScript)
}

// hold makes Auto Scaling wait for servers that end. The hook is a resource of its own, which comes after the group and goes
// before it: servers from before, which do not know of it, are not held by the update that brings it.
//
// The load balancer comes first, as Amazon EC2 Auto Scaling User Guide, "How lifecycle hooks work in Auto Scaling groups", has
// it; should the hook's time ever begin earlier, it is long enough for both.
func (w *WebTier) hold(resource awsautoscaling.CfnAutoScalingGroup) {
	if !w.cfg.drains() {
		return
	}
	w.group.AddLifecycleHook(jsii.String("Drain"), &awsautoscaling.BasicLifecycleHookProps{
		LifecycleHookName:   jsii.String(drainHook),
		LifecycleTransition: awsautoscaling.LifecycleTransition_INSTANCE_TERMINATING,
		HeartbeatTimeout:    seconds(w.cfg.DeregistrationDelaySeconds + w.cfg.Drain.Seconds + secondsToTell),
		DefaultResult:       awsautoscaling.DefaultResult_CONTINUE,
	})
	w.allowToComplete(resource)
}

// allowToComplete lets a server end the wait of its own group for it. The group waits for this permission, so it cannot be
// granted by the group's name, but by the tags that CloudFormation gives to it alone.
func (w *WebTier) allowToComplete(resource awsautoscaling.CfnAutoScalingGroup) {
	w.allow("*", nil, "autoscaling:DescribeAutoScalingInstances")
	w.allow(anyGroup(), &map[string]*map[string]any{"StringEquals": {
		"aws:ResourceTag/aws:cloudformation:stack-id":   awscdk.Aws_STACK_ID(),
		"aws:ResourceTag/aws:cloudformation:logical-id": resource.LogicalId(),
	}}, "autoscaling:CompleteLifecycleAction")
}

func anyGroup() string {
	return "arn:" + *awscdk.Aws_PARTITION() + ":autoscaling:" + *awscdk.Aws_REGION() + ":" + *awscdk.Aws_ACCOUNT_ID() + ":autoScalingGroup:*:autoScalingGroupName/*"
}

// completes reports whether servers end waits of their group for them.
func (p *Props) completes() bool { return p.drains() || p.keepsWarm() }

// whyAnyGroup says why a permission names no group.
func (p *Props) whyAnyGroup() []acknowledge.Because {
	if !p.completes() {
		return nil
	}
	return []acknowledge.Because{{
		Reason: "Servers let Auto Scaling go on in their own group only: a condition names it by the tags of CloudFormation, since its name is not known before it waits for this permission.",
		Rules:  []string{"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:autoscaling:<AWS::Region>:<AWS::AccountId>:autoScalingGroup:*:autoScalingGroupName/*]"},
	}}
}
