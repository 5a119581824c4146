package e2e

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/backup"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/wafv2"
	"github.com/aws/smithy-go/logging"
)

// An account is an AWS account in a Region, by the environment that is deployed into it.
type account struct {
	environment string // dev, prod, three-tier or aurora; cdn, in prod's account
	id, region  string
	second      bool // this is us-east-1, where an environment has only what CloudFront and Route 53 take from there
	role        aws.CredentialsProvider

	acm            *acm.Client
	autoscaling    *autoscaling.Client
	backup         *backup.Client
	cloudformation *cloudformation.Client
	cloudfront     *cloudfront.Client
	cloudwatch     *cloudwatch.Client
	ec2            *ec2.Client
	elb            *elasticloadbalancingv2.Client
	iam            *iam.Client
	kms            *kms.Client
	logs           *cloudwatchlogs.Client
	rds            *rds.Client
	route53        *route53.Client
	s3             *s3.Client
	secrets        *secretsmanager.Client
	sns            *sns.Client
	waf            *wafv2.Client
}

// openAccount assumes a role in the account with the credentials, and at the endpoint, that AWS's variables name.
func openAccount(ctx context.Context, environment, id, region, role string) (*account, error) {
	cfg, err := config.LoadDefaultConfig(ctx, config.WithRegion(region), config.WithLogger(logging.Nop{}))
	if err != nil {
		return nil, err
	}
	a := &account{environment: environment, id: id, region: region}
	a.role = stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), "arn:aws:iam::"+id+":role/"+role, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = "evenkeel-e2e"
	})
	cfg.Credentials = aws.NewCredentialsCache(a.role)
	who, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, fmt.Errorf("role %s of account %s: %w", role, id, err)
	}
	if got := aws.ToString(who.Account); got != id {
		return nil, fmt.Errorf("role %s of account %s is in account %s", role, id, got)
	}
	a.acm = acm.NewFromConfig(cfg)
	a.autoscaling = autoscaling.NewFromConfig(cfg)
	a.backup = backup.NewFromConfig(cfg)
	a.cloudformation = cloudformation.NewFromConfig(cfg)
	a.cloudfront = cloudfront.NewFromConfig(cfg)
	a.cloudwatch = cloudwatch.NewFromConfig(cfg)
	a.ec2 = ec2.NewFromConfig(cfg)
	a.elb = elasticloadbalancingv2.NewFromConfig(cfg)
	a.iam = iam.NewFromConfig(cfg)
	a.kms = kms.NewFromConfig(cfg)
	a.logs = cloudwatchlogs.NewFromConfig(cfg)
	a.rds = rds.NewFromConfig(cfg)
	a.route53 = route53.NewFromConfig(cfg)
	a.s3 = s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }) // an endpoint need not have a name for each bucket
	a.secrets = secretsmanager.NewFromConfig(cfg)
	a.sns = sns.NewFromConfig(cfg)
	a.waf = wafv2.NewFromConfig(cfg)
	return a, nil
}

// edgeRegion is where CloudFront takes certificates and log deliveries from, and where Route 53 measures health checks.
const edgeRegion = "us-east-1"

// openEdge opens the same account in us-east-1.
func (a *account) openEdge(ctx context.Context, role string) (*account, error) {
	edge, err := openAccount(ctx, a.environment, a.id, edgeRegion, role)
	if err == nil {
		edge.second = true
	}
	return edge, err
}

// environ is the environment of a command that works in the account: fresh credentials, which last an hour, instead of
// the caller's.
func (a *account) environ(ctx context.Context) ([]string, error) {
	credentials, err := a.role.Retrieve(ctx)
	if err != nil {
		return nil, err
	}
	ours := []string{
		"AWS_ACCESS_KEY_ID=" + credentials.AccessKeyID,
		"AWS_SECRET_ACCESS_KEY=" + credentials.SecretAccessKey,
		"AWS_SESSION_TOKEN=" + credentials.SessionToken,
		"AWS_REGION=" + a.region,
		"AWS_DEFAULT_REGION=" + a.region,
	}
	replaced := []string{"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}
	for _, variable := range ours {
		name, _, _ := strings.Cut(variable, "=")
		replaced = append(replaced, name)
	}
	kept := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains(replaced, name)
	})
	return append(kept, ours...), nil
}
