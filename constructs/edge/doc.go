// Package edge is what visitors meet before the site: the page that they see while it is in maintenance, and redirects from
// other names. Those are rules of the listener of an Application Load Balancer, ours or one of your own.
//
//   - [NewMaintenance] makes the load balancer answer with status 503 and the page, except to operators and to those who ask
//     for the health path.
//   - [NewRedirects] leads visitors of some names to another.
//
// While the site is down by itself, Route 53 can lead its names to a page elsewhere:
//
//   - [NewHealthCheck] asks a load balancer from around the world whether it is up, for the primary records.
//   - [NewStandby] is a distribution that answers everything with status 503 and the page, for the secondary ones.
//   - [NewHealthAlarm] tells of it.
//
// docs/sorry-page.md says how to switch maintenance on and off in a minute.
package edge
