package webtier

import (
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/lint"
	"github.com/evenkeel-cdk/evenkeel/internal/logbucket"
)

func (w *WebTier) createLoadBalancer() {
	w.balancerGroup = awsec2.NewSecurityGroup(w, jsii.String("LoadBalancerSecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              w.cfg.VPC,
		Description:      jsii.String("Load balancer: from the internet to the web servers"),
		AllowAllOutbound: jsii.Bool(false),
	})
	acknowledge.At(resourceOf(w.balancerGroup), acknowledge.Because{
		Reason: "The site is public: its load balancer takes ports 80 and 443 from everywhere, and is all that does.",
		Rules:  []string{"AwsSolutions-EC23"},
	})
	props := &elbv2.ApplicationLoadBalancerProps{
		SecurityGroup:           w.balancerGroup,
		Vpc:                     w.cfg.VPC,
		VpcSubnets:              &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC, OnePerAz: jsii.Bool(true)},
		InternetFacing:          jsii.Bool(true),
		DropInvalidHeaderFields: jsii.Bool(true),
		DeletionProtection:      jsii.Bool(!w.cfg.DisableDeletionProtection),
	}
	if w.cfg.IPv6 {
		props.IpAddressType = elbv2.IpAddressType_DUAL_STACK
	}
	w.loadBalancer = elbv2.NewApplicationLoadBalancer(w, jsii.String("LoadBalancer"), props)
	acknowledge.At(resourceOf(w.loadBalancer), acknowledge.Because{
		Reason: "Which requests a firewall may refuse depends on the application, and many organizations set the rules centrally; associate a web ACL with LoadBalancer().",
		Rules:  acknowledge.Packs("ALBWAFEnabled", acknowledge.NIST, acknowledge.PCI),
	})
	if !w.cfg.AccessLogs.Disable {
		w.createAccessLogs()
	}
}

// createAccessLogs does without the CDK's LogAccessLogs, which needs to know the Region when it synthesizes: the
// principal used here is the same in every Region.
func (w *WebTier) createAccessLogs() {
	if name := w.cfg.AccessLogs.Bucket; name != "" {
		w.accessLogs = awss3.Bucket_FromBucketName(w, jsii.String("AccessLogs"), &name)
	} else {
		bucket := logbucket.New(w, "AccessLogs", w.cfg.AccessLogs.RetentionDays, logbucket.Writer{
			Principal:   "logdelivery.elasticloadbalancing.amazonaws.com",
			WhyKeysOfS3: "A load balancer writes only to buckets that are encrypted with keys of Amazon S3.",
		})
		// Turning access logs on fails unless the load balancer may write by then.
		w.loadBalancer.Node().DefaultChild().Node().AddDependency(bucket.Policy())
		w.accessLogs = bucket
	}
	w.loadBalancer.SetAttribute(jsii.String("access_logs.s3.enabled"), jsii.String("true"))
	w.loadBalancer.SetAttribute(jsii.String("access_logs.s3.bucket"), w.accessLogs.BucketName())
}

func (w *WebTier) createTargetGroup() {
	check := w.cfg.HealthCheck
	props := &elbv2.ApplicationTargetGroupProps{
		Vpc:                 w.cfg.VPC,
		TargetType:          elbv2.TargetType_INSTANCE,
		Port:                jsii.Number(w.cfg.Port),
		Protocol:            w.cfg.Protocol.alb(),
		DeregistrationDelay: seconds(w.cfg.DeregistrationDelaySeconds),
		HealthCheck: &elbv2.HealthCheck{
			Path:                    &check.Path,
			Protocol:                elbv2.Protocol(check.Protocol.alb()),
			Port:                    jsii.String(strconv.Itoa(check.Port)),
			Interval:                seconds(check.IntervalSeconds),
			Timeout:                 seconds(check.TimeoutSeconds),
			HealthyThresholdCount:   jsii.Number(check.HealthyThreshold),
			UnhealthyThresholdCount: jsii.Number(check.UnhealthyThreshold),
			HealthyHttpCodes:        &check.SuccessCodes,
		},
	}
	if w.cfg.StickinessSeconds != 0 {
		props.StickinessCookieDuration = seconds(w.cfg.StickinessSeconds)
	}
	w.targetGroup = elbv2.NewApplicationTargetGroup(w, jsii.String("TargetGroup"), props)
}

func (w *WebTier) createListeners() {
	open := jsii.Bool(true)
	groups := &[]elbv2.IApplicationTargetGroup{w.targetGroup}
	// Port 80 has one listener whatever it does, so that plain HTTP and HTTPS can be exchanged by an update.
	plain := &elbv2.BaseApplicationListenerProps{
		Port:     jsii.Number(80),
		Protocol: elbv2.ApplicationProtocol_HTTP,
		Open:     open,
	}
	if w.cfg.AllowPlainHTTP {
		plain.DefaultTargetGroups = groups
	} else {
		plain.DefaultAction = elbv2.ListenerAction_Redirect(&elbv2.RedirectOptions{
			Port:      jsii.String("443"),
			Protocol:  jsii.String("HTTPS"),
			Permanent: jsii.Bool(true),
		})
	}
	w.listener = w.loadBalancer.AddListener(jsii.String("HTTP"), plain)
	allowTags(w.listener)
	if !w.cfg.AllowPlainHTTP {
		acknowledge.At(resourceOf(w.listener), acknowledge.Because{
			Reason: "Port 80 serves nothing: it redirects to HTTPS, and to do so it must be asked in clear text.",
			Rules:  acknowledge.Packs("ELBv2ACMCertificateRequired", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI),
		})
	}
	if !w.cfg.AllowPlainHTTP {
		w.listener = w.loadBalancer.AddListener(jsii.String("HTTPS"), &elbv2.BaseApplicationListenerProps{
			Port:                jsii.Number(443),
			Protocol:            elbv2.ApplicationProtocol_HTTPS,
			Open:                open,
			SslPolicy:           elbv2.SslPolicy_TLS13_RES, // TLS 1.3 and 1.2, forward secrecy and authenticated encryption only
			Certificates:        &[]elbv2.IListenerCertificate{w.certificate()},
			DefaultTargetGroups: groups,
		})
		allowTags(w.listener)
	}
}

// allowTags acknowledges "additional properties are not allowed": cfn-lint does not know that listeners have tags.
func allowTags(listener elbv2.ApplicationListener) {
	lint.Acknowledge(resourceOf(listener), "E3002")
}

func resourceOf(construct constructs.Construct) awscdk.CfnResource {
	return construct.Node().DefaultChild().(awscdk.CfnResource)
}

func (w *WebTier) certificate() elbv2.IListenerCertificate {
	arn := &w.cfg.CertificateARN
	if w.cfg.Certificate != nil {
		arn = w.cfg.Certificate.CertificateArn()
	}
	return elbv2.ListenerCertificate_FromArn(arn)
}

func (p Protocol) alb() elbv2.ApplicationProtocol {
	return elbv2.ApplicationProtocol(strings.ToUpper(string(p)))
}

func seconds(n int) awscdk.Duration {
	return awscdk.Duration_Seconds(jsii.Number(n))
}
