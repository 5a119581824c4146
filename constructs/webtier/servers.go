package webtier

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/instancetype"
)

func (w *WebTier) createServers() {
	w.createTargetGroup()
	w.createRole()
	w.createLaunchTemplate()
	w.createAutoScalingGroup()
}

func (w *WebTier) createLaunchTemplate() {
	w.serverGroup = awsec2.NewSecurityGroup(w, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              w.cfg.VPC,
		Description:      jsii.String(w.title + ": only from their load balancer"),
		AllowAllOutbound: jsii.Bool(w.cfg.AllowAllOutbound),
		// Without IPv6 in the network, the rules for it are idle.
		AllowAllIpv6Outbound: jsii.Bool(w.cfg.AllowAllOutbound),
	})
	if w.cfg.AllowAllOutbound {
		// The rules of what the tier uses are part of everything. The CDK finds what a construct's parents acknowledge, but
		// not what it does itself, of warnings that are yet to come.
		awscdk.Annotations_Of(w).AcknowledgeWarning(jsii.String("@aws-cdk/aws-ec2:ipv4IgnoreEgressRule"), nil)
	} else {
		const why = "AWS APIs and package repositories"
		https := awsec2.Port_Tcp(jsii.Number(443))
		w.serverGroup.AddEgressRule(awsec2.Peer_AnyIpv4(), https, jsii.String(why), nil)
		w.serverGroup.AddEgressRule(awsec2.Peer_AnyIpv6(), https, jsii.String(why), nil)
	}
	w.userData = newUserData(w)
	props := &awsec2.LaunchTemplateProps{
		InstanceType:       awsec2.NewInstanceType(&w.cfg.InstanceType),
		MachineImage:       w.image(),
		Role:               w.role,
		SecurityGroup:      w.serverGroup,
		UserData:           w.userData.token(),
		BlockDevices:       w.blockDevices(),
		DetailedMonitoring: jsii.Bool(!w.cfg.DisableDetailedMonitoring),
		RequireImdsv2:      jsii.Bool(true),
	}
	if w.cfg.Application.hasContainer() {
		props.HttpPutResponseHopLimit = jsii.Number(2) // a container is a hop further from the role's credentials
	}
	w.launchTemplate = awsec2.NewLaunchTemplate(w, jsii.String("LaunchTemplate"), props)
	if props.HttpPutResponseHopLimit != nil {
		acknowledge.At(resourceOf(w.launchTemplate), acknowledge.Because{
			Reason: "The application's container is a hop further than the server, and takes the credentials of the servers' role. Tokens are required all the same.",
			Rules:  []string{"CT.EC2.PR.2"},
		})
	}
	for i, id := range w.cfg.Servers.SecurityGroupIDs {
		// Not as a construct: the tier's connections would open paths for these groups too.
		resourceOf(w.launchTemplate).AddPropertyOverride(jsii.String(fmt.Sprintf("LaunchTemplateData.SecurityGroupIds.%d", i+1)), id)
	}
	awscdk.Tags_Of(w.launchTemplate).Add(jsii.String("Name"), w.Node().Path(), nil) // the instances' and volumes' name
}

func (w *WebTier) image() awsec2.IMachineImage {
	if id := w.cfg.AMI.ID; id != "" {
		return &imageByID{&awsec2.MachineImageConfig{
			ImageId:  &id,
			OsType:   awsec2.OperatingSystemType_LINUX,
			UserData: awsec2.UserData_ForLinux(nil),
		}}
	}
	parameter := w.cfg.AMI.SSMParameter
	if parameter == "" {
		parameter = w.cfg.amazonLinux()
	}
	return awsec2.MachineImage_FromSsmParameter(&parameter, &awsec2.SsmParameterImageOptions{
		Os: awsec2.OperatingSystemType_LINUX,
	})
}

// imageByID is an image of the stack's Region, whichever that is: the CDK's GenericLinux must be told the Region.
type imageByID struct{ config *awsec2.MachineImageConfig }

func (i *imageByID) GetImage(constructs.Construct) *awsec2.MachineImageConfig { return i.config }

// amazonLinux is the public parameter of the newest Amazon Linux 2023.
// Source: Amazon Linux 2023 User Guide, "Launching AL2023 using the SSM parameter and AWS CLI".
func (p *Props) amazonLinux() string {
	architecture := "x86_64"
	if instancetype.ARM64(p.InstanceType) {
		architecture = "arm64"
	}
	return "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-" + architecture
}

func (w *WebTier) createAutoScalingGroup() {
	props := &awsautoscaling.AutoScalingGroupProps{
		Vpc:            w.cfg.VPC,
		VpcSubnets:     &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_WITH_EGRESS},
		LaunchTemplate: w.launchTemplate,
		MinCapacity:    jsii.Number(w.cfg.MinCapacity),
		MaxCapacity:    jsii.Number(w.cfg.MaxCapacity),
		HealthChecks: awsautoscaling.HealthChecks_WithAdditionalChecks(&awsautoscaling.AdditionalHealthChecksOptions{
			AdditionalTypes: &[]awsautoscaling.AdditionalHealthCheckType{awsautoscaling.AdditionalHealthCheckType_ELB},
			GracePeriod:     seconds(w.cfg.Rollout.HealthCheckGraceSeconds),
		}),
		DefaultInstanceWarmup: seconds(w.cfg.Scaling.WarmupSeconds),
		GroupMetrics:          &[]awsautoscaling.GroupMetrics{awsautoscaling.GroupMetrics_All()},
		Notifications:         w.notify(),
	}
	if w.cfg.DesiredCapacity != 0 {
		props.DesiredCapacity = jsii.Number(w.cfg.DesiredCapacity)
	}
	w.configureGroup(props)
	w.gate(props)
	w.group = awsautoscaling.NewAutoScalingGroup(w, jsii.String("AutoScalingGroup"), props)
	w.attach()
	resource := w.group.Node().DefaultChild().(awsautoscaling.CfnAutoScalingGroup)
	w.userData.asg = resource.LogicalId()
	reasons := []acknowledge.Because{{
		Reason: "The group has a subnet in every zone of the network: it names them in VPCZoneIdentifier, which decides the zones in a VPC. The control reads AvailabilityZones alone.",
		Rules:  []string{"CT.AUTOSCALING.PR.1"},
	}}
	if len(w.cfg.Group.InstanceTypes) == 0 {
		reasons = append(reasons, acknowledge.Because{
			Reason: "The servers are of one type, so that the average of their CPU, by which they are scaled, means the same for each.",
			Rules:  []string{"CT.AUTOSCALING.PR.6"},
		})
	}
	acknowledge.At(resource, reasons...)
	w.finishGroup(resource)
	w.hold(resource)
	w.keepWarm(resource)
}

// holdServers makes the group wait for what a server needs: its permissions and its ways in and out from its first minute,
// and a load balancer that knows its target group, without which it cannot become healthy.
func (w *WebTier) holdServers() {
	needs := append(w.served(), w.role, w.role.Policy(), w.serverGroup)
	for _, subnet := range *w.cfg.VPC.PrivateSubnets() {
		needs = append(needs, subnet.InternetConnectivityEstablished())
	}
	w.group.Node().AddDependency(needs...)
}
