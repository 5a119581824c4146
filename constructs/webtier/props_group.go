package webtier

// Group configures the Auto Scaling group of the servers beyond its size.
type Group struct {
	// Further types of instances, of instanceType's architecture and about its size, since scaling takes the average of all:
	// where one is not to be had, the next is started. Changing them replaces no server. Default: instanceType alone.
	InstanceTypes []string `yaml:"instanceTypes"`
	// Spot Instances, which cost less and may be taken away with two minutes' notice.
	Spot Spot `yaml:"spot"`
	// After how many days a server is replaced, 1 to 365 (source: Amazon EC2 Auto Scaling User Guide, "Replace Auto Scaling
	// instances based on maximum instance lifetime"). Default: servers do not get too old.
	MaxInstanceLifetimeDays int `yaml:"maxInstanceLifetimeDays" range:"1,365"`
	// The least percent of the servers that are in service while Auto Scaling replaces some. Give it with
	// maxHealthyPercent, at most 100 above it (source: Amazon EC2 Auto Scaling User Guide, "Instance maintenance
	// policies"). Default: what AWS does for the reason of each replacement.
	MinHealthyPercent int `yaml:"minHealthyPercent" range:"1,100"`
	// The most percent of the servers that there are meanwhile. Default: as for minHealthyPercent.
	MaxHealthyPercent int `yaml:"maxHealthyPercent" range:"100,200"`
	// What happens when a zone has no capacity: servers start in the others, or stay few rather than unbalanced.
	// Default: balanced-best-effort.
	ZoneDistribution ZoneDistribution `yaml:"zoneDistribution" default:"balanced-best-effort" oneof:"balanced-best-effort balanced-only"`
	// Lets a zonal shift keep new servers out of an impaired zone, and says what becomes of the unhealthy ones that are
	// there (source: Amazon EC2 Auto Scaling User Guide, "Auto Scaling group zonal shift"). Default: no zonal shift.
	ImpairedZone ImpairedZone `yaml:"impairedZone" oneof:"ignoreUnhealthy replaceUnhealthy"`
	// Servers that are prepared before they are needed.
	WarmPool WarmPool `yaml:"warmPool"`
	// Keeps the group from being deleted: with servers in it, or at all; its stack cannot be deleted then either.
	// Default: it can be deleted.
	DeletionProtection GroupProtection `yaml:"deletionProtection" oneof:"withServers all"`
}

// ZoneDistribution is how servers are spread over the zones.
type ZoneDistribution string

const (
	// BalancedBestEffort starts servers in other zones when one has no capacity.
	BalancedBestEffort ZoneDistribution = "balanced-best-effort"
	// BalancedOnly goes on trying in the zone that has no capacity.
	BalancedOnly ZoneDistribution = "balanced-only"
)

// ImpairedZone is what becomes of unhealthy servers in a zone that traffic is shifted away from.
type ImpairedZone string

const (
	// IgnoreUnhealthy leaves them.
	IgnoreUnhealthy ImpairedZone = "ignoreUnhealthy"
	// ReplaceUnhealthy replaces them, in the other zones.
	ReplaceUnhealthy ImpairedZone = "replaceUnhealthy"
)

// GroupProtection is what keeps a group from being deleted.
type GroupProtection string

const (
	// ProtectServers lets it be deleted when it is empty.
	ProtectServers GroupProtection = "withServers"
	// ProtectAll does not let it be deleted.
	ProtectAll GroupProtection = "all"
)

// Spot configures Spot Instances.
type Spot struct {
	// How many percent of the servers above onDemandBase are Spot Instances. Default: no server is.
	Percent int `yaml:"percent" range:"1,100"`
	// How many servers are none whatever the percentage is; fewer than maxCapacity, or no Spot Instance ever starts.
	// Default: as many as minCapacity.
	OnDemandBase int `yaml:"onDemandBase" range:"1,1000"`
	// How Spot Instances are chosen (source: Amazon EC2 Auto Scaling User Guide, "Allocation strategies for multiple
	// instance types"). Default: price-capacity-optimized.
	AllocationStrategy SpotStrategy `yaml:"allocationStrategy" default:"price-capacity-optimized" oneof:"price-capacity-optimized capacity-optimized capacity-optimized-prioritized"`
	// Waits for AWS to take a Spot Instance away, rather than replacing it when that gets likely. Default: false.
	DisableRebalancing bool `yaml:"disableRebalancing"`
}

// SpotStrategy is how Spot Instances are chosen.
type SpotStrategy string

const (
	// PriceCapacityOptimized weighs the price and how likely an interruption is.
	PriceCapacityOptimized SpotStrategy = "price-capacity-optimized"
	// CapacityOptimized looks at how likely an interruption is.
	CapacityOptimized SpotStrategy = "capacity-optimized"
	// CapacityOptimizedPrioritized does so too, and prefers the types that are named first.
	CapacityOptimizedPrioritized SpotStrategy = "capacity-optimized-prioritized"
)
