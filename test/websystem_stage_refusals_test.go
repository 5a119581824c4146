package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// A stage makes the scope of its stateful part, and a scope holds the stateful part of one web system.
func TestStatefulScopeIsTaken(t *testing.T) {
	app := newApp(t)
	taken := awscdk.NewStack(app, jsii.String("Taken"), nil)
	refuses(t, func() {
		websystem.NewStage(app, "prod", &websystem.StageProps{Props: websystem.Props{StatefulScope: taken, Web: servesPlainHTTP}})
	}, `stage "prod": statefulScope: a stage makes its own; leave it out`)
	props := &websystem.Props{StatefulScope: taken, Web: servesPlainHTTP}
	websystem.New(awscdk.NewStack(app, jsii.String("One"), nil), "System", props)
	other := awscdk.NewStack(app, jsii.String("Other"), nil)
	refuses(t, func() { websystem.New(other, "System", props) },
		`web system "System": statefulScope: holds a database already; give each web system a scope of its own`)
	if children := *other.Node().Children(); len(children) > 0 {
		t.Errorf("%d children were created before the refusal", len(children))
	}
}

func TestStageRefusals(t *testing.T) {
	plain := websystem.Props{Web: servesPlainHTTP}
	const (
		tagName  = " is not a tag's name; use 1 to 128 letters, digits, spaces and _.:/=+-@ that do not start with aws:"
		tagValue = " is not a tag's value; use up to 256 letters, digits, spaces and _.:/=+-@"
	)
	long, longer := strings.Repeat("あ", 128), strings.Repeat("a", 257)
	for name, c := range map[string]struct {
		props websystem.StageProps
		want  []string
	}{
		"account too short":          {websystem.StageProps{Account: "12345678901", Props: plain}, []string{`account: "12345678901" is not an account; use its twelve digits`}},
		"account too long":           {websystem.StageProps{Account: "1234567890123", Props: plain}, []string{`account: "1234567890123" is not an account; use its twelve digits`}},
		"account with other letters": {websystem.StageProps{Account: "1234-5678-90", Props: plain}, []string{`account: "1234-5678-90" is not an account; use its twelve digits`}},
		"account and Region":         {websystem.StageProps{Account: "012345678901", Region: "us-gov-west-1", Props: plain}, nil},
		"tags that differ from the standard ones by case": {
			websystem.StageProps{Tags: map[string]string{"environment": "shop", "managedBy": "us", "name": "shop"}, Props: plain},
			[]string{
				"tags.environment: clashes with the tag Environment; use another name",
				"tags.managedBy: clashes with the tag ManagedBy; use another name",
				"tags.name: clashes with the tag Name; use another name",
			},
		},
		"tags that differ by case": {
			websystem.StageProps{Tags: map[string]string{"Team": "a", "team": "b"}, Props: plain},
			[]string{"tags.team: clashes with the tag Team; use another name"},
		},
		"a certificate of another account": {
			websystem.StageProps{Account: "111111111111", Props: websystem.Props{Web: webtier.Props{
				CertificateARN: "arn:aws:acm:ap-northeast-1:222222222222:certificate/12345678-1234-1234-1234-123456789012",
			}}},
			[]string{"web.certificateArn: the certificate is in account 222222222222; use one of 111111111111, where the load balancer is"},
		},
		"a certificate of some account in one that is not known": {
			websystem.StageProps{Props: websystem.Props{Web: webtier.Props{
				CertificateARN: "arn:aws:acm:ap-northeast-1:222222222222:certificate/12345678-1234-1234-1234-123456789012",
			}}},
			nil,
		},
		"a certificate in what is no account's": {
			websystem.StageProps{Account: "1", Props: websystem.Props{Web: webtier.Props{
				CertificateARN: "arn:aws:acm:ap-northeast-1:222222222222:certificate/12345678-1234-1234-1234-123456789012",
			}}},
			[]string{`account: "1" is not an account; use its twelve digits`}, // and nothing about the certificate
		},
		"a zone as Region": {websystem.StageProps{Region: "us-east-1a", Props: plain}, []string{`region: "us-east-1a" is not a Region; use one like ap-northeast-1`}},
		"a Region by its city": {
			websystem.StageProps{Region: "Tokyo", Props: websystem.Props{
				Network:  network.Props{Zones: []string{"ap-northeast-1a", "ap-northeast-1c"}},
				Database: database.Props{SingleZone: true, Zone: "ap-northeast-1a"},
				Web:      servesPlainHTTP,
			}},
			[]string{`region: "Tokyo" is not a Region; use one like ap-northeast-1`}, // and nothing is refused for not being there
		},
		"no Region for the zones of the network": {
			websystem.StageProps{Props: websystem.Props{Network: network.Props{Zones: []string{"ap-northeast-1a", "ap-northeast-1c"}}, Web: servesPlainHTTP}},
			[]string{"region: missing; zones are named, so say which Region they are in"},
		},
		"no Region for the zone of the database": {
			websystem.StageProps{Props: websystem.Props{Database: database.Props{SingleZone: true, Zone: "ap-northeast-1a"}, Web: servesPlainHTTP}},
			[]string{"region: missing; zones are named, so say which Region they are in"},
		},
		"what is in another Region": {
			websystem.StageProps{Region: "us-east-1", Props: websystem.Props{
				Web: webtier.Props{CertificateARN: "arn:aws:acm:ap-northeast-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"},
			}},
			[]string{"web.certificateArn: the certificate is in ap-northeast-1; use one of us-east-1, where the load balancer is"},
		},
		"tags in the order of their names": {
			websystem.StageProps{Tags: map[string]string{"d;": "", "AWS:c": "", "": "x", "aws:b": "", "f": "a\nb", "e": longer, long + "あ": "", "a": longer[:256], long: ""}, Props: plain},
			[]string{
				`tags: ""` + tagName,
				`tags.AWS:c: "AWS:c"` + tagName,
				`tags.aws:b: "aws:b"` + tagName,
				`tags.d;: "d;"` + tagName,
				`tags.e: "` + longer + `"` + tagValue,
				`tags.f: "a\nb"` + tagValue,
				"tags." + long + `あ: "` + long + `あ"` + tagName,
			},
		},
	} {
		t.Run(name, func(t *testing.T) { wantProblems(t, c.props.Validate(), c.want...) })
	}
	t.Run("nothing given", func(t *testing.T) {
		var none *websystem.StageProps
		wantProblems(t, none.Validate(), "web.certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS")
	})
}

func TestStageIDs(t *testing.T) {
	for _, id := range []string{"prod", "a", "prod-2", "eu-west-1-prod", strings.Repeat("a", 30)} {
		if err := websystem.CheckStageID(id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	for _, id := range []string{"", "Prod", "1prod", "-prod", "prod-", "prod--2", "prod_2", "prod.2", "prod\n", strings.Repeat("a", 31)} {
		if err := websystem.CheckStageID(id); err == nil {
			t.Errorf("%q is accepted", id)
		}
	}
	wantProblems(t, websystem.CheckStageID("Prod 2"),
		`"Prod 2" cannot be an environment's name; use small letters, digits and single hyphens, a letter first, 30 at most`)
}

// A refusal tells all problems and must not leave half a stage behind.
func TestStageRefusesBeforeItCreates(t *testing.T) {
	app := newApp(t)
	refuses(t, func() { websystem.NewStage(app, "Prod", &websystem.StageProps{Account: "1"}) },
		`stage "Prod": "Prod" cannot be an environment's name; use small letters, digits and single hyphens, a letter first, 30 at most`,
		`account: "1" is not an account; use its twelve digits`,
		"web.certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS")
	refuses(t, func() { websystem.NewStage(app, "prod", nil) },
		`stage "prod": web.certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS`)
	if children := *app.Node().Children(); len(children) > 0 {
		t.Errorf("the app has %d children after the refusals", len(children))
	}
}
