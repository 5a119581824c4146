package test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func volumes(all ...webtier.Volume) webtier.Servers { return webtier.Servers{Volumes: all} }

func TestWebVolumes(t *testing.T) {
	tm := synthWeb(t, webtier.Props{Servers: volumes(
		webtier.Volume{SizeGiB: 50},
		webtier.Volume{SizeGiB: 200, IOPS: 12000, ThroughputMiBps: 500, KMSKeyARN: testKeyARN, Device: "/dev/sdf"},
		webtier.Volume{Type: webtier.IO2, IOPS: 1000, SnapshotID: "snap-0123456789abcdef0", KeepOnTermination: true},
	)})
	mapping := func(device string, ebs map[string]any) any {
		ebs["Encrypted"] = true
		if _, kept := ebs["DeleteOnTermination"]; !kept {
			ebs["DeleteOnTermination"] = true
		}
		return map[string]any{"DeviceName": device, "Ebs": ebs}
	}
	tm.one(t, launchTemplate).want(t, "LaunchTemplateData.BlockDeviceMappings", []any{
		mapping("/dev/xvda", map[string]any{"VolumeType": "gp3", "VolumeSize": 20}),
		mapping("/dev/sdg", map[string]any{"VolumeType": "gp3", "VolumeSize": 50}),
		mapping("/dev/sdf", map[string]any{"VolumeType": "gp3", "VolumeSize": 200, "Iops": 12000, "Throughput": 500, "KmsKeyId": testKeyARN}),
		mapping("/dev/sdh", map[string]any{"VolumeType": "io2", "Iops": 1000, "SnapshotId": "snap-0123456789abcdef0", "DeleteOnTermination": false}),
	})
	if script := webScript(t, tm, func(string) string { return "" }); strings.Contains(script, "mount") {
		t.Errorf("the script mounts what nobody asked for:\n%s", script)
	}
}

// The stand-ins take a file as a disk, what is in the file named like it and .content as what is on the disk, and a file
// named mounted in a directory as its being mounted.
const (
	standInBlkid = `#!/bin/bash
content=${!#}.content
[ -s "$content" ] || exit 2
! grep -q ambiguous "$content" || exit 8
[ "$*" != "-p -s UUID -o value ${!#}" ] || cat "$content"
`
	standInMkfs = `#!/bin/bash
echo "mkfs.xfs $*" >>%[1]s/calls
echo made >"$2.content"
`
	standInMount = `#!/bin/bash
echo "mount $*" >>%[1]s/calls
touch "$2/mounted"
`
	standInMountpoint = `#!/bin/bash
[ "$1" = -q ] && [ -e "$2/mounted" ]
`
	standInNVMe = `#!/bin/bash
case "$1 $2" in
'-b %[1]s/dev/nvme0n1') echo '[ERROR] Not an EBS device' && exit 1 ;;
'-b %[1]s/dev/nvme1n1') echo sdf ;;
'-b %[1]s/dev/nvme2n1') echo %[1]s/dev/sdg ;;
esac
`
)

// withDisks gives a server disks and stand-ins of what uses them. Below its folder are the devices, fstab and what is
// mounted.
func (s *server) withDisks(t *testing.T, disks map[string]string, directories ...string) {
	t.Helper()
	s.replace(t, "[ -b ", "[ -f ")
	s.replace(t, "/dev/", s.path("dev")+"/")
	s.replace(t, "/etc/fstab", s.path("fstab"))
	for _, directory := range directories {
		s.replace(t, " "+directory, " "+s.path(directory))
	}
	s.write(t, "fstab", "UUID=root / xfs defaults 0 0\n", 0o644)
	s.write(t, "dev/null", "", 0o644)
	for disk, content := range disks {
		s.write(t, "dev/"+disk, "", 0o644)
		s.write(t, "dev/"+disk+".content", content, 0o644)
	}
	for name, source := range map[string]string{"blkid": standInBlkid, "mkfs.xfs": standInMkfs, "mount": standInMount, "mountpoint": standInMountpoint, "ebsnvme-id": standInNVMe} {
		s.write(t, filepath.Join("bin", name), strings.ReplaceAll(source, "%[1]s", s.dir), 0o755)
	}
}

// Volumes are mounted under whatever name the server knows them by. Only empty ones get a file system, and a second run
// changes nothing.
func TestWebVolumesAreMounted(t *testing.T) {
	s := startServer(t, webtier.Props{Servers: volumes(
		webtier.Volume{SizeGiB: 50, MountPath: "/data"}, webtier.Volume{SizeGiB: 10},
		webtier.Volume{MountPath: "/srv/images", SnapshotID: "snap-0123456789abcdef0", Device: "/dev/sdg"},
		webtier.Volume{SizeGiB: 50, MountPath: "/old", Device: "/dev/sdp"},
	), UserData: "#!/bin/bash\nls data/mounted srv/images/mounted old/mounted\n"}, nil, "healthy")
	keepScript(t, "first", s.script)
	s.withDisks(t, map[string]string{"nvme0n1": "", "nvme1n1": "", "nvme2n1": "of the snapshot", "xvdp": ""}, "/data", "/srv/images", "/old")
	if err := os.Symlink("nvme1n1", s.path("dev/sdf")); err != nil { // as Amazon Linux has it
		t.Fatal(err)
	}
	s.write(t, "fstab", s.read(t, "fstab")+"UUID=before "+s.path("data")+" xfs defaults 0 0\n", 0o644)
	for range 2 {
		s.wantEnd(t, true, "SUCCESS")
		s.write(t, "calls", strings.ReplaceAll(s.read(t, "calls"), "aws ", "earlier "), 0o644)
		want := fmt.Sprintf("UUID=root / xfs defaults 0 0\nUUID=made %[1]s/data auto defaults,nofail 0 2\n"+
			"UUID=of the snapshot %[1]s/srv/images auto defaults,nofail 0 2\nUUID=made %[1]s/old auto defaults,nofail 0 2\n", s.dir)
		if got := s.read(t, "fstab"); got != want {
			t.Errorf("fstab is\n%s\nwant\n%s", got, want)
		}
	}
	dev := s.path("dev")
	if got, want := s.calls(t, "mkfs.xfs"), []string{"mkfs.xfs -q " + dev + "/nvme1n1", "mkfs.xfs -q " + dev + "/xvdp"}; !slices.Equal(got, want) {
		t.Errorf("file systems are made by %q, want %q", got, want)
	}
	if got, want := s.calls(t, "mount"), []string{
		"mount " + dev + "/nvme1n1 " + s.path("data"), "mount " + dev + "/nvme2n1 " + s.path("srv/images"), "mount " + dev + "/xvdp " + s.path("old"),
	}; !slices.Equal(got, want) {
		t.Errorf("volumes are mounted by %q, want %q", got, want)
	}
}

func TestWebVolumesFail(t *testing.T) {
	for name, c := range map[string]struct {
		disks   map[string]string
		without bool // the command that knows the names of NVMe devices
		waits   int
		prints  string
	}{
		"when there is none":              {map[string]string{"nvme0n1": "", "nvme2n1": ""}, false, 23, "evenkeel: there is no volume "},
		"when its name cannot be found":   {map[string]string{"nvme1n1": ""}, true, 23, "evenkeel: there is no volume "},
		"when what is on it is not clear": {map[string]string{"nvme1n1": "ambiguous"}, false, 0, "evenkeel: whether volume "},
	} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t, webtier.Props{Servers: volumes(webtier.Volume{SizeGiB: 50, MountPath: "/data"}), UserData: "#!/bin/bash\ntouch started\n"}, nil, "healthy")
			s.withDisks(t, c.disks, "/data")
			if c.without {
				if err := os.Remove(s.path("bin/ebsnvme-id")); err != nil {
					t.Fatal(err)
				}
			}
			if output := s.wantEnd(t, false, "FAILURE"); !strings.Contains(output, c.prints) {
				t.Errorf("it prints\n%s\nwant\n%s", output, c.prints)
			}
			if waits := len(s.calls(t, "sleep")); waits != c.waits {
				t.Errorf("it waits %d times, want %d", waits, c.waits)
			}
			calls := s.read(t, "calls")
			if _, err := os.Stat(s.path("started")); err == nil || strings.Contains(calls, "mkfs") || strings.Contains(calls, "mount ") {
				t.Errorf("it goes on:\n%s", calls)
			}
		})
	}
}

// What is delivered can use the volumes: a release's user owns them, a container has them, and neither starts without them.
func TestWebVolumesOfApplications(t *testing.T) {
	on := volumes(webtier.Volume{SizeGiB: 50, MountPath: "/data"}, webtier.Volume{SizeGiB: 50, MountPath: "/var/lib/docker"})
	const needs = "After=network-online.target%s\nRequiresMountsFor=/data /var/lib/docker\nStartLimitIntervalSec=0\n"
	tm := synthWeb(t, webtier.Props{Servers: on, Application: release("./shop")})
	wantInScript(t, tm, "nologin application\nchown application: /data\nchown application: /var/lib/docker\n\nkey=", fmt.Sprintf(needs, ""))
	tm = synthWeb(t, webtier.Props{Servers: on, Application: container(ecrImage)})
	wantInScript(t, tm, "--publish 8080:8080 --volume /data:/data \\\n", fmt.Sprintf(needs, " docker.service\nRequires=docker.service"), "ExecStop=-/usr/bin/docker stop application\n")
	if script := applicationScript(t, tm); strings.Contains(script, "TimeoutStopSec") {
		t.Errorf("the application has a time to stop that nobody gave:\n%s", script)
	}
}

func TestWebVolumeRefusals(t *testing.T) {
	const at = "servers.volumes[0]."
	for want, volume := range map[string]webtier.Volume{
		at + "sizeGiB: missing; give the size in GiB, or a snapshot":                                                 {},
		at + "sizeGiB: 65537 is out of range; use 1 to 65536":                                                        {SizeGiB: 65537},
		at + "iops: 99 is out of range; use 100 to 256000":                                                           {SizeGiB: 9, IOPS: 99, Type: webtier.IO2},
		at + "throughputMiBps: 124 is out of range; use 125 to 2000":                                                 {SizeGiB: 9, ThroughputMiBps: 124},
		at + `type: "gp2" is not known; use gp3 or io2`:                                                              {SizeGiB: 9, Type: "gp2"},
		at + "iops: 2999 is less than the 3000 that gp3 includes; leave it out":                                      {SizeGiB: 9, IOPS: 2999},
		at + "iops: 80001 is more than the 80000 that gp3 can have; use io2":                                         {SizeGiB: 900, IOPS: 80001},
		at + "iops: 5001 is more than the 5000 that 10 GiB of gp3 can have; raise sizeGiB to 11":                     {SizeGiB: 10, IOPS: 5001},
		at + "throughputMiBps: 751 takes 3004 iops, and there are 3000; raise iops to 3004":                          {SizeGiB: 9, ThroughputMiBps: 751},
		at + "throughputMiBps: 1001 takes 4004 iops, and there are 4000; raise iops to 4004":                         {SizeGiB: 9, ThroughputMiBps: 1001, IOPS: 4000},
		at + "iops: missing; io2 has as many as are asked for":                                                       {SizeGiB: 9, Type: webtier.IO2},
		at + "throughputMiBps: is for gp3, io2 has what its iops give; leave it out":                                 {SizeGiB: 9, Type: webtier.IO2, IOPS: 100, ThroughputMiBps: 125},
		at + "sizeGiB: 3 is too small for io2; use 4 or more":                                                        {SizeGiB: 3, Type: webtier.IO2, IOPS: 100},
		at + "iops: 4001 is more than the 4000 that 4 GiB of io2 can have; raise sizeGiB to 5":                       {SizeGiB: 4, Type: webtier.IO2, IOPS: 4001},
		at + "iops: 2001 is more than the 2000 that 2 GiB of io2 can have; raise sizeGiB to 3":                       {SizeGiB: 2, Type: webtier.IO2, IOPS: 2001},
		at + `device: "/dev/sda1" is not one of the names from /dev/sdf to /dev/sdp; leave it out`:                   {SizeGiB: 9, Device: "/dev/sda1"},
		at + `snapshotId: "vol-0123456789abcdef0" is not such an id; use one like snap-0123456789abcdef0`:            {SnapshotID: "vol-0123456789abcdef0"},
		at + "kmsKeyArn: the key is in us-east-1; use one of ap-northeast-1, where the servers are":                  {SizeGiB: 9, KMSKeyARN: strings.Replace(testKeyARN, testRegion, "us-east-1", 1)},
		at + `mountPath: "data" is not a directory that servers can mount; use one like /data`:                       {SizeGiB: 9, MountPath: "data"},
		at + `mountPath: "/etc/my data" is not a directory that servers can mount; use one like /data`:               {SizeGiB: 9, MountPath: "/etc/my data"},
		at + `mountPath: "/my data" is not a directory that servers can mount; use one like /data`:                   {SizeGiB: 9, MountPath: "/my data"},
		at + `mountPath: "/data/../etc" is not a directory that servers can mount; use one like /data`:               {SizeGiB: 9, MountPath: "/data/../etc"},
		at + "mountPath: /var holds what servers need, and the volume would hide it; use one like /data":             {SizeGiB: 9, MountPath: "/var"},
		at + "mountPath: /usr/local/share holds what servers need, and the volume would hide it; use one like /data": {SizeGiB: 9, MountPath: "/usr/local/share"},
		at + "mountPath: /opt/application holds what servers need, and the volume would hide it; use one like /data": {SizeGiB: 9, MountPath: "/opt/application"},
	} {
		t.Run(want, func(t *testing.T) {
			if wants := []string{want}; volume.SizeGiB == 2 {
				wantWebProblems(t, webtier.Props{Servers: volumes(volume)}, at+"sizeGiB: 2 is too small for io2; use 4 or more", want)
			} else {
				wantWebProblems(t, webtier.Props{Servers: volumes(volume)}, wants...)
			}
		})
	}
	wantWebProblems(t, webtier.Props{Servers: volumes(
		webtier.Volume{SizeGiB: 9, Device: "/dev/sdg", MountPath: "/data/a"}, webtier.Volume{SizeGiB: 9, Device: "/dev/sdg", MountPath: "/data"},
		webtier.Volume{SnapshotID: "snap-0123456789abcdef0", MountPath: "/a"}, webtier.Volume{SnapshotID: "snap-0123456789abcdef0", MountPath: "/b"},
		webtier.Volume{SizeGiB: 9, MountPath: "/b/c"}, webtier.Volume{SnapshotID: "snap-0123456789abcdef0"},
	)},
		"servers.volumes[1].device: /dev/sdg is taken; leave it out",
		"servers.volumes[1].mountPath: /data and /data/a of volume 0 hide each other; use directories that are not in one another",
		"servers.volumes[3].snapshotId: is that of volume 2 too, and both file systems would have the same UUID; mount one of them",
		"servers.volumes[4].mountPath: /b/c and /b of volume 3 hide each other; use directories that are not in one another")
	wantWebProblems(t, webtier.Props{Servers: volumes(make([]webtier.Volume, 12)...)},
		"servers.volumes: 12 are more than the 11 names that there are; use fewer and larger ones")
}

func TestWebAcceptsVolumes(t *testing.T) {
	all := []webtier.Volume{
		{SizeGiB: 1, IOPS: 3000, ThroughputMiBps: 750, MountPath: "/data"}, {SizeGiB: 160, IOPS: 80000, ThroughputMiBps: 2000, MountPath: "/data2"},
		{SizeGiB: 4, Type: webtier.IO2, IOPS: 4000, MountPath: "/var/lib/docker"}, {SizeGiB: 256, Type: webtier.IO2, IOPS: 256000, MountPath: "/usrlocal"},
	}
	token := *awscdk.Fn_ImportValue(jsii.String("Snapshot"))
	all = append(all, webtier.Volume{SnapshotID: token, KMSKeyARN: token})
	for range 6 {
		all = append(all, webtier.Volume{SizeGiB: 65536})
	}
	wantWebProblems(t, webtier.Props{Servers: volumes(all...)})
}
