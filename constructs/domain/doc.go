// Package domain gives a site its names: a hosted zone of Amazon Route 53, alias records in it, and certificates of AWS
// Certificate Manager that renew themselves.
//
// The parts are made where they belong, and each works by itself with a load balancer or distribution of your own:
//
//   - [New] finds the zone by its id and name, without a lookup, or makes a new one, public or private.
//   - [NewCertificate] makes a certificate for several names in the Region of its stack, and proves by records in the zone
//     that they are yours. Put it into the stack of the listener that uses it: a change of its names replaces it.
//   - [NewRecords] leads names to a load balancer or a distribution.
//
// # A new zone
//
// A new public zone answers nobody until the domain's registrar, or the zone above, names its name servers. A certificate
// waits for that, and its deployment with it, for hours before it fails: make the zone first, by itself, enter the name
// servers of its stack's output, and then add what needs it. A zone is kept when its stack is deleted, because a new one has
// other name servers.
//
// # Records that can fail over
//
// Records are the primary ones of a failover pair from the beginning, though a pair of one: Route 53 refuses to put a pair
// beside a plain record of the same name and type, so that one would have to be deleted first, and the site with it.
//
// # What it costs
//
// A hosted zone costs half a dollar a month. Certificates for load balancers and CloudFront are free, as are queries of
// alias records for them.
//
// # Reaching what it has no prop for
//
// [Domain.Zone] is the CDK's own zone: mail records and whatever else the domain needs are added to it.
package domain
