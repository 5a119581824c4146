package assembly_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

func TestRead(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "manifest.json", `{"artifacts": {
		"prod.assets": {"type": "cdk:asset-manifest"},
		"prodWeb1234": {"type": "aws:cloudformation:stack", "environment": "aws://111111111111/eu-west-1",
			"properties": {"templateFile": "web.json", "stackName": "prod-Web"}},
		"Data": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
			"properties": {"templateFile": "data.json"}}}}`)
	write(t, folder, "web.json", `{"Resources": {
		"B": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "DependsOn": ["A"]},
		"A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "a"}}}}`)
	write(t, folder, "data.json", `{"Resources": {"Key": {"Type": "AWS::KMS::Key"}}, "Outputs": {"Out": {"Value": {"Ref": "Key"}}}}`)

	a, err := assembly.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, stack := range a.Stacks {
		names = append(names, stack.Name+" in "+stack.Region)
	}
	if got := strings.Join(names, ", "); got != "Data in unknown-region, prod-Web in eu-west-1" {
		t.Errorf("stacks are %s", got)
	}
	buckets := a.All("AWS::S3::Bucket")
	if len(buckets) != 2 || buckets[0].ID != "A" || buckets[0].Properties["BucketName"] != "a" ||
		buckets[1].DeletionPolicy != "Retain" || buckets[1].DependsOn[0] != "A" || buckets[1].String() != "prod-Web/B" {
		t.Errorf("buckets are %v", buckets)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"no manifest":      {},
		"broken manifest":  {"manifest.json": "{"},
		"missing template": {"manifest.json": `{"artifacts": {"A": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "a.json"}}}}`},
		"broken template":  {"manifest.json": `{"artifacts": {"A": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "a.json"}}}}`, "a.json": "["},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for file, content := range files {
				write(t, folder, file, content)
			}
			if _, err := assembly.Read(folder); err == nil || !strings.HasPrefix(err.Error(), "assembly: ") {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestTarget(t *testing.T) {
	producer := parse(t, "Data", `{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC"}, "Key": {"Type": "AWS::KMS::Key"}},
		"Outputs": {"VpcOut": {"Value": {"Ref": "Vpc"}}, "KeyOut": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}, "Export": {"Name": "Data:Key"}}}}`)
	consumer := parse(t, "Web", `{"Resources": {"Group": {"Type": "AWS::EC2::SecurityGroup"}}}`)
	a := &assembly.Assembly{Stacks: []*assembly.Stack{producer, consumer}}
	for name, test := range map[string]struct {
		value any
		want  string
	}{
		"ref":                {object{"Ref": "Group"}, "Web/Group"},
		"attribute":          {object{"Fn::GetAtt": []any{"Group", "GroupId"}}, "Web/Group"},
		"attribute as text":  {object{"Fn::GetAtt": "Group.GroupId"}, "Web/Group"},
		"weak reference":     {object{"Fn::GetStackOutput": object{"StackName": "Data", "OutputName": "VpcOut"}}, "Data/Vpc"},
		"strong reference":   {object{"Fn::ImportValue": "Data:Key"}, "Data/Key"},
		"parameter":          {object{"Ref": "AWS::Region"}, ""},
		"other stack's id":   {object{"Ref": "Vpc"}, ""},
		"unknown stack":      {object{"Fn::GetStackOutput": object{"StackName": "Else", "OutputName": "VpcOut"}}, ""},
		"unknown export":     {object{"Fn::ImportValue": "Else"}, ""},
		"text":               {"Group", ""},
		"other function":     {object{"Fn::Join": []any{"", []any{}}}, ""},
		"nothing":            {nil, ""},
		"object of two keys": {object{"Ref": "Group", "More": 1}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if target := a.Target(consumer, test.value); target != nil {
				got = target.String()
			}
			if got != test.want {
				t.Errorf("target is %q, want %q", got, test.want)
			}
		})
	}
	if targets := a.Targets(consumer, []any{"x", object{"Ref": "Group"}}); len(targets) != 2 || targets[0] != nil || targets[1].ID != "Group" {
		t.Errorf("targets are %v", targets)
	}
}

func TestZone(t *testing.T) {
	stack := &assembly.Stack{Region: "eu-west-1"}
	for name, test := range map[string]struct {
		value any
		want  string
	}{
		"written out":       {"eu-west-1a", "eu-west-1a"},
		"of the Region":     {object{"Fn::Sub": "${AWS::Region}b"}, "eu-west-1b"},
		"joined":            {object{"Fn::Join": []any{"", []any{object{"Ref": "AWS::Region"}, "c"}}}, "eu-west-1c"},
		"counted":           {object{"Fn::Select": []any{1.0, object{"Fn::GetAZs": ""}}}, "zone 2"},
		"counted by a text": {object{"Fn::Select": []any{"0", object{"Fn::GetAZs": ""}}}, "zone 1"},
		"of another list":   {object{"Fn::Select": []any{0.0, []any{"x"}}}, ""},
		"nothing":           {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := assembly.Zone(stack, test.value); got != test.want {
				t.Errorf("zone is %q, want %q", got, test.want)
			}
		})
	}
}

type object = map[string]any

func parse(t *testing.T, name, template string) *assembly.Stack {
	t.Helper()
	stack, err := assembly.Parse(name, "eu-west-1", []byte(template))
	if err != nil {
		t.Fatal(err)
	}
	return stack
}

func write(t *testing.T, folder, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
