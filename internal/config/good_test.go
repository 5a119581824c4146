package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

func TestFilesDecodeToExactlyTheirProps(t *testing.T) {
	plain := websystem.Props{Web: webtier.Props{AllowPlainHTTP: true}}
	for name, c := range map[string]struct {
		source string
		want   websystem.StageProps
	}{
		"little":               {good, websystem.StageProps{Props: plain}},
		"in quotes":            {"\"web\": {'allowPlainHttp': true}\n", websystem.StageProps{Props: plain}},
		"JSON":                 {`{"web": {"allowPlainHttp": true}}`, websystem.StageProps{Props: plain}},
		"between separators":   {"# comment\n---\n" + good + "...\n---\n", websystem.StageProps{Props: plain}},
		"with a mark of UTF-8": {"\ufeff" + good, websystem.StageProps{Props: plain}},
		"Windows line ends":    {"web:\r\n  allowPlainHttp: true\r\n", websystem.StageProps{Props: plain}},
		"anchored and tagged":  {"--- &all !!map\nweb: !!map {allowPlainHttp: !!bool true}\n", websystem.StageProps{Props: plain}},
		"empty sections": {
			"account:\nnetwork:\ndatabase: ~\ntags: null\nexistingVpc: {}\nweb:\n  port:\n  allowPlainHttp: true\n  scaling:\n",
			websystem.StageProps{Props: plain},
		},
		"empty lists and tables": {
			"tags: {}\nnetwork: {zones: []}\n" + good,
			websystem.StageProps{Tags: map[string]string{}, Props: plain},
		},
		"table values as written": {
			"tags: {a: 1.50, b: true, c: 0x10, d: \"007\", e: \"\", 5: yes}\n" + good,
			websystem.StageProps{Tags: map[string]string{"a": "1.50", "b": "true", "c": "0x10", "d": "007", "e": "", "5": "yes"}, Props: plain},
		},
		"numbers in other bases": {
			"web: {allowPlainHttp: true, port: 0x1F90, rootVolumeGiB: 1_000}\n",
			websystem.StageProps{Props: websystem.Props{Web: webtier.Props{AllowPlainHTTP: true, Port: 8080, RootVolumeGiB: 1000}}},
		},
		"aliases": {
			"region: &r ap-northeast-1\ntags: &t {Place: *r}\ndatabase: {parameters: *t}\nnetwork:\n  zones: [&a ap-northeast-1a, &c ap-northeast-1c]\n" +
				"  interfaceEndpoints: &a [ssm]\nweb: {allowPlainHttp: true, port: &n 8080, healthCheck: {port: *n, path: /}}\n",
			websystem.StageProps{
				Region: "ap-northeast-1",
				Tags:   map[string]string{"Place": "ap-northeast-1"},
				Props: websystem.Props{
					Network:  network.Props{Zones: []string{"ap-northeast-1a", "ap-northeast-1c"}, InterfaceEndpoints: []string{"ssm"}},
					Database: database.Props{Parameters: map[string]string{"Place": "ap-northeast-1"}},
					Web:      webtier.Props{AllowPlainHTTP: true, Port: 8080, HealthCheck: webtier.HealthCheck{Port: 8080, Path: "/"}},
				},
			},
		},
		"a name given twice to anchors": {
			"tags:\n  a: &v one\n  b: *v\n  c: &v two\n  d: *v\n" + good,
			websystem.StageProps{Tags: map[string]string{"a": "one", "b": "one", "c": "two", "d": "two"}, Props: plain},
		},
		"an existing VPC": {
			`existingVpc:
  vpcId: vpc-0123456789abcdef0
  zones: [ap-northeast-1a, ap-northeast-1c]
  publicSubnetIds: [subnet-00000001, subnet-00000002]
  privateSubnetIds: [subnet-00000003, subnet-00000004]
  isolatedSubnetIds: [subnet-00000005, subnet-00000006]
` + good,
			websystem.StageProps{Props: websystem.Props{
				ExistingVPC: network.Existing{
					VPCID:             "vpc-0123456789abcdef0",
					Zones:             []string{"ap-northeast-1a", "ap-northeast-1c"},
					PublicSubnetIDs:   []string{"subnet-00000001", "subnet-00000002"},
					PrivateSubnetIDs:  []string{"subnet-00000003", "subnet-00000004"},
					IsolatedSubnetIDs: []string{"subnet-00000005", "subnet-00000006"},
				},
				Web: webtier.Props{AllowPlainHTTP: true},
			}},
		},
		"much": {much, muchProps},
	} {
		t.Run(name, func(t *testing.T) {
			environments, problems := config.Load(folderOf(t, map[string]string{"prod.yaml": c.source}))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if diff := cmp.Diff([]config.Environment{{Name: "prod", File: config.File{StageProps: c.want}}}, environments); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A field of every kind, at every depth.
const much = `account: "222222222222"
region: ap-northeast-1
disableTerminationProtection: true
tags:
  Owner: web
  CostCenter: 42
network:
  cidr: 10.1.0.0/20
  zones:
    - ap-northeast-1a
    - ap-northeast-1c
  subnets:
    public: [10.1.0.0/24, 10.1.1.0/24]
    private: [10.1.2.0/24, 10.1.3.0/24]
    isolated: [10.1.4.0/24, 10.1.5.0/24]
  nat: single
  elasticIps: [eipalloc-0123456789abcdef0]
  disableS3Endpoint: true
  flowLogs: {destination: s3, traffic: reject, retentionDays: 30}
database:
  engine: postgres
  engineVersion: "17.9"
  allocatedStorageGiB: 200
  singleZone: true
  zone: ap-northeast-1c
  parameters:
    max_connections: 500
    rds.force_ssl: "1"
  backupWindow: 17:00-17:30 # in UTC
  logExports: [postgresql]
web:
  certificateArn: >-
    arn:aws:acm:ap-northeast-1:222222222222:certificate/12345678-1234-1234-1234-123456789012
  accessLogs: {retentionDays: 7}
  protocol: https
  healthCheck:
    path: /healthz
    intervalSeconds: 20
  ami: {ssmParameter: /images/web}
  minCapacity: 3
  maxCapacity: 9
  scaling: {scaleOutAbove: 80, scaleInBelow: 20}
  rollout: {batchSize: 2}
  userData: |
    #!/bin/bash
    echo "hello: world"
`

var muchProps = websystem.StageProps{
	Account:                      "222222222222",
	Region:                       "ap-northeast-1",
	DisableTerminationProtection: true,
	Tags:                         map[string]string{"Owner": "web", "CostCenter": "42"},
	Props: websystem.Props{
		Network: network.Props{
			CIDR:  "10.1.0.0/20",
			Zones: []string{"ap-northeast-1a", "ap-northeast-1c"},
			Subnets: network.SubnetCIDRs{
				Public:   []string{"10.1.0.0/24", "10.1.1.0/24"},
				Private:  []string{"10.1.2.0/24", "10.1.3.0/24"},
				Isolated: []string{"10.1.4.0/24", "10.1.5.0/24"},
			},
			NAT:               network.NATSingle,
			ElasticIPs:        []string{"eipalloc-0123456789abcdef0"},
			DisableS3Endpoint: true,
			FlowLogs:          network.FlowLogs{Destination: network.FlowLogsToS3, Traffic: network.FlowLogsRejected, RetentionDays: 30},
		},
		Database: database.Props{
			Engine:              database.PostgreSQL,
			EngineVersion:       "17.9",
			AllocatedStorageGiB: 200,
			SingleZone:          true,
			Zone:                "ap-northeast-1c",
			Parameters:          map[string]string{"max_connections": "500", "rds.force_ssl": "1"},
			BackupWindow:        "17:00-17:30",
			LogExports:          []string{"postgresql"},
		},
		Web: webtier.Props{
			CertificateARN: "arn:aws:acm:ap-northeast-1:222222222222:certificate/12345678-1234-1234-1234-123456789012",
			AccessLogs:     webtier.AccessLogs{RetentionDays: 7},
			Protocol:       webtier.HTTPS,
			HealthCheck:    webtier.HealthCheck{Path: "/healthz", IntervalSeconds: 20},
			AMI:            webtier.AMI{SSMParameter: "/images/web"},
			MinCapacity:    3,
			MaxCapacity:    9,
			Scaling:        webtier.Scaling{ScaleOutAbove: 80, ScaleInBelow: 20},
			Rollout:        webtier.Rollout{BatchSize: 2},
			UserData:       "#!/bin/bash\necho \"hello: world\"\n",
		},
	},
}
