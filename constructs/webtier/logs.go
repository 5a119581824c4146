package webtier

import (
	_ "embed"
	"encoding/json"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/key"
)

//go:embed logs.sh
var logsScript string

// collectsLogs reports whether servers send logs to CloudWatch.
func (p *Props) collectsLogs() bool {
	return !p.Logs.Disable && (p.deliversApplication() || len(p.Logs.Files) > 0)
}

// logFiles are the files whose lines are sent.
func (p *Props) logFiles() []string {
	var files []string
	if p.deliversApplication() {
		files = []string{"/var/log/application/application.log", "/var/log/cloud-init-output.log"}
	}
	return append(files, p.Logs.Files...)
}

// logsScript starts the agent, whose configuration is as the Amazon CloudWatch User Guide has it in "Manually create or edit
// the CloudWatch agent configuration file". It is empty when no logs are sent.
func (p *Props) logsScript(group string) string {
	if !p.collectsLogs() {
		return ""
	}
	type file struct {
		Path   string `json:"file_path"`
		Group  string `json:"log_group_name"`
		Stream string `json:"log_stream_name"`
	}
	var files []file
	for _, path := range p.logFiles() {
		files = append(files, file{path, group, "{instance_id}" + path})
	}
	config, _ := json.Marshal(map[string]any{ // of texts alone, which can always be written
		"agent": map[string]any{"run_as_user": "root"}, // whoever writes the files
		"logs":  map[string]any{"logs_collected": map[string]any{"files": map[string]any{"collect_list": files}}},
	})
	return strings.ReplaceAll(logsScript, "{{collect}}", string(config))
}

// createLogs makes the group that the servers' logs go to.
func (w *WebTier) createLogs() {
	if !w.cfg.collectsLogs() {
		return
	}
	encryption := &w.cfg.Logs.KMSKeyARN
	if *encryption == "" {
		// Kept, as the logs are: without it they cannot be read.
		encryption = key.New(w, "LogsKey", "Logs of "+*w.Node().Path(), awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, key.ForLogGroups("*")).KeyArn()
	}
	w.logGroup = awslogs.NewCfnLogGroup(w, jsii.String("LogGroup"), &awslogs.CfnLogGroupProps{
		RetentionInDays: jsii.Number(w.cfg.Logs.RetentionDays),
		KmsKeyId:        encryption,
	})
	w.logGroup.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, nil)
	w.allow(*w.logGroup.AttrArn(), nil, "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")
}
