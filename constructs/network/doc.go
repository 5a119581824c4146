// Package network creates the network that a redundant web system stands on: a VPC over two or more Availability Zones
// with three tiers of subnets in each.
//
//   - Public subnets route to an internet gateway. They hold load balancers and NAT gateways, nothing else: they assign
//     no public IPv4 addresses.
//   - Private subnets reach the internet through the NAT gateway of their own zone, and cannot be reached from it. They
//     hold servers.
//   - Isolated subnets have no route out of the VPC. They hold databases.
//
// The zero value is redundant: New(stack, "Network", nil) makes two zones with a NAT gateway in each, a gateway endpoint
// for Amazon S3 and flow logs, which are encrypted with a key of their own.
//
// # Addresses stay where they are
//
// The VPC's range is divided into 32 equal slots, one for each of four tiers (the fourth is kept free) and eight zone
// letters. The subnet of a tier and zone has its slot, its name and its logical id for ever: a zone or a tier that is
// added later, anywhere in the list, changes nothing about the others.
//
// # What it costs
//
// A NAT gateway for each zone is charged by the hour and by the gigabyte, and so are interface endpoints and public IPv4
// addresses; flow logs are charged by the gigabyte, and their key at about a dollar a month. The rest of a VPC is free. [NATSingle] saves NAT gateways and gives
// up the redundancy of the way out; [NATNone] saves them all.
//
// # Reaching what it has no prop for
//
// [Network.VPC] is an ordinary awsec2.IVpc: add endpoints, flow logs or peering to it, or pass it to anything that takes
// one. [Network.CfnVPC] is the resource itself.
package network
