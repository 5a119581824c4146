// Package edge is what visitors meet before the site: the page that they see while it is down, and redirects.
//
// A sorry page is shown in one of three ways. Each part works by itself with a load balancer of your own:
//
//   - [NewMaintenance] makes an Application Load Balancer answer with status 503 and the page, except to operators. It is
//     switched on and off by hand, in any way that the site is served.
//
// docs/sorry-page.md compares them, and says how to switch maintenance on and off in a minute.
package edge
