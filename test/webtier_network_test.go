package test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// newTier creates a web tier as it is, with the VPC that exists already.
func newTier(stack awscdk.Stack, id string, props webtier.Props) *webtier.WebTier {
	if props.VPC == nil {
		props.VPC = webVPC(stack)
	}
	return webtier.New(stack, id, &props)
}

func synthTier(t testing.TB, props webtier.Props) *template {
	t.Helper()
	return synth(t, func(stack awscdk.Stack) { newTier(stack, "Web", props) })
}

var internalNetwork = webtier.LoadBalancer{Kind: webtier.Network, Internal: true}

func TestInternalNetworkLoadBalancerByDefault(t *testing.T) {
	tm := synthTier(t, webtier.Props{LoadBalancer: internalNetwork})
	lb := tm.one(t, loadBalancer)
	lb.wantEach(t, map[string]any{
		"Type":           "network",
		"Scheme":         "internal",
		"IpAddressType":  nil,
		"Subnets":        webPrivateSubnets,
		"SecurityGroups": []any{att(tm.named(t, "AWS::EC2::SecurityGroup", "WebLoadBalancerSecurityGroup").ID, "GroupId")},
	})
	if got, want := show(attributes(lb, "LoadBalancerAttributes")), `{"deletion_protection.enabled":"true","load_balancing.cross_zone.enabled":"true"}`; got != want {
		t.Errorf("the attributes are %s, want %s", got, want)
	}
	l := tm.one(t, listener)
	l.wantEach(t, map[string]any{
		"LoadBalancerArn": ref(lb.ID),
		"Port":            8080, // the tier's
		"Protocol":        "TCP",
		"DefaultActions":  []any{map[string]any{"Type": "forward", "TargetGroupArn": ref(tm.one(t, targetGroup).ID)}},
		"Certificates":    nil,
		"SslPolicy":       nil,
	})
	if got := show(dig(l.Metadata, "cfn-lint.config.ignore_checks")); got != `["E3002"]` {
		t.Errorf("the listener passes over cfn-lint's rules %s, want E3002", got)
	}
	group := tm.one(t, targetGroup)
	group.wantEach(t, map[string]any{
		"VpcId":      "vpc-0123456789abcdef0",
		"TargetType": "instance",
		"Port":       8080,
		"Protocol":   "TCP",

		"HealthCheckPath":            "/",
		"HealthCheckPort":            "8080",
		"HealthCheckProtocol":        "HTTP",
		"HealthCheckIntervalSeconds": 10,
		"HealthCheckTimeoutSeconds":  5,
		"HealthyThresholdCount":      2,
		"UnhealthyThresholdCount":    3,
		"Matcher.HttpCode":           "200",
	})
	wantAttributes(t, group, map[string]any{
		"deregistration_delay.timeout_seconds": "60",
		"preserve_client_ip.enabled":           "false",
		"proxy_protocol_v2.enabled":            "false",
	})
	servers := tm.one(t, autoScalingGroup)
	servers.want(t, "TargetGroupARNs", []any{ref(group.ID)})
	wantDependency(t, servers, l.ID)
	wantRules(t, tm, []string{
		"internal load balancer: out tcp 8080 to web servers",
		"web servers: in tcp 8080 from internal load balancer",
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
	})
	if n := len(tm.all("AWS::S3::Bucket")); n != 0 { // it would stay empty: there is no TLS to keep a record of
		t.Errorf("%d buckets", n)
	}
}

func TestPublicNetworkLoadBalancerByDefault(t *testing.T) {
	tm := synthTier(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network}, CertificateARN: webCertificate})
	lb := tm.one(t, loadBalancer)
	lb.wantEach(t, map[string]any{"Type": "network", "Scheme": "internet-facing", "Subnets": webPublicSubnets, "SubnetMappings": nil})
	tm.one(t, listener).wantEach(t, map[string]any{
		"Port":         443,
		"Protocol":     "TLS",
		"SslPolicy":    "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
		"Certificates": []any{map[string]any{"CertificateArn": webCertificate}},
	})
	group := tm.one(t, targetGroup)
	group.want(t, "Protocol", "TCP")
	if got := attributes(group, "TargetGroupAttributes")["preserve_client_ip.enabled"]; got != "true" {
		t.Errorf("preserve_client_ip.enabled is %v", got)
	}
	wantRules(t, tm, []string{
		"load balancer: in tcp 443 from 0.0.0.0/0",
		"load balancer: out tcp 8080 to web servers",
		"web servers: in tcp 8080 from load balancer",
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
	})
	bucket, policy := tm.one(t, "AWS::S3::Bucket"), tm.one(t, "AWS::S3::BucketPolicy")
	wantAccessLogs(t, tm, "true", ref(bucket.ID))
	wantDependency(t, lb, policy.ID)
	conditions := map[string]any{
		"StringEquals": map[string]any{"aws:SourceAccount": ref("AWS::AccountId")},
		"ArnLike":      map[string]any{"aws:SourceArn": join("arn:", ref("AWS::Partition"), ":logs:", ref("AWS::Region"), ":", ref("AWS::AccountId"), ":*")},
	}
	arn := att(bucket.ID, "Arn")
	if got, want := show(policy.get("PolicyDocument.Statement.1")), show(map[string]any{
		"Sid": "Delivery", "Effect": "Allow", "Action": "s3:PutObject", "Condition": conditions,
		"Principal": map[string]any{"Service": "delivery.logs.amazonaws.com"},
		"Resource":  join(arn, "/AWSLogs/", ref("AWS::AccountId"), "/*"),
	}); got != want {
		t.Errorf("the load balancer may write\n%s\nwant\n%s", got, want)
	}
	policy.want(t, "PolicyDocument.Statement.2.Action", "s3:GetBucketAcl")
	acknowledged(t, bucket) // with reasons
	tm.one(t, "AWS::AutoScaling::AutoScalingGroup").want(t, "VPCZoneIdentifier", webPrivateSubnets)
}

// Only where no record is possible is its absence explained.
func TestNetworkLoadBalancerAcknowledges(t *testing.T) {
	none := webtier.AccessLogs{Disable: true}
	for name, c := range map[string]struct {
		props webtier.Props
		want  []string
	}{
		"TCP":                     {webtier.Props{LoadBalancer: internalNetwork}, append(inPacks("ELBLoggingEnabled"), "AwsSolutions-ELB2", "CT.ELASTICLOADBALANCING.PR.6")},
		"TCP without access logs": {webtier.Props{LoadBalancer: internalNetwork, AccessLogs: none}, nil},
		"TLS":                     {webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network}, CertificateARN: webCertificate}, nil},
		"TLS without access logs": {webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network}, CertificateARN: webCertificate, AccessLogs: none}, nil},
	} {
		if got := acknowledged(t, synthTier(t, c.props).one(t, loadBalancer)); !slices.Equal(got, c.want) {
			t.Errorf("%s acknowledges %v, want %v", name, got, c.want)
		}
	}
	for name, c := range map[string]struct {
		props webtier.Props
		want  []string
	}{
		"internal TCP": {webtier.Props{LoadBalancer: internalNetwork}, inPacks("ELBv2ACMCertificateRequired")},
		"internal TLS": {webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true, Protocol: webtier.TLS}, CertificateARN: webCertificate}, nil},
		"public TLS":   {webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network}, CertificateARN: webCertificate}, nil},
		"public TCP":   {webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.TCP}}, nil},
	} {
		if got := acknowledged(t, synthTier(t, c.props).one(t, listener)); !slices.Equal(got, c.want) {
			t.Errorf("the listener of %s acknowledges %v, want %v", name, got, c.want)
		}
	}
}

func TestNetworkLoadBalancerProps(t *testing.T) {
	t.Run("ends TLS and encrypts anew", func(t *testing.T) {
		tm := synthTier(t, webtier.Props{
			CertificateARN: webCertificate, Protocol: webtier.HTTPS, Port: 8443, IPv6: true, DisableDeletionProtection: true,
			AccessLogs:                 webtier.AccessLogs{Bucket: "access-logs-111111111111"},
			DeregistrationDelaySeconds: 30,
			HealthCheck:                webtier.HealthCheck{Path: "/healthz", Port: 9000, IntervalSeconds: 30, TimeoutSeconds: 20, HealthyThreshold: 4, UnhealthyThreshold: 6, SuccessCodes: "200-299"},
			LoadBalancer: webtier.LoadBalancer{
				Kind: webtier.Network, Port: 8444, ClientAddress: webtier.ClientAddressProxyProtocol, DisableCrossZone: true,
				ElasticIPs: []string{"eipalloc-0123456789abcdef1", "eipalloc-0123456789abcdef2"},
			},
		})
		lb := tm.one(t, loadBalancer)
		lb.wantEach(t, map[string]any{
			"IpAddressType": "dualstack",
			"Subnets":       nil,
			"SubnetMappings": []any{
				map[string]any{"SubnetId": webPublicSubnets[0], "AllocationId": "eipalloc-0123456789abcdef1"},
				map[string]any{"SubnetId": webPublicSubnets[1], "AllocationId": "eipalloc-0123456789abcdef2"},
			},
		})
		got := attributes(lb, "LoadBalancerAttributes")
		for key, want := range map[string]string{
			"deletion_protection.enabled": "false", "load_balancing.cross_zone.enabled": "false",
			"access_logs.s3.enabled": "true", "access_logs.s3.bucket": "access-logs-111111111111",
		} {
			if got[key] != want {
				t.Errorf("%s is %v, want %s", key, got[key], want)
			}
		}
		tm.one(t, listener).wantEach(t, map[string]any{"Port": 8444, "Protocol": "TLS"})
		group := tm.one(t, targetGroup)
		group.wantEach(t, map[string]any{
			"Port": 8443, "Protocol": "TLS", "HealthCheckProtocol": "HTTPS", "HealthCheckPath": "/healthz", "HealthCheckPort": "9000",
			"HealthCheckIntervalSeconds": 30, "HealthCheckTimeoutSeconds": 20, "HealthyThresholdCount": 4, "UnhealthyThresholdCount": 6,
			"Matcher.HttpCode": "200-299",
		})
		wantAttributes(t, group, map[string]any{
			"deregistration_delay.timeout_seconds": "30",
			"preserve_client_ip.enabled":           "false",
			"proxy_protocol_v2.enabled":            "true",
		})
		wantRules(t, tm, []string{
			"load balancer: in tcp 8444 from 0.0.0.0/0",
			"load balancer: in tcp 8444 from ::/0",
			"load balancer: out tcp 8443 to web servers",
			"load balancer: out tcp 9000 to web servers",
			"web servers: in tcp 8443 from load balancer",
			"web servers: in tcp 9000 from load balancer",
			"web servers: out tcp 443 to 0.0.0.0/0",
			"web servers: out tcp 443 to ::/0",
		})
	})
	t.Run("passes on what comes", func(t *testing.T) {
		tm := synthTier(t, webtier.Props{
			Protocol: webtier.HTTPS, Port: 8443, HealthCheck: webtier.HealthCheck{Protocol: webtier.TCP},
			LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.TCP, Port: 443},
		})
		tm.one(t, listener).wantEach(t, map[string]any{"Port": 443, "Protocol": "TCP"})
		tm.one(t, targetGroup).wantEach(t, map[string]any{
			"Port": 8443, "Protocol": "TCP", "HealthCheckProtocol": "TCP", "HealthCheckPath": nil, "Matcher": nil,
		})
	})
	t.Run("passes on datagrams", func(t *testing.T) {
		tm := synthTier(t, webtier.Props{Port: 514, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true, Protocol: webtier.UDP}})
		tm.one(t, listener).wantEach(t, map[string]any{"Port": 514, "Protocol": "UDP"})
		group := tm.one(t, targetGroup)
		group.wantEach(t, map[string]any{"Protocol": "UDP", "HealthCheckProtocol": "HTTP", "HealthCheckPort": "514"})
		if got := attributes(group, "TargetGroupAttributes")["preserve_client_ip.enabled"]; got != "true" { // it cannot be otherwise
			t.Errorf("preserve_client_ip.enabled is %v", got)
		}
		wantRules(t, tm, []string{
			"internal load balancer: out tcp 514 to web servers", // the health check
			"internal load balancer: out udp 514 to web servers",
			"web servers: in tcp 514 from internal load balancer",
			"web servers: in udp 514 from internal load balancer",
			"web servers: out tcp 443 to 0.0.0.0/0",
			"web servers: out tcp 443 to ::/0",
		})
	})
	t.Run("shows the client's address inside too", func(t *testing.T) {
		tm := synthTier(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true, ClientAddress: webtier.ClientAddressPreserved}})
		if got := attributes(tm.one(t, targetGroup), "TargetGroupAttributes")["preserve_client_ip.enabled"]; got != "true" {
			t.Errorf("preserve_client_ip.enabled is %v", got)
		}
	})
}

// Three tiers: an Application Load Balancer, web servers, an internal Network Load Balancer, application servers, a database.
func TestThreeTiers(t *testing.T) {
	var web, app *webtier.WebTier
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := webVPC(stack)
		db := database.New(stack, "Database", &database.Props{VPC: vpc})
		app = newTier(stack, "AppServers", webtier.Props{VPC: vpc, LoadBalancer: internalNetwork})
		web = newTier(stack, "Web", webtier.Props{VPC: vpc, CertificateARN: webCertificate})
		app.Use(db)
		web.Use(app.Endpoint())
	})
	inner := tm.named(t, loadBalancer, "AppServersLoadBalancer")
	group := func(prefix string) any { return att(tm.named(t, "AWS::EC2::SecurityGroup", prefix).ID, "GroupId") }
	for _, hop := range []struct {
		from, to string
		port     int
	}{
		{"WebLoadBalancerSecurityGroup", "WebSecurityGroup", 8080},
		{"WebSecurityGroup", "AppServersLoadBalancerSecurityGroup", 8080},
		{"AppServersLoadBalancerSecurityGroup", "AppServersSecurityGroup", 8080},
		{"AppServersSecurityGroup", "DatabaseSecurityGroup", 3306},
	} {
		found := 0
		for _, rule := range tm.all("AWS::EC2::SecurityGroupIngress") {
			if show(rule.get("GroupId")) == show(group(hop.to)) {
				found++
				rule.wantEach(t, map[string]any{"SourceSecurityGroupId": group(hop.from), "FromPort": hop.port, "ToPort": hop.port})
			}
		}
		if found != 1 {
			t.Errorf("%s has %d ways in, want the one from %s", hop.to, found, hop.from)
		}
	}
	servers := tm.named(t, autoScalingGroup, "WebAutoScalingGroup")
	for _, rule := range tm.all("AWS::EC2::SecurityGroupIngress") {
		if show(rule.get("GroupId")) == show(group("AppServersLoadBalancerSecurityGroup")) {
			wantDependency(t, servers, rule.ID)
		}
	}
	servers = tm.named(t, launchTemplate, "WebLaunchTemplate")
	wantEnvironment(t, &template{Resources: map[string]resource{servers.ID: servers}},
		"APP_SERVERS_HOST=<"+inner.ID+".DNSName>",
		"APP_SERVERS_PORT=8080",
		"APP_SERVERS_PROTOCOL=tcp",
		"AWS_REGION=<AWS::Region>",
	)
	for what, isNil := range map[string]bool{
		"ClassicLoadBalancer() of a network one":  app.ClassicLoadBalancer() == nil,
		"LoadBalancer() of a network one":         app.LoadBalancer() == nil,
		"Listener() of a network one":             app.Listener() == nil,
		"TargetGroup() of a network one":          app.TargetGroup() == nil,
		"NetworkLoadBalancer() of an application": web.NetworkLoadBalancer() == nil,
		"NetworkListener() of an application":     web.NetworkListener() == nil,
		"NetworkTargetGroup() of an application":  web.NetworkTargetGroup() == nil,
	} {
		if !isNil {
			t.Errorf("%s is not nil", what)
		}
	}
}

func TestNetworkAccessors(t *testing.T) {
	synth(t, func(stack awscdk.Stack) {
		app := newTier(stack, "App", webtier.Props{LoadBalancer: internalNetwork})
		for want, got := range map[string]*string{
			"Test/App/LoadBalancer":              app.NetworkLoadBalancer().Node().Path(),
			"Test/App/LoadBalancer/Listener":     app.NetworkListener().Node().Path(),
			"Test/App/TargetGroup":               app.NetworkTargetGroup().Node().Path(),
			"Test/App/LoadBalancerSecurityGroup": app.LoadBalancerSecurityGroup().Node().Path(),
		} {
			if *got != want {
				t.Errorf("%s is at %s", want, *got)
			}
		}
	})
}

// Each kind of internal load balancer is a backend under the name that one gives it.
func TestEndpoint(t *testing.T) {
	for name, c := range map[string]struct {
		id    string
		props webtier.Props
		want  map[string]string
	}{
		"an internal Application Load Balancer": {
			"App", webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true}},
			map[string]string{"APP_PORT": "80", "APP_PROTOCOL": "http"},
		},
		"with a certificate": {
			"inner-app2TierAPI", webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true}, CertificateARN: webCertificate},
			map[string]string{"INNER_APP2_TIER_API_PORT": "443", "INNER_APP2_TIER_API_PROTOCOL": "https"},
		},
		"a Network Load Balancer with TLS": {
			"App", webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true, VariablePrefix: "ORDERS", Port: 8443}, CertificateARN: webCertificate},
			map[string]string{"ORDERS_PORT": "8443", "ORDERS_PROTOCOL": "tls"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synth(t, func(stack awscdk.Stack) {
				got := map[string]string{}
				for name, value := range newTier(stack, c.id, c.props).Endpoint().Environment() {
					got[name] = *value
				}
				for variable, want := range c.want {
					if got[variable] != want {
						t.Errorf("%s is %q, want %q in %v", variable, got[variable], want, got)
					}
				}
				if len(got) != 3 {
					t.Errorf("the environment is %v", got)
				}
			})
		})
	}
	refuses(t, func() {
		newTier(awscdk.NewStack(newApp(t), jsii.String("Test"), nil), "Web", webtier.Props{CertificateARN: webCertificate}).Endpoint()
	}, `web tier "Web": endpoint: the load balancer faces the internet, where no security group is let in; say loadBalancer.internal: true`)
}
