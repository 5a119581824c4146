package edge

import (
	"errors"
	"io/fs"
	"os"
	"unicode/utf8"

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
	field, page := p.source(problems)
	if len(page) > maxPage {
		problems.Addf(field, "has %d bytes, and a load balancer's fixed response may have %d; make it shorter by %d", len(page), maxPage, len(page)-maxPage)
	}
}

// source returns the page and the field that it comes from, or finds why there is none.
func (p *Page) source(problems *problem.List) (field, page string) {
	field = "html"
	switch {
	case p.HTML != "" && p.File != "":
		problems.Addf("file", "contradicts html; leave one of them out")
		return "file", ""
	case p.File != "":
		field = "file"
	}
	page, err := p.read()
	switch {
	case err != nil:
		problems.Addf(field, "%q cannot be read: %v", p.File, err)
	case page == "":
		problems.Addf(field, "%q is empty; write a page, or leave it out for the default one", p.File)
	case !utf8.ValidString(page):
		problems.Addf(field, "is not in UTF-8; save it in UTF-8")
	}
	return field, page
}

// read returns the page.
func (p *Page) read() (string, error) {
	switch {
	case p.HTML != "":
		return p.HTML, nil
	case p.File == "":
		return sorrypage.Page(), nil
	}
	source, err := os.ReadFile(p.File)
	return string(source), reason(err)
}

// reason is what is wrong with a file, without the file's name.
func reason(err error) error {
	var about *fs.PathError
	if errors.As(err, &about) {
		return about.Err
	}
	return err
}
