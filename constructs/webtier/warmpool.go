package webtier

import (
	_ "embed"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/jsii-runtime-go"
)

// warmHook is the name of the hook that holds servers until they are prepared.
const warmHook = "warm"

var (
	//go:embed warmstart.sh
	warmStartScript string
	//go:embed warmpool.sh
	warmPoolScript string
)

func (p *Props) keepsWarm() bool { return p.Group.WarmPool.State != "" }

// warmScripts are the parts of the first start that a warm pool takes, by what they are put in place of.
func (p *Props) warmScripts() map[string]string {
	if !p.keepsWarm() {
		return map[string]string{"{{warmStart}}\n": "", "{{warmPool}}\n": ""}
	}
	return map[string]string{"{{warmStart}}\n": warmStartScript, "{{warmPool}}\n": warmPoolScript}
}

// keepWarm makes the warm pool, and the hook by which Auto Scaling waits for a server to be prepared before it stops it, and
// for one that leaves the pool to say that it is of use. Servers that start before there is a hook are not waited for.
func (w *WebTier) keepWarm(resource awsautoscaling.CfnAutoScalingGroup) {
	if !w.cfg.keepsWarm() {
		return
	}
	hook := w.group.AddLifecycleHook(jsii.String("Warm"), &awsautoscaling.BasicLifecycleHookProps{
		LifecycleHookName:   jsii.String(warmHook),
		LifecycleTransition: awsautoscaling.LifecycleTransition_INSTANCE_LAUNCHING,
		HeartbeatTimeout:    seconds(60 * (w.cfg.Rollout.TimeoutMinutes + minutesToBoot)),
		DefaultResult:       awsautoscaling.DefaultResult_ABANDON,
	})
	pool := w.cfg.Group.WarmPool
	options := &awsautoscaling.WarmPoolOptions{
		PoolState:                awsautoscaling.PoolState_STOPPED,
		MinSize:                  given(pool.MinSize),
		MaxGroupPreparedCapacity: given(pool.MaxPrepared),
	}
	if pool.State == PoolRunning {
		options.PoolState = awsautoscaling.PoolState_RUNNING
	}
	if pool.ReuseOnScaleIn {
		options.ReuseOnScaleIn = jsii.Bool(true)
	}
	w.group.AddWarmPool(options).Node().AddDependency(hook)
	w.allow("*", nil, "autoscaling:DescribeAutoScalingGroups")
	w.allowToComplete(resource)
}

// withWarmPool puts the parts into the script of the first start.
func (p *Props) withWarmPool(script string) string {
	for place, part := range p.warmScripts() {
		script = strings.Replace(script, place, part, 1)
	}
	return script
}
