// Package websystem composes a whole redundant web system: a network, a database and a web tier that uses it.
//
// [New] puts all of it into one scope, for a system of one stack. [NewStage] makes an environment of two stacks that are
// deployed apart:
//
//   - Stateful holds the network and the database. It has termination protection.
//   - Stateless holds the web tier, and the application tier of a system of three, which can be deleted and made again
//     without losing anything.
//
// With an image, a third stack, Images, is deployed between them: it builds and tests the image that the servers start
// from. It can be deleted; its images, their key and the parameter that names the newest stay.
//
// What must be in us-east-1 is in a stack Edge there: a page at CloudFront while the site is down, which is deployed last, or
// CloudFront in front of the site, which is deployed before the web tier.
//
// The stateless stack reads the ids of the stateful one from its outputs when it is deployed, by weak references. There
// are no exports, so that neither stack can ever keep the other from being updated.
//
// A firewall in front of the web tier is one section of the props: Firewall: firewall.Props{Mode: firewall.Count} to start.
//
// Both check all props of all parts before they create anything, and what one part means for another: whether the
// servers fit into the subnets with a zone gone, or can reach AWS without a NAT gateway.
package websystem
