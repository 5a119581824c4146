package e2e

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

func (e *environment) groupIs(t *testing.T) {
	g := e.group
	same(t, "least and greatest number of servers", []int32{aws.ToInt32(g.MinSize), aws.ToInt32(g.MaxSize)}, []int32{e.want.minServers, e.want.maxServers})
	same(t, "health check", aws.ToString(g.HealthCheckType), "ELB")
	same(t, "grace period", aws.ToInt32(g.HealthCheckGracePeriod), int32(900))
	e.warmup(t)
	sameSet(t, "target groups", g.TargetGroupARNs, []string{aws.ToString(e.targetGroup.TargetGroupArn)})
	same(t, "subnets", len(e.groupSubnets()), len(e.zones()))
	sameSet(t, "zones", g.AvailabilityZones, e.zones())
	if len(g.EnabledMetrics) == 0 {
		t.Error("the group's own metrics are not collected")
	}
	if len(g.SuspendedProcesses) > 0 {
		t.Errorf("the group is left with suspended processes: %+v", g.SuspendedProcesses)
	}
}

// warmup asserts the group's warm-up. AWS too leaves it out when it was not set, so that only setting it tells whether the
// endpoint knows it.
func (e *environment) warmup(t *testing.T) {
	t.Helper()
	const want = 180
	if e.group.DefaultInstanceWarmup != nil {
		same(t, "warm-up", *e.group.DefaultInstanceWarmup, int32(want))
		return
	}
	must(e.autoscaling.UpdateAutoScalingGroup(e.ctx, &autoscaling.UpdateAutoScalingGroupInput{
		AutoScalingGroupName: e.group.AutoScalingGroupName, DefaultInstanceWarmup: aws.Int32(want),
	}))(t)
	now := must(e.autoscaling.DescribeAutoScalingGroups(e.ctx, &autoscaling.DescribeAutoScalingGroupsInput{
		AutoScalingGroupNames: []string{*e.group.AutoScalingGroupName},
	}))(t)
	if only(t, "Auto Scaling groups", now.AutoScalingGroups).DefaultInstanceWarmup != nil {
		t.Error("the group has no warm-up")
		return
	}
	e.gaps.note(t, "an Auto Scaling group's warm-up", "keep it")
}

func (e *environment) launchTemplate(t *testing.T) {
	same(t, "type of servers", string(e.template.InstanceType), e.want.serverType)
	same(t, "key pair", aws.ToString(e.template.KeyName), "")
	same(t, "metadata tokens", string(at(e.template.MetadataOptions).HttpTokens), "required")
	same(t, "detailed monitoring", aws.ToBool(at(e.template.Monitoring).Enabled), true)
	same(t, "network interfaces, which could ask for public addresses", len(e.template.NetworkInterfaces), 0)
	root := only(t, "volumes", e.template.BlockDeviceMappings)
	volume := at(root.Ebs)
	same(t, "device", aws.ToString(root.DeviceName), "/dev/xvda")
	same(t, "encryption of the root volume", aws.ToBool(volume.Encrypted), true)
	same(t, "type of the root volume", volume.VolumeType, types.VolumeTypeGp3)
	same(t, "size of the root volume", aws.ToInt32(volume.VolumeSize), int32(20))
	same(t, "end of the root volume with its server", aws.ToBool(volume.DeleteOnTermination), true)

	var tagged []string
	for _, specification := range e.template.TagSpecifications {
		if specification.ResourceType == types.ResourceTypeVolume || specification.ResourceType == types.ResourceTypeInstance {
			tagged = append(tagged, string(specification.ResourceType))
		}
	}
	sameSet(t, "what is tagged at the start of a server", tagged, []string{"instance", "volume"})
	e.script(t)
}

// script asserts that servers are told where the next tier is, and only that one, and not the database's password.
func (e *environment) script(t *testing.T) {
	t.Helper()
	decoded, err := base64.StdEncoding.DecodeString(aws.ToString(e.template.UserData))
	if err != nil {
		t.Fatal(err)
	}
	script := string(decoded)
	secret, host := at(e.database.MasterUserSecret).SecretArn, at(e.database.Endpoint).Address
	if e.cluster != nil {
		secret, host = at(e.cluster.MasterUserSecret).SecretArn, e.cluster.Endpoint
	}
	lines := map[string]string{"the target group": aws.ToString(e.targetGroup.TargetGroupArn)}
	not := []string{"APP_HOST=", "APP_PORT=", "APP_PROTOCOL="}
	if e.app == nil {
		lines["the database's host"] = "DATABASE_HOST=" + aws.ToString(host) + "\n"
		lines["the database's secret"] = "DATABASE_SECRET_ARN=" + aws.ToString(secret) + "\n"
		if e.cluster != nil {
			lines["the readers' host"] = "DATABASE_READER_HOST=" + aws.ToString(e.cluster.ReaderEndpoint) + "\n"
		}
	} else {
		lines["the inner load balancer's name"] = "APP_HOST=" + aws.ToString(e.app.balancer.DNSName) + "\n"
		lines["the inner load balancer's port"] = "APP_PORT=9000\n"
		lines["the inner load balancer's protocol"] = "APP_PROTOCOL=tcp\n"
		not = []string{"DATABASE_HOST=", "DATABASE_SECRET_ARN="}
	}
	for what, line := range lines {
		if !strings.Contains(script, line) {
			t.Errorf("the user data does not have %s: %s", what, line)
		}
	}
	for _, variable := range not {
		if strings.Contains(script, variable) {
			t.Errorf("the user data has %s, which is another tier's to know", variable)
		}
	}
	value := must(e.secrets.GetSecretValue(e.ctx, &secretsmanager.GetSecretValueInput{SecretId: secret}))(t)
	var login struct{ Username, Password string }
	if err := json.Unmarshal([]byte(aws.ToString(value.SecretString)), &login); err != nil {
		t.Fatal(err)
	}
	if login.Password == "" || strings.Contains(script, login.Password) {
		t.Error("the secret has no password, or the user data has it too")
	}
}

// servers asserts the running servers: as many as must be, out of the internet's sight, in service.
func (e *environment) servers(t *testing.T) {
	var ids, zones []string
	for _, member := range e.group.Instances {
		ids = append(ids, aws.ToString(member.InstanceId))
		same(t, "state of "+aws.ToString(member.InstanceId), string(member.LifecycleState), "InService")
	}
	if n := int32(len(ids)); n < e.want.minServers || n > e.want.maxServers {
		t.Fatalf("%d servers, want %d to %d", n, e.want.minServers, e.want.maxServers)
	}
	out := must(e.ec2.DescribeInstances(e.ctx, &ec2.DescribeInstancesInput{InstanceIds: ids}))(t)
	for _, reservation := range out.Reservations {
		for _, server := range reservation.Instances {
			id := aws.ToString(server.InstanceId)
			zones = append(zones, aws.ToString(at(server.Placement).AvailabilityZone))
			if !slices.Contains(e.groupSubnets(), aws.ToString(server.SubnetId)) || aws.ToString(server.PublicIpAddress) != "" {
				t.Errorf("%s is in %s with the public address %q", id, aws.ToString(server.SubnetId), aws.ToString(server.PublicIpAddress))
			}
			e.rootVolume(t, server)
			if at(server.MetadataOptions).HttpTokens != types.HttpTokensStateRequired {
				e.gaps.note(t, "a running server's metadata need a token", "start servers with their launch template's metadata options")
			}
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(zones)))) < min(len(zones), 2) {
		e.gaps.note(t, "losing a zone leaves a server", "spread a group's servers over the zones of its subnets")
	}
	health := must(e.elb.DescribeTargetHealth(e.ctx, &elb.DescribeTargetHealthInput{TargetGroupArn: e.targetGroup.TargetGroupArn}))(t)
	var healthy []string
	for _, target := range health.TargetHealthDescriptions {
		if at(target.TargetHealth).State == "healthy" {
			healthy = append(healthy, aws.ToString(at(target.Target).Id))
		}
	}
	sameSet(t, "servers that the load balancer finds healthy", healthy, ids)
}

// rootVolume asserts the volume that a server really has.
func (e *environment) rootVolume(t *testing.T, server types.Instance) {
	t.Helper()
	var ids []string
	for _, device := range server.BlockDeviceMappings {
		if aws.ToString(device.DeviceName) == "/dev/xvda" {
			ids = append(ids, aws.ToString(at(device.Ebs).VolumeId))
		}
	}
	volumes := must(e.ec2.DescribeVolumes(e.ctx, &ec2.DescribeVolumesInput{VolumeIds: []string{only(t, "root volumes", ids)}}))(t)
	volume := only(t, "root volumes", volumes.Volumes)
	same(t, "encryption of "+ids[0], aws.ToBool(volume.Encrypted), true)
	same(t, "type of "+ids[0], volume.VolumeType, types.VolumeTypeGp3)
}
