package test

import (
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestWebACLOfOnesOwn(t *testing.T) {
	tm := synthWeb(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{WebACLARN: broughtACL}})
	balancer := tm.one(t, loadBalancer)
	tm.named(t, webACLAssociation, "WebWebACLAssociation").wantEach(t, map[string]any{"WebACLArn": broughtACL, "ResourceArn": ref(balancer.ID)})
	if rules := acknowledged(t, balancer); rules != nil {
		t.Errorf("the load balancer answers %v", rules)
	}
	if associations := defaultWeb(t).all(webACLAssociation); len(associations) > 0 {
		t.Errorf("there are %d associations by default", len(associations))
	}
}

func TestWebRefusesWebACLs(t *testing.T) {
	const (
		not       = "loadBalancer.webAclArn: only an Application Load Balancer reads requests, and can have a web ACL; say kind: application, or leave it out"
		elsewhere = "loadBalancer.webAclArn: the web ACL is in eu-west-1; use one of ap-northeast-1, where the load balancer is"
	)
	for is, c := range map[string]struct {
		lb   webtier.LoadBalancer
		want []string
	}{
		"network":            {webtier.LoadBalancer{Kind: webtier.Network, WebACLARN: broughtACL}, []string{not}},
		"classic":            {webtier.LoadBalancer{Kind: webtier.Classic, WebACLARN: broughtACL}, []string{not}},
		"classic, elsewhere": {webtier.LoadBalancer{Kind: webtier.Classic, WebACLARN: strings.Replace(broughtACL, testRegion, "eu-west-1", 1)}, []string{not, elsewhere}},
		"no ARN":             {webtier.LoadBalancer{WebACLARN: "site"}, []string{`loadBalancer.webAclArn: "site" is not such an ARN; use one like arn:aws:wafv2:ap-northeast-1:111111111111:regional/webacl/site/12345678-1234-1234-1234-123456789012`}},
		"elsewhere":          {webtier.LoadBalancer{WebACLARN: strings.Replace(broughtACL, testRegion, "eu-west-1", 1)}, []string{elsewhere}},
		"global":             {webtier.LoadBalancer{WebACLARN: "arn:aws:wafv2:us-east-1:222222222222:global/webacl/site/12345678-1234-1234-1234-123456789012"}, []string{"loadBalancer.webAclArn: the web ACL is for CloudFront; use a regional one"}},
		"not known":          {webtier.LoadBalancer{WebACLARN: "${Token[TOKEN.1]}"}, nil},
	} {
		t.Run(is, func(t *testing.T) {
			props := webtier.Props{CertificateARN: webCertificate, LoadBalancer: c.lb}
			wantProblems(t, props.ValidateIn(testRegion), c.want...)
		})
	}
	props := webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{WebACLARN: broughtACL}}
	wantProblems(t, props.ValidateIn("")) // without a Region nothing is in another one
	props = webtier.Props{LoadBalancer: webtier.LoadBalancer{WebACLARN: "site", Listener: brought()}}
	wantProblems(t, props.ValidateIn(""), "loadBalancer: has a listener, whose load balancer is not the tier's to configure; leave out all but listener and disableCrossZone")
}
