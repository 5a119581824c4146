package identity

// A guard says what of a type must not change unnoticed.
type guard struct {
	// The properties whose change makes CloudFormation replace the resource, always or under conditions.
	properties []string
	// What a replacement or a removal does to a running system.
	consequence string
}

// guarded are the types that keep data or an address. Source of the properties: the resource types' schemas in the
// CloudFormation registry, createOnlyProperties and conditionalCreateOnlyProperties; those that no CDK construct sets for
// these types are left out.
var guarded = map[string]guard{
	"AWS::Backup::BackupVault": {
		[]string{"BackupVaultName", "EncryptionKeyArn"},
		"new copies go to a new vault, and the old one is deleted if it is empty or left behind with its copies",
	},
	"AWS::CertificateManager::Certificate": {
		[]string{"DomainName", "DomainValidationOptions", "SubjectAlternativeNames", "ValidationMethod"},
		"a new certificate is proved by its records and takes the place of the old one, which is deleted once no listener uses it",
	},
	"AWS::CloudFront::Distribution": {
		nil,
		"the new distribution cannot take over names that the old one still has, so that the deployment fails",
	},
	"AWS::EC2::EIP": {
		[]string{"NetworkBorderGroup"},
		"the address that partners may have allowed is given back and a new one takes its place",
	},
	"AWS::EC2::NatGateway": {
		[]string{"AllocationId", "ConnectivityType", "SubnetId"},
		"servers in the zone lose their connections to the internet while a new NAT gateway takes over",
	},
	"AWS::EC2::Subnet": {
		[]string{"AvailabilityZone", "CidrBlock", "VpcId"},
		"everything in the subnet must move to a new one; CloudFormation fails while a database or load balancer is in it, or while the new one needs the same addresses",
	},
	"AWS::EC2::VPC": {
		[]string{"CidrBlock", "InstanceTenancy"},
		"the network is made anew and everything in it with it, the database included",
	},
	"AWS::ElasticLoadBalancing::LoadBalancer": {
		[]string{"LoadBalancerName", "Scheme"},
		"the site's DNS name changes, and records that are not aliases of the same deployment point to nothing",
	},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {
		[]string{"Name", "Scheme", "Type"},
		"the site's DNS name changes, and records that are not aliases of the same deployment point to nothing",
	},
	"AWS::ElasticLoadBalancingV2::TargetGroup": {
		[]string{"Name", "Port", "Protocol", "ProtocolVersion", "TargetType", "VpcId"},
		"every server is registered anew and counts as unhealthy until it has passed its checks again",
	},
	"AWS::KMS::Key": {
		nil,
		"a new key takes the place of the one that encrypts the data; what the old one encrypts is lost once it is deleted",
	},
	"AWS::Logs::LogGroup": {
		[]string{"LogGroupName"},
		"the log starts anew, and its history is deleted or left behind under the old name",
	},
	"AWS::RDS::DBCluster": {
		[]string{
			"AvailabilityZones", "DBClusterIdentifier", "DBSubnetGroupName", "DatabaseName", "Engine", "EngineMode", "GlobalClusterIdentifier", "KmsKeyId",
			"MasterUsername", "RestoreToTime", "RestoreType", "SnapshotIdentifier", "SourceDBClusterIdentifier", "SourceDbClusterResourceId",
			"SourceRegion", "StorageEncrypted", "UseLatestRestorableTime",
		},
		"the cluster is replaced by another one; CloudFormation refuses while the identifier is the same, and with a new one the data is in a snapshot of the old",
	},
	"AWS::RDS::DBClusterParameterGroup": {
		[]string{"DBClusterParameterGroupName", "Description", "Family"},
		"the cluster is moved to a new parameter group, which takes effect at its instances' next reboot",
	},
	"AWS::RDS::DBInstance": {
		[]string{
			"AvailabilityZone", "CharacterSetName", "DBClusterIdentifier", "DBClusterSnapshotIdentifier", "DBInstanceIdentifier", "DBName",
			"DBSnapshotIdentifier", "DBSubnetGroupName", "Engine", "KmsKeyId", "MasterUsername", "RestoreTime", "SourceDBClusterIdentifier",
			"SourceDBInstanceAutomatedBackupsArn", "SourceDBInstanceIdentifier", "SourceDbiResourceId", "SourceRegion", "StorageEncrypted",
			"UseLatestRestorableTime",
		},
		"the database is replaced by an empty one; CloudFormation refuses while the identifier is the same, and with a new one the data is in a snapshot of the old",
	},
	"AWS::RDS::DBParameterGroup": {
		[]string{"DBParameterGroupName", "Description", "Family"},
		"the database is moved to a new parameter group, which takes effect at its next reboot",
	},
	"AWS::RDS::DBProxy": {
		[]string{"DBProxyName", "EndpointNetworkType", "EngineFamily", "TargetConnectionNetworkType", "VpcSubnetIds"},
		"the proxy's name changes, and servers find no database until they are replaced; CloudFormation refuses while the name is the same",
	},
	"AWS::RDS::DBProxyEndpoint": {
		[]string{"DBProxyEndpointName", "DBProxyName", "EndpointNetworkType", "VpcSubnetIds"},
		"the endpoint's name changes, and servers find nothing to read until they are replaced; CloudFormation refuses while the name is the same",
	},
	"AWS::RDS::DBSubnetGroup": {
		[]string{"DBSubnetGroupName"},
		"the database must move to another subnet group, which replaces it",
	},
	"AWS::Route53::HostedZone": {
		[]string{"Name"},
		"the new zone has other name servers, and the site is found by nobody until the domain's registrar names them",
	},
	"AWS::Route53::RecordSet": {
		[]string{"HostedZoneId", "HostedZoneName", "Name", "SetIdentifier", "Type"},
		"the site is found by nobody under that name for as long as it takes, and resolvers remember for longer that there is none",
	},
	"AWS::S3::Bucket": {
		[]string{"BucketName"},
		"new objects go to a new bucket, and the old one is deleted if it is empty or left behind",
	},
}

// policies are the attributes that keep a resource's data when it goes.
var policies = []string{"DeletionPolicy", "UpdateReplacePolicy"}
