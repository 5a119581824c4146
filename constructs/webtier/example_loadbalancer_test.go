package webtier_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	elbactions "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2actions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const siteCertificate = "arn:aws:acm:ap-northeast-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"

// Web servers in front, application servers behind an internal Network Load Balancer.
func ExampleWebTier_Endpoint() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	orders := webtier.New(stack, "Orders", &webtier.Props{
		VPC:          vpc,
		LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true},
	})
	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: siteCertificate})
	web.Use(orders.Endpoint()) // ORDERS_HOST, ORDERS_PORT, ORDERS_PROTOCOL

	app.Synth(nil)
}

// Two tiers behind one load balancer: one of them has the API.
func ExampleListener() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: siteCertificate})
	webtier.New(stack, "API", &webtier.Props{VPC: vpc, LoadBalancer: webtier.LoadBalancer{
		Listener: webtier.Listener{Existing: web.Listener(), Priority: 10, Paths: []string{"/api/*"}},
	}})

	app.Synth(nil)
}

// Old and new side by side: a tenth of the visitors gets the new servers.
func ExampleWebTier_TargetGroup_weighted() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: siteCertificate})
	next := webtier.New(stack, "Next", &webtier.Props{VPC: vpc, LoadBalancer: webtier.LoadBalancer{
		Listener: webtier.Listener{Existing: web.Listener(), Priority: 1, Hosts: []string{"next.example.com"}},
	}})
	web.Listener().AddAction(jsii.String("Share"), &elbv2.AddApplicationActionProps{
		Priority:   jsii.Number(2),
		Conditions: &[]elbv2.ListenerCondition{elbv2.ListenerCondition_PathPatterns(jsii.Strings("/*"))},
		Action: elbv2.ListenerAction_WeightedForward(&[]*elbv2.WeightedTargetGroup{
			{TargetGroup: web.TargetGroup(), Weight: jsii.Number(90)},
			{TargetGroup: next.TargetGroup(), Weight: jsii.Number(10)},
		}, nil),
	})

	app.Synth(nil)
}

// Rules by header, query and the client's address; the last keeps others out of the office's pages.
func ExampleWebTier_Listener_conditions() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: siteCertificate})
	web.Listener().AddAction(jsii.String("Old"), &elbv2.AddApplicationActionProps{
		Priority: jsii.Number(1),
		Conditions: &[]elbv2.ListenerCondition{
			elbv2.ListenerCondition_HttpHeader(jsii.String("User-Agent"), jsii.Strings("*MSIE*")),
			elbv2.ListenerCondition_QueryStrings(&[]*elbv2.QueryStringCondition{{Key: jsii.String("version"), Value: jsii.String("1")}}),
		},
		Action: elbv2.ListenerAction_FixedResponse(jsii.Number(410), nil),
	})
	web.Listener().AddAction(jsii.String("Office"), &elbv2.AddApplicationActionProps{
		Priority: jsii.Number(2),
		Conditions: &[]elbv2.ListenerCondition{
			elbv2.ListenerCondition_PathPatterns(jsii.Strings("/office/*")),
			elbv2.ListenerCondition_SourceIps(jsii.Strings("192.0.2.0/24")),
		},
		Action: elbv2.ListenerAction_Forward(&[]elbv2.IApplicationTargetGroup{web.TargetGroup()}, nil),
	})
	web.Listener().AddAction(jsii.String("Others"), &elbv2.AddApplicationActionProps{
		Priority:   jsii.Number(3),
		Conditions: &[]elbv2.ListenerCondition{elbv2.ListenerCondition_PathPatterns(jsii.Strings("/office/*"))},
		Action:     elbv2.ListenerAction_FixedResponse(jsii.Number(403), nil),
	})

	app.Synth(nil)
}

// Visitors sign in at the load balancer, with OpenID Connect.
func ExampleWebTier_Listener_openID() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: siteCertificate})
	web.Listener().AddAction(jsii.String("SignIn"), &elbv2.AddApplicationActionProps{
		Priority:   jsii.Number(1),
		Conditions: &[]elbv2.ListenerCondition{elbv2.ListenerCondition_PathPatterns(jsii.Strings("/members/*"))},
		Action: elbv2.ListenerAction_AuthenticateOidc(&elbv2.AuthenticateOidcOptions{
			Issuer:                jsii.String("https://id.example.com"),
			AuthorizationEndpoint: jsii.String("https://id.example.com/authorize"),
			TokenEndpoint:         jsii.String("https://id.example.com/token"),
			UserInfoEndpoint:      jsii.String("https://id.example.com/userinfo"),
			ClientId:              jsii.String("site"),
			ClientSecret:          awscdk.SecretValue_SecretsManager(jsii.String("sign-in"), nil),
			Next:                  elbv2.ListenerAction_Forward(&[]elbv2.IApplicationTargetGroup{web.TargetGroup()}, nil),
		}),
	})

	app.Synth(nil)
}

// Visitors sign in at the load balancer, with users of Amazon Cognito, which the CDK lets the load balancer reach.
func ExampleWebTier_Listener_cognito() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: siteCertificate})
	members := awscognito.NewUserPool(stack, jsii.String("Members"), nil)
	domain := members.AddDomain(jsii.String("Domain"), &awscognito.UserPoolDomainOptions{
		CognitoDomain: &awscognito.CognitoDomainOptions{DomainPrefix: jsii.String("members-example")},
	})
	client := members.AddClient(jsii.String("Site"), &awscognito.UserPoolClientOptions{
		GenerateSecret: jsii.Bool(true),
		OAuth: &awscognito.OAuthSettings{
			Flows:        &awscognito.OAuthFlows{AuthorizationCodeGrant: jsii.Bool(true)},
			Scopes:       &[]awscognito.OAuthScope{awscognito.OAuthScope_OPENID()},
			CallbackUrls: jsii.Strings("https://www.example.com/oauth2/idpresponse"),
		},
	})
	web.Listener().AddAction(jsii.String("SignIn"), &elbv2.AddApplicationActionProps{
		Priority:   jsii.Number(1),
		Conditions: &[]elbv2.ListenerCondition{elbv2.ListenerCondition_PathPatterns(jsii.Strings("/members/*"))},
		Action: elbactions.NewAuthenticateCognitoAction(&elbactions.AuthenticateCognitoActionProps{
			UserPool: members, UserPoolClient: client, UserPoolDomain: domain,
			Next: elbv2.ListenerAction_Forward(&[]elbv2.IApplicationTargetGroup{web.TargetGroup()}, nil),
		}),
	})

	app.Synth(nil)
}

// Clients show certificates of their own (mutual TLS), and browsers are told to come back by HTTPS alone.
func ExampleWebTier_Listener_mutualTLS() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: siteCertificate})
	trust := elbv2.NewTrustStore(stack, jsii.String("Trust"), &elbv2.TrustStoreProps{
		Bucket: awss3.Bucket_FromBucketName(stack, jsii.String("Authorities"), jsii.String("authorities-111111111111")),
		Key:    jsii.String("authorities.pem"),
	})
	listener := web.Listener().Node().DefaultChild().(elbv2.CfnListener)
	listener.SetMutualAuthentication(&elbv2.CfnListener_MutualAuthenticationProperty{
		Mode:          jsii.String("verify"),
		TrustStoreArn: trust.TrustStoreArn(),
	})
	web.Listener().SetAttribute(jsii.String("routing.http.response.strict_transport_security.header_value"), jsii.String("max-age=31536000"))

	app.Synth(nil)
}

// The servers speak gRPC.
func ExampleWebTier_TargetGroup_gRPC() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: siteCertificate})
	targets := web.TargetGroup().Node().DefaultChild().(elbv2.CfnTargetGroup)
	targets.SetProtocolVersion(jsii.String("GRPC"))
	targets.SetHealthCheckPath(jsii.String("/grpc.health.v1.Health/Check"))
	targets.SetMatcher(&elbv2.CfnTargetGroup_MatcherProperty{GrpcCode: jsii.String("0")})

	app.Synth(nil)
}
