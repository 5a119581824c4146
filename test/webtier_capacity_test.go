package test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const autoScalingGroup = "AWS::AutoScaling::AutoScalingGroup"

func TestWebGroupByDefault(t *testing.T) {
	tm := defaultWeb(t)
	template := tm.one(t, "AWS::EC2::LaunchTemplate")
	tm.one(t, autoScalingGroup).wantEach(t, map[string]any{
		"MinSize":               "2",
		"MaxSize":               "4",
		"DesiredCapacity":       nil, // it would undo scaling at every deployment
		"VPCZoneIdentifier":     webPrivateSubnets,
		"TargetGroupARNs":       []any{ref(tm.one(t, targetGroup).ID)},
		"HealthCheckType":       "ELB",
		"DefaultInstanceWarmup": 180,
		"MetricsCollection":     []any{map[string]any{"Granularity": "1Minute"}},
		"LaunchTemplate": map[string]any{
			"LaunchTemplateId": ref(template.ID),
			"Version":          att(template.ID, "LatestVersionNumber"),
		},
	})
}

func TestWebCapacity(t *testing.T) {
	for name, c := range map[string]struct {
		props       webtier.Props
		least, most string
	}{
		"maximum is twice the minimum": {webtier.Props{MinCapacity: 3}, "3", "6"},
		"minimum and maximum":          {webtier.Props{MinCapacity: 3, MaxCapacity: 9}, "3", "9"},
		"maximum":                      {webtier.Props{MaxCapacity: 8}, "2", "8"},
		"single server":                {webtier.Props{SingleServer: true}, "1", "2"},
		"single server asked for two":  {webtier.Props{SingleServer: true, MinCapacity: 2}, "2", "4"},
	} {
		t.Run(name, func(t *testing.T) {
			synthWeb(t, c.props).one(t, autoScalingGroup).wantEach(t, map[string]any{
				"MinSize": c.least, "MaxSize": c.most, "DesiredCapacity": nil,
			})
		})
	}
}

func TestWebDesiredCapacity(t *testing.T) {
	tm := synthWeb(t, webtier.Props{DesiredCapacity: 3, UserData: "#!/bin/sh\nstart\n"})
	group := tm.one(t, autoScalingGroup)
	group.want(t, "DesiredCapacity", "3")
	resource{Properties: group.CreationPolicy}.want(t, "ResourceSignal.Count", 3) // as many as are started
	const warning = "desiredCapacity: every deployment sets the group to 3 servers, whatever scaling has made of it since. " +
		"Leave it out to let scaling decide. [ack: evenkeel:desired-capacity]"
	if !slices.Contains(tm.warnings, warning) { // the CDK has one of its own
		t.Errorf("the warnings are %s, want %s among them", show(tm.warnings), warning)
	}
}

// Capacity counts the servers that an update starts before it stops others.
func TestWebCapacityWithUpdate(t *testing.T) {
	for name, c := range map[string]struct {
		props       webtier.Props
		least, most int
	}{
		"by default":    {webtier.Props{}, 2, 5},
		"single server": {webtier.Props{SingleServer: true}, 1, 3},
		"by props":      {webtier.Props{MinCapacity: 4, MaxCapacity: 20, Rollout: webtier.Rollout{BatchSize: 3}}, 4, 23},
	} {
		t.Run(name, func(t *testing.T) {
			if least, most := c.props.Capacity(); least != c.least || most != c.most {
				t.Errorf("Capacity() is %d to %d, want %d to %d", least, most, c.least, c.most)
			}
		})
	}
}

// wantWarnings fails the test unless the template carries exactly these warnings.
func wantWarnings(t *testing.T, tm *template, want ...string) {
	t.Helper()
	if show(tm.warnings) != show(want) {
		t.Errorf("the warnings are %s, want %s", show(tm.warnings), show(want))
	}
}

func TestWebWarnsOfNothingToServe(t *testing.T) {
	wantWarnings(t, synthWeb(t, webtier.Props{Port: 3000}),
		"userData: there is none, and the stock Amazon Linux 2023 answers nothing on port 3000, so no server will become "+
			"healthy and the deployment will fail. Give a script or an image of your own. [ack: evenkeel:nothing-to-serve]")
}

func TestWebWarnsOfNothingElse(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := webVPC(stack)
		for id, props := range map[string]webtier.Props{
			"Script":    {UserData: "#!/bin/sh\nstart\n"},
			"Image":     {AMI: webtier.AMI{ID: "ami-0123456789abcdef0"}},
			"Parameter": {AMI: webtier.AMI{SSMParameter: "/images/web"}},
		} {
			props.VPC, props.CertificateARN = vpc, webCertificate
			webtier.New(stack, id, &props)
		}
	})
	wantWarnings(t, tm)
}
