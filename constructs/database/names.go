package database

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

const (
	// The records change at restores alone, which take many times as long; RDS's own names behind them, which change at failovers,
	// have five seconds.
	nameSeconds  = "60"
	readerSuffix = "-reader"
)

// PrivateZone returns the private hosted zone with the database's names, for further records and VPCs, or nil when there is
// none.
func (d *Database) PrivateZone() awsroute53.IHostedZone { return d.privateZone }

// createNames makes the names that lead to the database in use, or to its proxy. They are no aliases: those cannot lead to RDS.
func (d *Database) createNames() {
	cfg := d.cfg.PrivateDNS
	switch {
	case cfg.Zone == "":
		return
	case cfg.HostedZoneID != "":
		d.privateZone = awsroute53.HostedZone_FromHostedZoneAttributes(d, jsii.String("PrivateZone"), &awsroute53.HostedZoneAttributes{
			HostedZoneId: &cfg.HostedZoneID,
			ZoneName:     &cfg.Zone,
		})
	default:
		d.privateZone = awsroute53.NewHostedZone(d, jsii.String("PrivateZone"), &awsroute53.HostedZoneProps{
			ZoneName: &cfg.Zone,
			Vpcs:     &[]awsec2.IVpc{d.cfg.VPC},
		})
	}
	d.createName("Name", cfg.Name, d.endpoint())
	d.createName("ReaderName", cfg.Name+readerSuffix, d.readerEndpoint())
}

func (d *Database) createName(id, label string, endpoint *string) {
	awsroute53.NewCfnRecordSet(d, &id, &awsroute53.CfnRecordSetProps{
		HostedZoneId:    d.privateZone.HostedZoneId(),
		Name:            jsii.String(label + "." + d.cfg.PrivateDNS.Zone + "."),
		Type:            jsii.String("CNAME"),
		Ttl:             jsii.String(nameSeconds),
		ResourceRecords: &[]*string{endpoint},
	})
}
