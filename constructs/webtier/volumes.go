package webtier

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/jsii-runtime-go"
)

//go:embed volumes.sh
var volumesScript string

// devices are the names that AWS recommends for volumes that are not the root.
var devices = strings.Fields("/dev/sdf /dev/sdg /dev/sdh /dev/sdi /dev/sdj /dev/sdk /dev/sdl /dev/sdm /dev/sdn /dev/sdo /dev/sdp")

// resolveVolumes names the volumes that have no name, in their order.
func (s *Servers) resolveVolumes() {
	taken := map[string]bool{}
	for _, volume := range s.Volumes {
		taken[volume.Device] = true
	}
	free := slices.DeleteFunc(slices.Clone(devices), func(name string) bool { return taken[name] })
	for i := range s.Volumes {
		if volume := &s.Volumes[i]; volume.Device == "" && len(free) > 0 {
			volume.Device, free = free[0], free[1:]
		}
	}
}

// blockDevices are the root volume and the others.
func (w *WebTier) blockDevices() *[]*awsec2.BlockDevice {
	all := []*awsec2.BlockDevice{{
		DeviceName: &w.cfg.AMI.RootDevice,
		Volume: awsec2.BlockDeviceVolume_Ebs(jsii.Number(w.cfg.RootVolumeGiB), &awsec2.EbsDeviceOptions{
			VolumeType:          awsec2.EbsDeviceVolumeType_GP3,
			Encrypted:           jsii.Bool(true),
			DeleteOnTermination: jsii.Bool(true), // whatever the image says
		}),
	}}
	for i, volume := range w.cfg.Servers.Volumes {
		props := &awsec2.EbsDeviceProps{
			VolumeType:          awsec2.EbsDeviceVolumeType_GP3,
			VolumeSize:          given(volume.SizeGiB),
			Iops:                given(volume.IOPS),
			Throughput:          given(volume.ThroughputMiBps),
			Encrypted:           jsii.Bool(true),
			DeleteOnTermination: jsii.Bool(!volume.KeepOnTermination),
		}
		if volume.Type == IO2 {
			props.VolumeType = awsec2.EbsDeviceVolumeType_IO2
		}
		if volume.SnapshotID != "" {
			props.SnapshotId = &volume.SnapshotID
		}
		if volume.KMSKeyARN != "" {
			id := fmt.Sprintf("VolumeKey%d", i)
			props.KmsKey = awskms.Key_FromKeyArn(w, &id, &volume.KMSKeyARN)
		}
		all = append(all, &awsec2.BlockDevice{DeviceName: &volume.Device, Volume: awsec2.NewBlockDeviceVolume(props, nil)})
	}
	return &all
}

// mountPaths are the directories at which volumes are mounted.
func (s *Servers) mountPaths() []string {
	var paths []string
	for _, volume := range s.Volumes {
		if volume.MountPath != "" {
			paths = append(paths, volume.MountPath)
		}
	}
	return paths
}

// volumesScript mounts the volumes. It is empty when none is.
func (p *Props) volumesScript() string {
	if len(p.Servers.mountPaths()) == 0 {
		return ""
	}
	script := volumesScript
	for _, volume := range p.Servers.Volumes {
		if volume.MountPath != "" {
			script += fmt.Sprintf("mount_volume %s %s\n", volume.Device, volume.MountPath)
		}
	}
	return script
}
