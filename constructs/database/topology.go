package database

import (
	"fmt"
)

const (
	// Source: Amazon RDS User Guide, "Settings for DB instances"; Amazon RDS API Reference, "CreateDBCluster".
	longestIdentifier        = 63
	longestClusterIdentifier = 52          // of a Multi-AZ DB cluster, whose instances' names RDS makes of it
	lengthOfNumber           = len("-16")  // of an Aurora cluster's instances
	defaultIOPS              = 1000        // the least of io1 and io2
	gp3IOPS, largeGP3IOPS    = 3000, 12000 // what gp3 includes
	largeGP3                 = 400         // GiB, from which gp3 is striped
	mostGP3IOPS              = 64000
	leastProvisioned         = 100 // GiB, of io1 and io2
	defaultMinACU            = 2
)

// clustered reports whether the database is a DB cluster rather than a DB instance.
func (p Props) clustered() bool {
	return p.aurora() || p.Topology == ReadableStandbys
}

func (p Props) aurora() bool {
	return engines[p.Engine].aurora
}

func (p Props) serverless() bool {
	return p.Aurora.Serverless.MaxACU != 0
}

// maxIdentifier leaves room for what the names of a cluster's instances have besides.
func (p Props) maxIdentifier() int {
	switch {
	case p.aurora():
		return longestIdentifier - lengthOfNumber
	case p.Topology == ReadableStandbys:
		return longestClusterIdentifier
	default:
		return longestIdentifier
	}
}

// resolveTopology applies the defaults that depend on the engine and the topology.
func (p *Props) resolveTopology() {
	if p.aurora() {
		p.resolveAurora()
	} else {
		p.resolveRDS()
	}
}

func (p *Props) resolveRDS() {
	if p.InstanceClass == "" {
		p.InstanceClass = engines[p.Engine].instanceClass
		if p.clustered() {
			p.InstanceClass = "db.m6gd.large"
		}
	}
	if p.StorageType == "" {
		p.StorageType = GP3
		if p.clustered() {
			p.StorageType = IO1
		}
	}
	if p.IOPS != 0 {
		return
	}
	switch {
	case p.StorageType != GP3:
		p.IOPS = max(defaultIOPS, (p.AllocatedStorageGiB+1)/2)
	case p.clustered() && p.AllocatedStorageGiB < largeGP3:
		p.IOPS = gp3IOPS // a cluster must say what an instance has anyhow
	case p.clustered():
		p.IOPS = largeGP3IOPS
	}
}

func (p *Props) resolveAurora() {
	if p.InstanceClass == "" {
		p.InstanceClass = engines[p.Engine].instanceClass
		if p.serverless() {
			p.InstanceClass = serverlessClass
		}
	}
	if p.Aurora.Serverless.MinACU == 0 && p.Aurora.Serverless.PauseAfterMinutes == 0 {
		p.Aurora.Serverless.MinACU = min(defaultMinACU, p.Aurora.Serverless.MaxACU)
	}
}

// endpoint is the name of whichever instance can be written to, or of the proxy before it.
func (d *Database) endpoint() *string {
	if proxy := d.Proxy(); proxy != nil {
		return proxy.AttrEndpoint()
	}
	if d.cluster != nil {
		return d.cluster.AttrEndpointAddress()
	}
	return d.instance.DbInstanceEndpointAddress()
}

// readerEndpoint is the name of those that can be read, which is the writer's own where there are no others.
func (d *Database) readerEndpoint() *string {
	if reader := d.ReaderEndpoint(); reader != nil {
		return reader.AttrEndpoint()
	}
	if d.Proxy() != nil {
		return d.endpoint()
	}
	if d.cluster != nil {
		return d.cluster.AttrReadEndpointAddress() // of a cluster without readers, the writer answers
	}
	if len(d.replicas) > 0 {
		return d.replicas[0].AttrEndpointAddress()
	}
	return d.endpoint()
}

// resourceARN is the ARN of the instance or the cluster.
func (d *Database) resourceARN() *string {
	if d.cluster != nil {
		return d.cluster.AttrDbClusterArn()
	}
	return d.instance.InstanceArn()
}

// instanceIdentifiers are the names of the DB instances: the instance's own, those of an Aurora cluster, the writer first, or
// those that RDS gives the three instances of a Multi-AZ DB cluster.
func (d *Database) instanceIdentifiers() []string {
	if !d.cfg.clustered() {
		return []string{d.instanceIdentifier}
	}
	count := len(d.members)
	form := "%s-%d"
	if !d.cfg.aurora() {
		count, form = 3, "%s-instance-%d"
	}
	var names []string
	for n := 1; n <= count; n++ {
		names = append(names, fmt.Sprintf(form, d.instanceIdentifier, n))
	}
	return names
}
