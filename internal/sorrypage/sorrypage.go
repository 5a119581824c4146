// Package sorrypage holds the page that visitors see while a site is down, unless a user brings one along.
package sorrypage

import _ "embed"

//go:embed page.html
var page string

// Page returns the default page: one HTML document in UTF-8 that asks for nothing else, small enough for the fixed
// response of a load balancer.
func Page() string { return page }
