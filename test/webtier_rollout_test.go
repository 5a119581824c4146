package test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// wantDependency fails the test unless the resource waits for another one.
func wantDependency(t *testing.T, r resource, on string) {
	t.Helper()
	if !slices.Contains(r.DependsOn, on) {
		t.Errorf("%s depends on %v, want %s among them", r.ID, r.DependsOn, on)
	}
}

func wantPolicy(t *testing.T, r resource, what string, policy, want map[string]any) {
	t.Helper()
	if show(policy) != show(want) {
		t.Errorf("the %s of %s is\n%s\nwant\n%s", what, r.ID, show(policy), show(want))
	}
}

func TestWebRolloutByDefault(t *testing.T) {
	group := defaultWeb(t).one(t, autoScalingGroup)
	wantPolicy(t, group, "CreationPolicy", group.CreationPolicy, map[string]any{
		"ResourceSignal": map[string]any{"Count": 2, "Timeout": "PT20M"},
	})
	wantPolicy(t, group, "UpdatePolicy", group.UpdatePolicy, map[string]any{
		"AutoScalingRollingUpdate": map[string]any{
			"MaxBatchSize":          1,
			"MinInstancesInService": 2,
			"PauseTime":             "PT20M",
			"WaitOnResourceSignals": true,
			"SuspendProcesses":      []any{"AlarmNotification", "AZRebalance", "HealthCheck", "ReplaceUnhealthy", "ScheduledActions"},
		},
		"AutoScalingScheduledAction": map[string]any{"IgnoreUnmodifiedGroupSizeProperties": true},
	})
	group.want(t, "HealthCheckGracePeriod", 15*60) // as long as a server may take to start
}

func TestWebRolloutProps(t *testing.T) {
	group := synthWeb(t, webtier.Props{
		MinCapacity: 3,
		Rollout:     webtier.Rollout{BatchSize: 2, TimeoutMinutes: 30, HealthCheckGraceSeconds: 600},
	}).one(t, autoScalingGroup)
	resource{Properties: group.CreationPolicy}.wantEach(t, map[string]any{
		"ResourceSignal.Count":   3,
		"ResourceSignal.Timeout": "PT35M",
	})
	resource{Properties: group.UpdatePolicy}.wantEach(t, map[string]any{
		"AutoScalingRollingUpdate.MaxBatchSize":          2,
		"AutoScalingRollingUpdate.MinInstancesInService": 3,
		"AutoScalingRollingUpdate.PauseTime":             "PT35M",
	})
	group.want(t, "HealthCheckGracePeriod", 600)

	slow := synthWeb(t, webtier.Props{Rollout: webtier.Rollout{TimeoutMinutes: 30}}).one(t, autoScalingGroup)
	slow.want(t, "HealthCheckGracePeriod", 30*60)
}

// CloudFormation refuses an update that keeps as many servers in service as the group can hold.
func TestWebRolloutOfGroupThatCannotGrow(t *testing.T) {
	for name, c := range map[string]struct {
		props webtier.Props
		want  int
	}{
		"two servers":   {webtier.Props{MinCapacity: 2, MaxCapacity: 2}, 1},
		"single server": {webtier.Props{SingleServer: true, MaxCapacity: 1}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			group := synthWeb(t, c.props).one(t, autoScalingGroup)
			resource{Properties: group.UpdatePolicy}.want(t, "AutoScalingRollingUpdate.MinInstancesInService", c.want)
		})
	}
}

// No server starts before it can become healthy: with its permissions, its way out and a load balancer that asks for it.
func TestWebServersWaitForWhatTheyNeed(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		net := network.New(stack, "Network", nil)
		newWeb(stack, webtier.Props{VPC: net.VPC()})
	})
	group := tm.one(t, autoScalingGroup)
	wantDependency(t, group, tm.named(t, listener, "WebLoadBalancerHTTPS").ID)
	wantDependency(t, group, tm.named(t, managedPolicy, "WebPolicy").ID)
	var routes int
	for _, route := range tm.all("AWS::EC2::Route") {
		if route.get("NatGatewayId") != nil {
			routes++
			wantDependency(t, group, route.ID)
		}
	}
	if routes != 2 {
		t.Errorf("%d routes to NAT gateways, want 2", routes)
	}
}

// The signal comes with the role's permission for the stack, and for nothing else.
func TestWebServersMaySignal(t *testing.T) {
	tm := defaultWeb(t)
	policy := tm.one(t, managedPolicy)
	policy.wantEach(t, map[string]any{
		"Roles": []any{ref(tm.one(t, "AWS::IAM::Role").ID)},
		"PolicyDocument.Statement": []any{
			map[string]any{"Effect": "Allow", "Action": "elasticloadbalancing:DescribeTargetHealth", "Resource": "*"},
			map[string]any{"Effect": "Allow", "Action": "cloudformation:SignalResource", "Resource": ref("AWS::StackId")},
		},
	})
}
