package webtier

import "github.com/aws/aws-cdk-go/awscdk/v2"

// health is how a server learns what its load balancer thinks of it.
type health struct {
	action  string // the permission that it takes
	command string // which asks the load balancer
	state   string // the answer when the server is good
}

func (w *WebTier) health() health {
	region := " --region '" + *awscdk.Aws_REGION() + "' "
	if w.cfg.LoadBalancer.Kind == Classic {
		return health{
			action:  "elasticloadbalancing:DescribeInstanceHealth",
			command: "aws elb describe-instance-health" + region + "--load-balancer-name '" + *w.classic.Ref() + "' --instances \"InstanceId=$instance\" \\\n\t--query 'InstanceStates[0].State'",
			state:   "InService",
		}
	}
	return health{
		action:  "elasticloadbalancing:DescribeTargetHealth",
		command: "aws elbv2 describe-target-health" + region + "--target-group-arn '" + *w.targetGroupARN() + "' --targets \"Id=$instance\" \\\n\t--query 'TargetHealthDescriptions[0].TargetHealth.State'",
		state:   "healthy",
	}
}
