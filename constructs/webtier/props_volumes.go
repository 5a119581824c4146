package webtier

// Volume is an Amazon EBS volume that every server has besides its root volume. Volumes are encrypted. Changing one replaces
// the servers, one at a time, and with them their volumes: what must outlive a server belongs elsewhere. Each costs what its
// size, and its IOPS and throughput beyond what the type includes, cost, for every server.
// Source of the limits: Amazon EBS User Guide, "General Purpose SSD volumes" and "Provisioned IOPS SSD volumes".
type Volume struct {
	// Where the volume is mounted: /data. It gets an XFS file system if it is empty; what a snapshot holds stays as it is. The
	// user of an application's release owns the directory, and its container has it at the same path, unless that is below
	// /var. Default: the volume is attached and left alone.
	MountPath string `yaml:"mountPath"`
	// The size in GiB, 1 to 65536, and at least 4 for io2. Default: the snapshot's size; required without one.
	SizeGiB int `yaml:"sizeGiB" range:"1,65536"`
	// General purpose, or io2 for IOPS that are kept 99.9 percent of the time. Default: gp3.
	Type VolumeType `yaml:"type" default:"gp3" oneof:"gp3 io2"`
	// The I/O operations per second: 3000 to 80000 and 500 per GiB for gp3, 100 to 256000 and 1000 per GiB for io2.
	// Default: 3000 for gp3, which its price includes; required for io2.
	IOPS int `yaml:"iops" range:"100,256000"`
	// The throughput of gp3 in MiB per second, 125 to 2000, and a quarter of iops at most. Default: 125, which the price
	// includes.
	ThroughputMiBps int `yaml:"throughputMiBps" range:"125,2000"`
	// The ARN of a key of your own in the servers' Region, whose policy must let the role AWSServiceRoleForAutoScaling use it
	// (Amazon EC2 Auto Scaling User Guide, "Required AWS KMS key policy for use with encrypted volumes").
	// Default: the account's key for Amazon EBS, as for the root volume.
	KMSKeyARN string `yaml:"kmsKeyArn"`
	// The id of a snapshot that each volume starts as. To be mounted it must hold a file system without partitions.
	// Default: volumes start empty.
	SnapshotID string `yaml:"snapshotId"`
	// Keeps the volume when its server is terminated, and its costs: every server that is replaced leaves one behind.
	// Default: false.
	KeepOnTermination bool `yaml:"keepOnTermination"`
	// The name of the volume in the instance's block device mapping, /dev/sdf to /dev/sdp (source: Amazon EC2 User Guide,
	// "Device names for volumes on Amazon EC2 instances"). Default: the first that is free.
	Device string `yaml:"device"`
}

// VolumeType is a kind of Amazon EBS volume.
type VolumeType string

const (
	// GP3 is general purpose.
	GP3 VolumeType = "gp3"
	// IO2 has provisioned IOPS.
	IO2 VolumeType = "io2"
)
