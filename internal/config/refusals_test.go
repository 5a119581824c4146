package config_test

import "testing"

const anARN = "arn:aws:acm:ap-northeast-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"

// What the constructs refuse is told at the value that makes the problem, or at the key of what lacks something.

func TestRefusalsAtTheTop(t *testing.T) {
	refusesEach(t, []badFile{
		{"nothing that is required", "region: ap-northeast-1\n", []string{
			"1:1: web.certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS",
		}},
		{"a section without what is required", "region: ap-northeast-1\nweb:\n  port: 80\n", []string{
			"2:1: web.certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS",
		}},
		{"an empty section", "region: ap-northeast-1\nweb:\n", []string{
			"2:1: web.certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS",
		}},
		{"account and tags", "account: \"12345\"\ntags:\n  aws:owner: web\n  Cost#Center: \"1\"\n  Owner: a;b\n" + good, []string{
			`1:10: account: "12345" is not an account; use its twelve digits`,
			`3:14: tags.aws:owner: "aws:owner" is not a tag's name; use 1 to 128 letters, digits, spaces and _.:/=+-@ that do not start with aws:`,
			`4:16: tags.Cost#Center: "Cost#Center" is not a tag's name; use 1 to 128 letters, digits, spaces and _.:/=+-@ that do not start with aws:`,
			`5:10: tags.Owner: "a;b" is not a tag's value; use up to 256 letters, digits, spaces and _.:/=+-@`,
		}},
		{"rule packs", "policy: [aws-solutions, iso-27001]\n" + good, []string{
			`1:25: policy[1]: "iso-27001" is not known; use aws-solutions, nist-800-53-r5, hipaa-security, pci-dss-3.2.1 or control-tower`,
		}},
		{"a Region that is none, and nothing because of it", "region: ap-northeast1\nnetwork: {zones: [ap-northeast-1a, ap-northeast-1c]}\nweb: {certificateArn: " + anARN + "}\n", []string{
			`1:9: region: "ap-northeast1" is not a Region; use one like ap-northeast-1`,
		}},
	})
}

func TestRefusalsOfTheNetwork(t *testing.T) {
	refusesEach(t, []badFile{
		{"CIDRs", "network:\n  cidr: 10.0.0.0\n" + good, []string{`2:9: network.cidr: "10.0.0.0" is not an IPv4 CIDR block; use one like 10.0.0.0/16`}},
		{"host bits", "network:\n  cidr: 10.0.1.0/16\n" + good, []string{"2:9: network.cidr: 10.0.1.0/16 has host bits set; use 10.0.0.0/16"}},
		{"too large", "network:\n  cidr: 10.0.0.0/15\n" + good, []string{"2:9: network.cidr: 10.0.0.0/15: a VPC must be between /16 and /28"}},
		{"too small for the plan", "network:\n  cidr: 10.0.0.0/24\n" + good, []string{
			"2:9: network.cidr: 10.0.0.0/24 is too small to give four tiers in eight zones a /28 each; use /23 or larger, or list the subnets",
		}},
		{"too small for what stands in it", "network:\n  cidr: 10.0.0.0/22\nweb:\n  allowPlainHttp: true\n  maxCapacity: 27\n", []string{
			"2:9: network.cidr: leaves room for 27 servers in 10.0.1.0/27, the private subnet of zone A; with another zone gone it must hold 28 of the 28 that web.maxCapacity and an update may start; use larger subnets or a lower maxCapacity",
		}},
		{"overlapping subnets", `network:
  subnets:
    public: [10.0.0.0/24, 10.0.1.0/24]
    private: [10.0.2.0/24, 10.0.1.128/25]
    isolated: [10.0.4.0/24]
` + good, []string{
			"4:28: network.subnets.private[1]: 10.0.1.128/25 overlaps subnets.public[1], which is 10.0.1.0/24",
			"5:5: network.subnets.isolated: 1 ranges for 2 zones; list one for each zone in every tier, or none at all",
		}},
		{"zones", "region: ap-northeast-1\nnetwork:\n  zones: [ap-northeast-1a, ap-northeast-1a, us-east-1a, tokyo]\n" + good, []string{
			"3:28: network.zones[1]: ap-northeast-1a is named twice; name each zone once",
			"3:45: network.zones[2]: us-east-1a is not in ap-northeast-1; name zones of that Region",
			`3:57: network.zones[3]: "tokyo" is not the name of an Availability Zone; use one like ap-northeast-1a`,
		}},
		{"zones without a Region, and of two", "network:\n  zones: [ap-northeast-1a, us-east-1a]\n" + good, []string{
			"1:1: region: missing; zones are named, so say which Region they are in",
			"2:28: network.zones[1]: us-east-1a is not in ap-northeast-1; name zones of that Region",
		}},
		{"one zone", "network:\n  zones: [ap-northeast-1a]\n" + goodInTokyo, []string{"2:3: network.zones: 1 named; name 2 to 4, so that losing one leaves another"}},
		{"NAT", "network: {nat: both}\n" + good, []string{`1:16: network.nat: "both" is not known; use perZone, single or none`}},
		{"ARN", "network:\n  flowLogs:\n    destination: s3\n    bucketArn: log-archive\n" + good, []string{`4:16: network.flowLogs.bucketArn: "log-archive" is not such an ARN; use one like arn:aws:s3:::log-archive`}},
	})
}

func TestRefusalsOfTheDatabase(t *testing.T) {
	refusesEach(t, []badFile{
		{"unknown engine", "database: {engine: oracle}\n" + good, []string{`1:20: database.engine: "oracle" is not known; use mysql, postgres, mariadb, aurora-mysql or aurora-postgres`}},
		{"a zone beside a standby", "database: {zone: ap-northeast-1a}\n" + goodInTokyo, []string{
			"1:18: database.zone: ap-northeast-1a cannot be chosen for a Multi-AZ database, whose standby is in another; leave it out, or say singleZone: true to do without a standby",
		}},
		{"a zone outside the network", "network: {zones: [ap-northeast-1a, ap-northeast-1c]}\ndatabase: {singleZone: true, zone: ap-northeast-1d}\n" + goodInTokyo, []string{
			"2:36: database.zone: ap-northeast-1d is not one of the network's zones; use ap-northeast-1a or ap-northeast-1c",
		}},
		{"storage and backups", "database:\n  allocatedStorageGiB: 10\n  maxAllocatedStorageGiB: 65537\n  backupRetentionDays: 36\n  logRetentionDays: 100\n" + good, []string{
			"2:24: database.allocatedStorageGiB: 10 is out of range; use 20 to 65536",
			"3:27: database.maxAllocatedStorageGiB: 65537 is out of range; use 22 to 65536",
			"4:24: database.backupRetentionDays: 36 is out of range; use 1 to 35",
			"5:21: database.logRetentionDays: 100 is not a period that CloudWatch Logs offers; use 90 or 120",
		}},
		{"storage that cannot grow", "database: {allocatedStorageGiB: 100, maxAllocatedStorageGiB: 109}\n" + good, []string{
			"1:62: database.maxAllocatedStorageGiB: 109 is less than a tenth above allocatedStorageGiB 100; use 110 or more",
		}},
		{"ARN", "database: {kmsKeyArn: alias/aws/rds}\n" + good, []string{
			`1:23: database.kmsKeyArn: "alias/aws/rds" is not such an ARN; use one like arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
		}},
		{"TLS turned off by a parameter", "database:\n  parameters:\n    require_secure_transport: 0\n" + good, []string{
			`3:31: database.parameters.require_secure_transport: "0" turns off the TLS that connections need; say allowUnencryptedConnections: true instead`,
		}},
	})
}

func TestRefusalsOfTheWebTier(t *testing.T) {
	refusesEach(t, []badFile{
		{"least above most", "web:\n  allowPlainHttp: true\n  minCapacity: 4\n  maxCapacity: 3\n", []string{"4:16: web.maxCapacity: 3 is less than minCapacity 4; use 4 or more"}},
		{"one server", "web: {allowPlainHttp: true, minCapacity: 1}\n", []string{
			"1:42: web.minCapacity: 1 does not survive the loss of a server; use 2 or more, or say singleServer: true",
		}},
		{"flapping", "web:\n  allowPlainHttp: true\n  scaling: {scaleOutAbove: 70, scaleInBelow: 65}\n", []string{
			"3:46: web.scaling.scaleInBelow: 65 makes the group flap: at 65 % on 3 servers, removing 1 leaves 97 % on each of 2, above scaleOutAbove 70, so it is added again; use 46 or less",
		}},
		{"thresholds the wrong way round", "web:\n  allowPlainHttp: true\n  scaling: {scaleOutAbove: 30, scaleInBelow: 70}\n", []string{"3:46: web.scaling.scaleInBelow: 70 is not below scaleOutAbove 30"}},
		{"a step", "web:\n  allowPlainHttp: true\n  scaling:\n    steps:\n      - {above: 85, add: 2}\n      - {above: 60, add: 3}\n", []string{
			"6:17: web.scaling.steps[1].above: 60 is not above scaleOutAbove 70, where the first step is",
		}},
		{"health check", "web:\n  allowPlainHttp: true\n  healthCheck:\n    path: healthz\n    timeoutSeconds: 10\n", []string{
			`4:11: web.healthCheck.path: "healthz" is not a path; use one like /healthz`,
			"5:21: web.healthCheck.timeoutSeconds: 10 is not less than intervalSeconds 10; use a shorter timeout or a longer interval",
		}},
		{"certificate of another Region", "region: us-east-1\nweb: {certificateArn: " + anARN + "}\n", []string{
			"2:23: web.certificateArn: the certificate is in ap-northeast-1; use one of us-east-1, where the load balancer is",
		}},
		{"malformed ARN", "web: {certificateArn: arn:aws:acm:ap-northeast-1:1:certificate/x}\n", []string{
			`1:23: web.certificateArn: "arn:aws:acm:ap-northeast-1:1:certificate/x" is not such an ARN; use one like ` + anARN,
		}},
		{"ARN of another service", "web: {certificateArn: \"arn:aws:iam::111111111111:server-certificate/x\"}\n", []string{
			`1:23: web.certificateArn: "arn:aws:iam::111111111111:server-certificate/x" is not such an ARN; use one like ` + anARN,
		}},
		{"user data", "web:\n  allowPlainHttp: true\n  userData: |\n    echo hello\n    echo again\n", []string{
			"3:13: web.userData: does not start with #!; put the interpreter into the first line, like #!/bin/bash",
		}},
	})
}
