package sorrypage_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
)

// Source: Elastic Load Balancing API Reference, "FixedResponseActionConfig". It counts characters; bytes are the safe side.
const fixedResponse = 1024

func TestPageFitsAFixedResponse(t *testing.T) {
	page := sorrypage.Page()
	if len(page) > fixedResponse {
		t.Errorf("the page has %d bytes, of %d that a fixed response may have", len(page), fixedResponse)
	}
	if !utf8.ValidString(page) || !strings.HasPrefix(page, "<!doctype html>\n") {
		t.Errorf("the page is no document in UTF-8:\n%s", page)
	}
}

// TestPageAsksForNothing finds what a browser would fetch, run or send, or keep of a visitor. What a browser really does is
// seen by the tests in test/browser.
func TestPageAsksForNothing(t *testing.T) {
	outside := regexp.MustCompile(`(?i)https?:|//|@import|url\(|<(script|img|iframe|object|embed|form|video|audio|base)\b|\bon\w+=|\bsrc=`)
	if found := outside.FindAllString(sorrypage.Page(), -1); found != nil {
		t.Errorf("the page has %q", found)
	}
	if !strings.Contains(sorrypage.Page(), "<link rel=icon href=data:,>") {
		t.Error("without an empty icon, browsers ask for /favicon.ico, of the site that is down")
	}
}
