package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	route53 "github.com/aws/aws-sdk-go-v2/service/route53/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// secretHeader is what CloudFront proves itself by to the load balancer.
const secretHeader = "X-Origin-Verify"

// theSecret is the value in us-east-1, and the name by which each Region has it.
func (e *environment) theSecret(t *testing.T) (name, value string) {
	t.Helper()
	arn := e.inEdge(t, "AWS::SecretsManager::Secret")
	out := must(e.edge.secrets.GetSecretValue(e.ctx, &secretsmanager.GetSecretValueInput{SecretId: &arn}))(t)
	return aws.ToString(out.Name), aws.ToString(out.SecretString)
}

// cdnSecret asserts that nobody has chosen the secret, that the web tier's Region has it too, and that CloudFront sends it.
func (e *environment) cdnSecret(t *testing.T) {
	name, value := e.theSecret(t)
	if !regexp.MustCompile(`^[A-Za-z0-9]{64}$`).MatchString(value) {
		t.Errorf("the secret is %d bytes, or has other than letters and digits", len(value))
	}
	there := must(e.edge.secrets.DescribeSecret(e.ctx, &secretsmanager.DescribeSecretInput{SecretId: &name}))(t)
	same(t, "Region of the copy", aws.ToString(only(t, "copies", there.ReplicationStatus).Region), e.region)
	replica := must(e.secrets.GetSecretValue(e.ctx, &secretsmanager.GetSecretValueInput{SecretId: &name}))(t)
	same(t, "the copy is in "+e.region, strings.Contains(aws.ToString(replica.ARN), ":"+e.region+":"), true)
	same(t, "the copy has the value", aws.ToString(replica.SecretString) == value, true)

	site, _ := e.distributions(t)
	header := only(t, "headers", at(origin(t, site.DistributionConfig, "load-balancer").CustomHeaders).Items)
	same(t, "header", aws.ToString(header.HeaderName), secretHeader)
	same(t, "CloudFront sends the value", aws.ToString(header.HeaderValue) == value, true)
}

// cdnAlone asserts that the load balancer is open to CloudFront's addresses only, and serves those only that know the secret.
func (e *environment) cdnAlone(t *testing.T) {
	groups := must(e.ec2.DescribeSecurityGroups(e.ctx, &ec2.DescribeSecurityGroupsInput{GroupIds: e.balancer.SecurityGroups}))(t).SecurityGroups
	in := newReach(groups, map[string]string{only(t, "security groups", e.balancer.SecurityGroups): "load balancer"}).in["load balancer"]
	from := only(t, "rules of the security group", in)
	same(t, "what it lets in", from, rule{from.other, "tcp", 443, 443})
	same(t, "from a prefix list", strings.HasPrefix(from.other, "pl-"), true)
	lists := must(e.ec2.DescribeManagedPrefixLists(e.ctx, &ec2.DescribeManagedPrefixListsInput{
		Filters: []ec2types.Filter{{Name: aws.String("prefix-list-id"), Values: []string{from.other}}},
	}))(t).PrefixLists
	if len(lists) == 0 {
		e.gaps.note(t, "the load balancer's prefix list is CloudFront's", "have CloudFront's prefix list")
	} else {
		same(t, "prefix list", aws.ToString(lists[0].PrefixListName), "com.amazonaws.global.cloudfront.origin-facing")
	}

	listener := only(t, "listeners", must(e.elb.DescribeListeners(e.ctx, &elb.DescribeListenersInput{LoadBalancerArn: e.balancer.LoadBalancerArn}))(t).Listeners)
	same(t, "port", aws.ToInt32(listener.Port), int32(443))
	e.tls(t, listener)
	same(t, "status of others", aws.ToString(at(only(t, "default actions", listener.DefaultActions).FixedResponseConfig).StatusCode), "403")
	_, value := e.theSecret(t)
	rules := must(e.elb.DescribeRules(e.ctx, &elb.DescribeRulesInput{ListenerArn: listener.ListenerArn}))(t).Rules
	same(t, "rules, with the default one", len(rules), 2)
	for _, r := range rules {
		if aws.ToBool(r.IsDefault) {
			continue
		}
		same(t, "priority", aws.ToString(r.Priority), "50000")
		header := at(only(t, "conditions", r.Conditions).HttpHeaderConfig)
		same(t, "header", aws.ToString(header.HttpHeaderName), secretHeader)
		same(t, "the header has the value", only(t, "values", header.Values) == value, true)
		same(t, "where it leads", aws.ToString(only(t, "actions", r.Actions).TargetGroupArn), aws.ToString(e.targetGroup.TargetGroupArn))
	}
}

// cdnNames asserts that the site's names lead to CloudFront, and the origin's to the load balancer.
func (e *environment) cdnNames(t *testing.T) {
	site, _ := e.distributions(t)
	var got []string
	for _, record := range must(e.records(e.ctx, e.zone.id))(t) {
		if record.Type == route53.RRTypeCname { // proves whose the names are, or were
			continue
		}
		alias := at(record.AliasTarget)
		name := strings.TrimSuffix(aws.ToString(record.Name), ".")
		to := strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(aws.ToString(alias.DNSName)), "."), "dualstack.")
		got = append(got, strings.Join([]string{name, string(record.Type), string(record.Failover), to, aws.ToString(alias.HostedZoneId)}, " "))
		same(t, name+" asks whether where it leads is healthy", alias.EvaluateTargetHealth, name == "origin."+e.zone.name)
	}
	balancer := strings.ToLower(aws.ToString(e.balancer.DNSName)) + " " + aws.ToString(e.balancer.CanonicalHostedZoneId)
	distribution := aws.ToString(site.DomainName) + " Z2FDTNDATAQYW2"
	sameSet(t, "records", got, []string{
		"origin." + e.zone.name + " A PRIMARY " + balancer,
		e.zone.name + " A PRIMARY " + distribution, e.zone.name + " AAAA PRIMARY " + distribution,
		e.zone.www() + " A PRIMARY " + distribution, e.zone.www() + " AAAA PRIMARY " + distribution,
	})

	if !e.real {
		e.gaps.note(t, "the site answers", "serve sites, not being AWS itself")
		return
	}
	same(t, "answer", e.get(t, "https://"+e.zone.name+"/healthz"), http.StatusOK)
}
