package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const webCertificate = "arn:aws:acm:ap-northeast-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"

var (
	webPublicSubnets  = []string{"subnet-0123456789abcdea1", "subnet-0123456789abcdea2"}
	webPrivateSubnets = []string{"subnet-0123456789abcdeb1", "subnet-0123456789abcdeb2"}
)

// webVPC is a VPC that exists already: it adds nothing to the template.
func webVPC(stack awscdk.Stack) awsec2.IVpc {
	routeTables := jsii.Strings("rtb-0123456789abcdef1", "rtb-0123456789abcdef2")
	return awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
		VpcId:             jsii.String("vpc-0123456789abcdef0"),
		AvailabilityZones: jsii.Strings("ap-northeast-1a", "ap-northeast-1c"),
		PublicSubnetIds:   jsii.Strings(webPublicSubnets...),
		PrivateSubnetIds:  jsii.Strings(webPrivateSubnets...),
		IsolatedSubnetIds: jsii.Strings("subnet-0123456789abcdec1", "subnet-0123456789abcdec2"),

		PublicSubnetRouteTableIds:   routeTables,
		PrivateSubnetRouteTableIds:  routeTables,
		IsolatedSubnetRouteTableIds: routeTables,
	})
}

// newWeb creates a web tier named Web. What is required and missing is added: a VPC and a certificate.
func newWeb(stack awscdk.Stack, props webtier.Props) *webtier.WebTier {
	if props.VPC == nil {
		props.VPC = webVPC(stack)
	}
	if props.Certificate == nil && !props.AllowPlainHTTP && props.CertificateARN == "" {
		props.CertificateARN = webCertificate
	}
	return webtier.New(stack, "Web", &props)
}

// synthWeb returns the template of a stack with a web tier that newWeb creates.
func synthWeb(t testing.TB, props webtier.Props) *template {
	t.Helper()
	return synth(t, func(stack awscdk.Stack) { newWeb(stack, props) })
}

var webDefaults *template

// defaultWeb returns the template of a web tier with every default, synthesized once for the tests that only read it.
func defaultWeb(t testing.TB) *template {
	t.Helper()
	if webDefaults == nil {
		webDefaults = synthWeb(t, webtier.Props{})
	}
	return webDefaults
}

// attributes returns the attributes of a load balancer or a target group by their keys.
func attributes(r resource, list string) map[string]any {
	all := map[string]any{}
	entries, _ := r.get(list).([]any)
	for _, entry := range entries {
		all[dig(entry, "Key").(string)] = dig(entry, "Value")
	}
	return all
}

// The accessors return the constructs that the template shows.
func TestWebTierAccessors(t *testing.T) {
	var web *webtier.WebTier
	var stack awscdk.Stack
	synth(t, func(s awscdk.Stack) {
		stack = s
		web = newWeb(s, webtier.Props{})
	})
	resolve := func(token *string) any { return stack.Resolve(token) }
	tm := defaultWeb(t)
	for name, c := range map[string]struct{ got, want any }{
		"LoadBalancer":     {resolve(web.LoadBalancer().LoadBalancerArn()), ref(tm.named(t, "AWS::ElasticLoadBalancingV2::LoadBalancer", "Web").ID)},
		"DNSName":          {resolve(web.DNSName()), att(tm.one(t, loadBalancer).ID, "DNSName")},
		"HostedZoneID":     {resolve(web.CanonicalHostedZoneID()), att(tm.one(t, loadBalancer).ID, "CanonicalHostedZoneID")},
		"Listener":         {resolve(web.Listener().ListenerArn()), ref(tm.named(t, "AWS::ElasticLoadBalancingV2::Listener", "WebLoadBalancerHTTPS").ID)},
		"TargetGroup":      {resolve(web.TargetGroup().TargetGroupArn()), ref(tm.one(t, "AWS::ElasticLoadBalancingV2::TargetGroup").ID)},
		"AccessLogsBucket": {resolve(web.AccessLogsBucket().BucketName()), ref(tm.one(t, "AWS::S3::Bucket").ID)},
		"AutoScalingGroup": {resolve(web.AutoScalingGroup().AutoScalingGroupName()), ref(tm.one(t, "AWS::AutoScaling::AutoScalingGroup").ID)},
		"LaunchTemplate":   {resolve(web.LaunchTemplate().LaunchTemplateId()), ref(tm.one(t, "AWS::EC2::LaunchTemplate").ID)},
		"Role":             {resolve(web.Role().RoleName()), ref(tm.one(t, "AWS::IAM::Role").ID)},
		"ScaleOutAlarm":    {resolve(web.ScaleOutAlarm().Ref()), ref(tm.named(t, "AWS::CloudWatch::Alarm", "WebScaleOutAlarm").ID)},
		"ScaleInAlarm":     {resolve(web.ScaleInAlarm().Ref()), ref(tm.named(t, "AWS::CloudWatch::Alarm", "WebScaleInAlarm").ID)},
		"Connections": {
			resolve((*web.Connections().SecurityGroups())[0].SecurityGroupId()),
			att(tm.named(t, "AWS::EC2::SecurityGroup", "WebSecurityGroup").ID, "GroupId"),
		},
	} {
		if show(c.got) != show(c.want) {
			t.Errorf("%s() is %s, want %s", name, show(c.got), show(c.want))
		}
	}
	if web.GrantPrincipal() != web.Role().GrantPrincipal() {
		t.Error("GrantPrincipal() is not the role's")
	}
}
