package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestWebServersProps(t *testing.T) {
	const policy = "arn:aws:iam::111111111111:policy/web"
	tm := synthWeb(t, webtier.Props{Servers: webtier.Servers{
		SecurityGroupIDs:  []string{"sg-0123456789abcdef0", "sg-0123456789abcdef1"},
		ManagedPolicyARNs: []string{policy},
	}})
	tm.one(t, launchTemplate).want(t, "LaunchTemplateData.SecurityGroupIds", []any{
		att(tm.named(t, "AWS::EC2::SecurityGroup", "WebSecurityGroup").ID, "GroupId"), "sg-0123456789abcdef0", "sg-0123456789abcdef1",
	})
	tm.named(t, "AWS::IAM::Role", "WebRole").want(t, "ManagedPolicyArns.1", policy)
}

func TestWebRefusesServers(t *testing.T) {
	wantWebProblems(t, webtier.Props{Servers: webtier.Servers{
		SecurityGroupIDs:  []string{"web", "sg-01234567", "sg-01234567"},
		ManagedPolicyARNs: []string{"ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"},
	}},
		`servers.securityGroupIds[0]: "web" is not such an id; use one like sg-0123456789abcdef0`,
		"servers.securityGroupIds[2]: sg-01234567 is listed twice",
		`servers.managedPolicyArns[0]: "ReadOnlyAccess" is not a managed policy's ARN; use one like arn:aws:iam::111111111111:policy/web`,
		"servers.managedPolicyArns[2]: arn:aws:iam::aws:policy/ReadOnlyAccess is listed twice")
}

// A permissions boundary is on every role of every stack, also on those that are plain resources.
func TestStagePermissionsBoundary(t *testing.T) {
	const boundary = "arn:aws:iam::111111111111:policy/boundary"
	app := newApp(t)
	props := &websystem.StageProps{PermissionsBoundaryARN: boundary}
	props.Web.AllowPlainHTTP = true
	websystem.NewStage(app, "bound", props)
	roles := 0
	for _, tm := range synthApp(t, app) {
		for _, role := range tm.all("AWS::IAM::Role") {
			role.want(t, "PermissionsBoundary", boundary)
			roles++
		}
	}
	if roles < 4 {
		t.Errorf("only %d roles: those of flow logs, backups, monitoring and servers are expected", roles)
	}
	props.PermissionsBoundaryARN = "boundary"
	wantProblems(t, props.Validate(), `permissionsBoundaryArn: "boundary" is not a managed policy's ARN; use one like arn:aws:iam::111111111111:policy/boundary`)
}

// The tags of the scope reach the instances and their volumes by the launch template.
func TestStageTagsReachServers(t *testing.T) {
	app := newApp(t)
	props := &websystem.StageProps{Tags: map[string]string{"team": "shop"}}
	props.Web.AllowPlainHTTP = true
	websystem.NewStage(app, "tagged", props)
	servers := synthApp(t, app)["tagged-Stateless"].one(t, launchTemplate)
	specifications, _ := servers.get("LaunchTemplateData.TagSpecifications").([]any)
	if len(specifications) != 2 || dig(specifications[0], "ResourceType") != "instance" || dig(specifications[1], "ResourceType") != "volume" {
		t.Fatalf("the tags are %s", show(specifications))
	}
	for _, specification := range specifications {
		tags := attributes(resource{Properties: map[string]any{"Tags": dig(specification, "Tags")}}, "Tags")
		if tags["team"] != "shop" || tags["Environment"] != "tagged" || tags["ManagedBy"] != "evenkeel" {
			t.Errorf("the tags of each %s are %s", dig(specification, "ResourceType"), show(tags))
		}
	}
}
