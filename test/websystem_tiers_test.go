package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// TestThreeTiers follows a request of the shipped environment of three tiers, hop by hop.
func TestShippedThreeTiers(t *testing.T) {
	templates := shipped(t)
	stateful, stateless := templates["three-tier-Stateful"], templates["three-tier-Stateless"]

	t.Run("there is one path in at each step and no other", func(t *testing.T) {
		want := []string{
			"0.0.0.0/0 -> SystemWebLoadBalancerSecurityGroup 443-443",
			"0.0.0.0/0 -> SystemWebLoadBalancerSecurityGroup 80-80",
			"SystemAppLoadBalancerSecurityGroup -> SystemAppSecurityGroup 9000-9000",
			"SystemAppSecurityGroup -> DatabaseSecurityGroup 15432-15432",
			"SystemWebLoadBalancerSecurityGroup -> SystemWebSecurityGroup 8080-8080",
			"SystemWebSecurityGroup -> SystemAppLoadBalancerSecurityGroup 9000-9000",
		}
		got := append(ingress(t, stateful), ingress(t, stateless)...)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("ingress is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
	t.Run("the inner load balancer is internal, in the zones of the servers", func(t *testing.T) {
		inner := stateless.named(t, "AWS::ElasticLoadBalancingV2::LoadBalancer", "SystemAppLoadBalancer")
		inner.wantEach(t, map[string]any{"Scheme": "internal", "Type": "network"})
		subnetsOf(t, stateful, inner.get("Subnets"), "NetworkPrivateSubnet", 2)
		subnetsOf(t, stateful, stateless.named(t, "AWS::AutoScaling::AutoScalingGroup", "SystemAppAutoScalingGroup").get("VPCZoneIdentifier"), "NetworkPrivateSubnet", 2)
		subnetsOf(t, stateful, stateless.named(t, "AWS::AutoScaling::AutoScalingGroup", "SystemWebAutoScalingGroup").get("VPCZoneIdentifier"), "NetworkPrivateSubnet", 2)
	})
	t.Run("each tier is told of the next, and of no other", func(t *testing.T) {
		web := show(stateless.named(t, "AWS::EC2::LaunchTemplate", "SystemWebLaunchTemplate").get("LaunchTemplateData.UserData"))
		app := show(stateless.named(t, "AWS::EC2::LaunchTemplate", "SystemAppLaunchTemplate").get("LaunchTemplateData.UserData"))
		for _, variable := range []string{"APP_HOST=", "APP_PORT=9000", "APP_PROTOCOL=tcp"} {
			if !strings.Contains(web, variable) || strings.Contains(app, variable) {
				t.Errorf("%s is not in the environment of the web servers alone", variable)
			}
		}
		for _, variable := range []string{"DATABASE_HOST=", "DATABASE_SECRET_ARN="} {
			if strings.Contains(web, variable) || !strings.Contains(app, variable) {
				t.Errorf("%s is not in the environment of the application servers alone", variable)
			}
		}
	})
	t.Run("only the application servers may read the secret", func(t *testing.T) {
		web := show(stateless.named(t, "AWS::IAM::ManagedPolicy", "SystemWebPolicy").get("PolicyDocument"))
		app := show(stateless.named(t, "AWS::IAM::ManagedPolicy", "SystemAppPolicy").get("PolicyDocument"))
		if strings.Contains(web, "secretsmanager") || !strings.Contains(app, "secretsmanager:GetSecretValue") {
			t.Errorf("the web servers may\n%s\nthe application servers may\n%s", web, app)
		}
	})
}

func TestAppTierProps(t *testing.T) {
	var system *websystem.WebSystem
	tm := synth(t, func(stack awscdk.Stack) {
		system = websystem.New(stack, "System", &websystem.Props{
			Web:   servesPlainHTTP,
			Tiers: websystem.ThreeTiers,
			App:   webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Application, VariablePrefix: "API"}},
		})
	})
	inner := tm.named(t, "AWS::ElasticLoadBalancingV2::LoadBalancer", "SystemAppLoadBalancer")
	inner.wantEach(t, map[string]any{"Scheme": "internal", "Type": "application"})
	if *system.AppTier().Node().Id() != "App" || *system.WebTier().Node().Id() != "Web" {
		t.Error("AppTier and WebTier return the wrong tiers")
	}
	web := show(tm.named(t, "AWS::EC2::LaunchTemplate", "SystemWebLaunchTemplate").get("LaunchTemplateData.UserData"))
	if !strings.Contains(web, "API_HOST=") || !strings.Contains(web, "API_PROTOCOL=http") {
		t.Errorf("the web servers are told\n%s", web)
	}
	synth(t, func(stack awscdk.Stack) {
		two := websystem.New(stack, "System", &websystem.Props{Web: servesPlainHTTP, Tiers: websystem.TwoTiers})
		if two.AppTier() != nil {
			t.Error("a system of two tiers has an application tier")
		}
	}).one(t, "AWS::AutoScaling::AutoScalingGroup")
}

func TestTiersAreRefused(t *testing.T) {
	three := func(app webtier.Props) websystem.Props {
		return websystem.Props{Web: servesPlainHTTP, Tiers: websystem.ThreeTiers, App: app}
	}
	// Of the 27 addresses of a /27, 5 are for web servers.
	within22 := func(kind webtier.Kind, most int) websystem.Props {
		props := three(webtier.Props{MaxCapacity: most, LoadBalancer: webtier.LoadBalancer{Kind: kind}})
		props.Network.CIDR = "10.0.0.0/22"
		return props
	}
	elsewhere := three(webtier.Props{CertificateARN: "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"})
	for name, c := range map[string]struct {
		props websystem.Props
		want  []string
	}{
		"a number that is none":      {websystem.Props{Web: servesPlainHTTP, Tiers: "4"}, []string{`tiers: "4" is not known; use two or three`}},
		"an idle application tier":   {websystem.Props{Web: servesPlainHTTP, App: webtier.Props{Port: 9000}}, []string{"app: does nothing in a system of two tiers; say tiers: three, or leave it out"}},
		"what the tier refuses":      {three(webtier.Props{Port: 70000}), []string{"app.port: 70000 is out of range; use 1 to 65535"}},
		"a certificate of elsewhere": {elsewhere, []string{"app.certificateArn: the certificate is in us-east-1; use one of ap-northeast-1, where the load balancer is"}},
		"room for both tiers":        {within22("", 20), nil},
		"too little room for both": {within22("", 21), []string{
			"network.cidr: leaves room for 26 servers in 10.0.1.0/27, the private subnet of zone A; with another zone gone it must hold 27 of the 27 that web.maxCapacity, app.maxCapacity and an update may start; use larger subnets or a lower maxCapacity",
		}},
		"room for an internal ALB": {within22(webtier.Application, 13), nil},
		"an internal ALB takes more": {within22(webtier.Application, 14), []string{
			"network.cidr: leaves room for 19 servers in 10.0.1.0/27, the private subnet of zone A; with another zone gone it must hold 20 of the 20 that web.maxCapacity, app.maxCapacity and an update may start; use larger subnets or a lower maxCapacity",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			wantProblems(t, c.props.ValidateIn("ap-northeast-1"), c.want...)
		})
	}
	stage := websystem.StageProps{Account: "222222222222", Region: "us-east-1", Props: elsewhere}
	wantProblems(t, stage.Validate(), "app.certificateArn: the certificate is in account 111111111111; use one of 222222222222, where the load balancer is")
}
