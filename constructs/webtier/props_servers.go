package webtier

// Servers add what exists already to the servers. Changing security groups replaces the servers, one at a time.
type Servers struct {
	// The ids of more security groups of the servers, for what they reach or what reaches them beyond the tier; the tier
	// changes none of them. Default: the tier's own alone.
	SecurityGroupIDs []string `yaml:"securityGroupIds"`
	// The ARNs of more managed policies of the servers' role, yours or AWS's. Default: what Session Manager takes, and what
	// the tier uses.
	ManagedPolicyARNs []string `yaml:"managedPolicyArns"`
	// More volumes of each server, 11 at most. Default: the root volume alone.
	Volumes []Volume `yaml:"volumes"`
}
