package identity

import (
	"os"
	"path/filepath"
	"slices"
)

// keepData are the types whose replacement leaves data behind, or loses it.
var keepData = []string{
	"AWS::Backup::BackupVault",
	"AWS::KMS::Key",
	"AWS::RDS::DBCluster",
	"AWS::RDS::DBInstance",
	"AWS::RDS::DBSubnetGroup",
	"AWS::S3::Bucket",
}

// Losses returns of the changes between two lists those by which a running system would lose its data: replacements and
// removals of databases, keys, vaults and buckets. It passes over databases that have no data of their own, which are read
// replicas and the instances of clusters, over what is kept from now on when it goes, and over what goes and has been kept.
func Losses(before, after List) []Change {
	var losses []Change
	for name, was := range before {
		is, there := after[name]
		switch {
		case !slices.Contains(keepData, was.Type), was.follows():
		case !there && was.kept():
		case there && was.Type == is.Type:
			was.Properties, is.Properties = was.withoutPolicies(is), is.withoutPolicies(is)
			losses = append(losses, Compare(List{name: was}, List{name: is})...)
		case there:
			losses = append(losses, Compare(List{name: was}, List{name: is})...)
		default:
			losses = append(losses, Compare(List{name: was}, List{})...)
		}
	}
	slices.SortFunc(losses, func(a, b Change) int {
		if a.Resource+a.Message < b.Resource+b.Message {
			return -1
		}
		return 1
	})
	return losses
}

// New returns the names of what a list has and the one before has not, of the types that keep data.
func New(before, after List) []string {
	var names []string
	for name, entry := range after {
		if _, known := before[name]; !known && slices.Contains(keepData, entry.Type) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// follows reports whether a database has its data from another one as long as it is there.
func (e Entry) follows() bool {
	restored := e.Properties["RestoreTime"] != nil || e.Properties["UseLatestRestorableTime"] != nil
	return e.Properties["DBClusterIdentifier"] != nil && e.Type == "AWS::RDS::DBInstance" || e.Properties["SourceDBInstanceIdentifier"] != nil && !restored
}

// kept reports whether a database, or what it needs, stays in the account when it goes from the template.
func (e Entry) kept() bool {
	switch e.Type {
	case "AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::RDS::DBSubnetGroup":
		return e.Properties["DeletionPolicy"] == "Retain"
	default:
		return false // what comes in its place does not have what it has
	}
}

// withoutPolicies are an entry's properties without the policies, where those become the safest ones.
func (e Entry) withoutPolicies(next Entry) map[string]any {
	properties := map[string]any{}
	for name, value := range e.Properties {
		if !slices.Contains(policies, name) || next.Properties[name] != "Retain" {
			properties[name] = value
		}
	}
	return properties
}

// Read reads a list from a file. Where there is none, the error is one of the file system's.
func Read(file string) (List, error) { return read(file) }

// Write writes a list to a file, and makes its folder.
func (l List) Write(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return write(file, l)
}
