package e2e

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func (e *environment) loadBalancerIs(t *testing.T) {
	same(t, "scheme", e.balancer.Scheme, types.LoadBalancerSchemeEnumInternetFacing)
	same(t, "type", e.balancer.Type, types.LoadBalancerTypeEnumApplication)
	same(t, "VPC", aws.ToString(e.balancer.VpcId), aws.ToString(e.vpc.VpcId))
	attributes := e.balancerAttributes(t)
	same(t, "deletion protection", attributes["deletion_protection.enabled"], strconv.FormatBool(e.want.protected))
	same(t, "dropping of invalid headers", attributes["routing.http.drop_invalid_header_fields.enabled"], "true")
}

func (e *environment) balancerAttributes(t *testing.T) map[string]string {
	t.Helper()
	out := must(e.elb.DescribeLoadBalancerAttributes(e.ctx, &elb.DescribeLoadBalancerAttributesInput{LoadBalancerArn: e.balancer.LoadBalancerArn}))(t)
	attributes := map[string]string{}
	for _, attribute := range out.Attributes {
		attributes[aws.ToString(attribute.Key)] = aws.ToString(attribute.Value)
	}
	return attributes
}

// listeners asserts HTTPS with a redirect to it in prod, and plain HTTP, which its file asks for by name, in dev.
func (e *environment) listeners(t *testing.T) {
	out := must(e.elb.DescribeListeners(e.ctx, &elb.DescribeListenersInput{LoadBalancerArn: e.balancer.LoadBalancerArn}))(t)
	var ports []int32
	for _, listener := range out.Listeners {
		port := aws.ToInt32(listener.Port)
		ports = append(ports, port)
		action := only(t, "actions of the listener on port "+strconv.Itoa(int(port)), listener.DefaultActions)
		if e.want.https && port == 80 {
			same(t, "protocol of port 80", listener.Protocol, types.ProtocolEnumHttp)
			redirect := action.RedirectConfig
			if redirect == nil {
				t.Fatalf("port 80 does not redirect: %+v", action)
			}
			same(t, "redirect", []string{string(redirect.StatusCode), aws.ToString(redirect.Protocol), aws.ToString(redirect.Port)}, []string{"HTTP_301", "HTTPS", "443"})
			continue
		}
		same(t, "action", action.Type, types.ActionTypeEnumForward)
		same(t, "target group of the listener", aws.ToString(action.TargetGroupArn), aws.ToString(e.targetGroup.TargetGroupArn))
		if e.want.https {
			e.tls(t, listener)
		} else {
			same(t, "protocol", listener.Protocol, types.ProtocolEnumHttp)
		}
	}
	slices.Sort(ports)
	if e.want.https {
		same(t, "ports", ports, []int32{80, 443})
	} else {
		same(t, "ports", ports, []int32{80})
	}
}

func (e *environment) tls(t *testing.T, listener types.Listener) {
	t.Helper()
	same(t, "protocol", listener.Protocol, types.ProtocolEnumHttps)
	same(t, "TLS policy", aws.ToString(listener.SslPolicy), "ELBSecurityPolicy-TLS13-1-2-Res-2021-06")
	certificate, err := e.shipped.value(e.account.environment, "certificateArn")
	if err != nil { // the file has a domain make one
		certificate = only(t, "certificates", must(e.resources(e.ctx, e.stackName("Stateless"), "AWS::CertificateManager::Certificate"))(t))
	}
	same(t, "certificate", aws.ToString(only(t, "certificates", listener.Certificates).CertificateArn), certificate)
}

func (e *environment) accessLogs(t *testing.T) {
	attributes := e.balancerAttributes(t)
	same(t, "access logs", attributes["access_logs.s3.enabled"], "true")
	bucket := only(t, "buckets", must(e.resources(e.ctx, e.stackName("Stateless"), "AWS::S3::Bucket"))(t))
	same(t, "bucket of the access logs", attributes["access_logs.s3.bucket"], bucket)

	encryption := must(e.s3.GetBucketEncryption(e.ctx, &s3.GetBucketEncryptionInput{Bucket: &bucket}))(t)
	rule := only(t, "encryption rules", at(encryption.ServerSideEncryptionConfiguration).Rules)
	same(t, "encryption", at(rule.ApplyServerSideEncryptionByDefault).SSEAlgorithm, s3types.ServerSideEncryptionAes256) // the only one that takes access logs
	public := at(must(e.s3.GetPublicAccessBlock(e.ctx, &s3.GetPublicAccessBlockInput{Bucket: &bucket}))(t).PublicAccessBlockConfiguration)
	for name, blocked := range map[string]*bool{
		"ACLs": public.BlockPublicAcls, "policies": public.BlockPublicPolicy, "known ACLs": public.IgnorePublicAcls, "buckets": public.RestrictPublicBuckets,
	} {
		same(t, "public "+name+" are refused", aws.ToBool(blocked), true)
	}
	lifecycle := must(e.s3.GetBucketLifecycleConfiguration(e.ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: &bucket}))(t)
	same(t, "days that access logs are kept", aws.ToInt32(at(only(t, "lifecycle rules", lifecycle.Rules).Expiration).Days), int32(90))
	policy := aws.ToString(must(e.s3.GetBucketPolicy(e.ctx, &s3.GetBucketPolicyInput{Bucket: &bucket}))(t).Policy)
	for _, part := range []string{"logdelivery.elasticloadbalancing.amazonaws.com", "/AWSLogs/" + e.id + "/*", "aws:SecureTransport"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the bucket's policy does not name %s: %s", part, policy)
		}
	}
}

func (e *environment) targetGroupIs(t *testing.T) {
	g := e.targetGroup
	same(t, "port", aws.ToInt32(g.Port), e.want.serverPort)
	same(t, "protocol", g.Protocol, map[types.LoadBalancerTypeEnum]types.ProtocolEnum{
		types.LoadBalancerTypeEnumApplication: types.ProtocolEnumHttp, types.LoadBalancerTypeEnumNetwork: types.ProtocolEnumTcp,
	}[e.balancer.Type])
	same(t, "type of targets", g.TargetType, types.TargetTypeEnumInstance)
	same(t, "health check", []string{string(g.HealthCheckProtocol), aws.ToString(g.HealthCheckPort), aws.ToString(g.HealthCheckPath), aws.ToString(at(g.Matcher).HttpCode)},
		[]string{"HTTP", strconv.Itoa(int(e.want.serverPort)), e.want.healthPath, "200"})
	same(t, "interval, timeout, healthy and unhealthy threshold",
		[]int32{aws.ToInt32(g.HealthCheckIntervalSeconds), aws.ToInt32(g.HealthCheckTimeoutSeconds), aws.ToInt32(g.HealthyThresholdCount), aws.ToInt32(g.UnhealthyThresholdCount)},
		[]int32{10, 5, 2, 3})
	sameSet(t, "load balancers of the target group", g.LoadBalancerArns, []string{aws.ToString(e.balancer.LoadBalancerArn)})
	attributes := must(e.elb.DescribeTargetGroupAttributes(e.ctx, &elb.DescribeTargetGroupAttributesInput{TargetGroupArn: g.TargetGroupArn}))(t)
	for _, attribute := range attributes.Attributes {
		switch aws.ToString(attribute.Key) {
		case "deregistration_delay.timeout_seconds":
			same(t, "deregistration delay", aws.ToString(attribute.Value), "60")
		case "preserve_client_ip.enabled", "proxy_protocol_v2.enabled":
			same(t, aws.ToString(attribute.Key), aws.ToString(attribute.Value), "false")
		case "stickiness.enabled":
			same(t, "stickiness", aws.ToString(attribute.Value), "false")
		}
	}
}
