package edge

import (
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
)

// Page is what visitors see while the site is down. At most one of HTML and File may be set.
type Page struct {
	// The page, self-contained: whatever else it asks for is down, too. 1024 bytes at most, which is what a load balancer
	// can answer by itself (source: Elastic Load Balancing API Reference, "FixedResponseActionConfig").
	// Default: a page in English and Japanese that asks to come back.
	HTML string `yaml:"html"`
	// A file with the page instead, in UTF-8; its path is from the folder in which cdk runs. Default: html.
	File string `yaml:"file"`
}

// maxPage is the size of a fixed response. It counts for each kind of sorry page, for in each maintenance may be switched
// on: a page that is too large is found out before it is needed.
const maxPage = 1024

// check finds what is wrong with a page for a fixed response.
func (p *Page) check(problems *problem.List) {
	field, page := sorrypage.Check(p.HTML, p.File, problems)
	if len(page) > maxPage {
		problems.Addf(field, "has %d bytes, and a load balancer's fixed response may have %d; make it shorter by %d", len(page), maxPage, len(page)-maxPage)
	}
}
