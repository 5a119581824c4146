package edge_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/edge"
)

// Maintenance of a load balancer of your own, except for operators and monitors.
func ExampleNewMaintenance() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)
	servers := elbv2.NewApplicationTargetGroup(stack, jsii.String("Servers"), &elbv2.ApplicationTargetGroupProps{
		Vpc: vpc, Port: jsii.Number(8080), TargetType: elbv2.TargetType_IP,
	})
	balancer := elbv2.NewApplicationLoadBalancer(stack, jsii.String("LoadBalancer"), &elbv2.ApplicationLoadBalancerProps{Vpc: vpc})
	listener := balancer.AddListener(jsii.String("HTTP"), &elbv2.BaseApplicationListenerProps{
		Port: jsii.Number(80), DefaultTargetGroups: &[]elbv2.IApplicationTargetGroup{servers},
	})

	edge.NewMaintenance(stack, "Maintenance", &edge.MaintenanceProps{
		Listener: listener, TargetGroup: servers,
		Operators: []string{"203.0.113.0/24"}, HealthPath: "/healthz",
	})

	app.Synth(nil)
}
