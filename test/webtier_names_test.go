package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// Descriptions name the tier by its id, so that two tiers can be told from each other. The one that is called Web has
// always been called so; another text would replace its security groups.
func TestDescriptionsNameTheTier(t *testing.T) {
	called := func(t *testing.T, id string) *template {
		t.Helper()
		return synth(t, func(stack awscdk.Stack) {
			vpc := webVPC(stack)
			tier := webtier.New(stack, id, &webtier.Props{VPC: vpc, AllowPlainHTTP: true})
			tier.Use(database.New(stack, "Database", &database.Props{VPC: vpc}))
		})
	}
	t.Run("by its id", func(t *testing.T) {
		tm := called(t, "App")
		for prefix, want := range map[string]string{
			"AppLoadBalancerSecurityGroup": "Load balancer: from the internet to the App servers",
			"AppSecurityGroup":             "App servers: only from their load balancer",
		} {
			tm.named(t, "AWS::EC2::SecurityGroup", prefix).want(t, "GroupDescription", want)
		}
		tm.named(t, "AWS::IAM::ManagedPolicy", "AppPolicy").want(t, "Description", "What the App servers may do")
		tm.named(t, alarm, "AppScaleOutAlarm").want(t, "AlarmDescription", "CPU above 70 %: adds 1 to the App servers")
		tm.named(t, alarm, "AppScaleInAlarm").want(t, "AlarmDescription", "CPU below 30 %: removes 1 of the App servers")
		tm.named(t, "AWS::EC2::SecurityGroupIngress", "DatabaseSecurityGroup").want(t, "Description", "App servers to what they use")
		if source := string(tm.source); strings.Contains(source, "Web servers") || strings.Contains(source, "web servers") {
			t.Error("something speaks of web servers")
		}
	})
	t.Run("not by what no security group may be described with", func(t *testing.T) {
		tm := called(t, "Läden")
		tm.named(t, "AWS::EC2::SecurityGroup", "LdenSecurityGroup").want(t, "GroupDescription", "Web servers: only from their load balancer")
	})
}
